import { userInfo } from 'node:os';

/** The user of the operating system who runs this process: the individual behind a command. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
