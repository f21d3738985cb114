import { systemUser } from '../shared/systemUser.ts';

/** The individual behind a command: `--by`, or else the user of the operating system. */
export function authorOf(by: string | undefined): string {
  return by ?? systemUser();
}
