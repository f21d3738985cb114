/**
 * What a source means by the status of a fill. executed: the fill counts. cancelled: it does not count.
 * unknown: it counts, and the mail names the status.
 */
export type FillStatus = 'executed' | 'cancelled' | 'unknown';

/** Words of sources for a fill that was undone, or that never happened. */
const CANCELLED: ReadonlySet<string> = new Set([
  'CXLD',
  'CANCELED',
  'CANCELLED',
  'BUSTED',
  'DELETED',
  'REJECTED',
]);

/** Words for an executed fill. PropReports writes REGULAR, or leaves the column empty. */
const EXECUTED =
  /^(?:regular|executed|execution|exec|filled|fill|full(?:y)? ?fill(?:ed)?|partial(?:ly)?(?: ?fill(?:ed)?)?|complete|completed|done|ok)$/i;

/**
 * Reads the status of a fill, in any case, with or without blanks around it.
 *
 * Example: `REGULAR` and an empty text are executed, ` cxld ` is cancelled, `Pending` is unknown.
 */
export function fillStatus(text: string): FillStatus {
  if (text === '') return 'executed';
  if (isCancelled(text)) return 'cancelled';
  const word = text.trim();
  return word === '' || EXECUTED.test(word) ? 'executed' : 'unknown';
}

/** Whether a fill of this status is no part of P&L, lots and price checks. Example: `Cancelled` is true. */
export function isCancelled(text: string): boolean {
  return text !== '' && CANCELLED.has(text.trim().toUpperCase());
}
