const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 300_000;
/**
 * The wait after an error that a retry cannot solve. The operator may have solved it meanwhile, so retry at
 * all; but rarely, because a repeated wrong password could lock the account.
 */
const NOT_RETRYABLE_WAIT_MS = 1_800_000;

/**
 * Milliseconds to wait after `failures` failures in a row (1 or more): 1, 2, 4, 5, 5, … minutes for a
 * retryable error, else 30 minutes.
 */
export function waitAfterFailures(failures: number, retryable: boolean): number {
  if (!retryable) return NOT_RETRYABLE_WAIT_MS;
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LONGEST_WAIT_MS);
}
