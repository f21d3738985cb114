import { userInfo } from 'node:os';

/** The individual behind a command: `--by`, or else the user of the operating system. */
export function authorOf(by: string | undefined): string {
  return by ?? systemUser();
}

/** In a container the user may have no name. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
