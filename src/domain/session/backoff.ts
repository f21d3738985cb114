const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 300_000;
/** What no repetition cures a person may have cured meanwhile; a password refused more often could lock the account. */
const HOPELESS_WAIT_MS = 1_800_000;

/** How long to wait after so many failures in a row (1 or more), milliseconds: 1, 2, 4, 5, 5, … minutes, or 30. */
export function waitAfterFailures(failures: number, retryable: boolean): number {
  if (!retryable) return HOPELESS_WAIT_MS;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS);
}
