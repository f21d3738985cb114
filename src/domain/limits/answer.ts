import { inOrder } from './inForce.ts';
import type { LimitEvent } from './limitEvent.ts';

/** What became of a mailed limit, as a risk manager answers. */
export type Answer =
  | { readonly kind: 'applied' }
  | { readonly kind: 'different'; readonly dollars: number }
  | { readonly kind: 'not-applied'; readonly reason: string };

/** Whether two answers say the same. */
export function isSameAnswer(a: Answer, b: Answer): boolean {
  if (a.kind === 'different' && b.kind === 'different') return a.dollars === b.dollars;
  if (a.kind === 'not-applied' && b.kind === 'not-applied') return a.reason === b.reason;
  return a.kind === b.kind;
}

/** Events that say what became of a mailed limit: answers, and facts that were stated or read back. */
const ANSWERS: ReadonlySet<LimitEvent['kind']> = new Set([
  'applied',
  'different',
  'not-applied',
  'set',
  'readback',
]);

/**
 * The event that says what became of the last mail of a session; null: no one has said so. A correction asks
 * again, so an answer before it does not count.
 *
 * Example: mailed 05:00, applied 05:40, mailed again by a correction 06:30: null.
 * @param events of one trader, in any order.
 */
export function answerToMail(events: readonly LimitEvent[], sessionDate: string): LimitEvent | null {
  const last = inOrder(events.filter((event) => event.sessionDate === sessionDate)).at(-1);
  return last !== undefined && ANSWERS.has(last.kind) ? last : null;
}

/**
 * Whether an answer that is not confirmed is still to be confirmed: no event of its trader and session was
 * recorded since.
 */
export function isOpenAnswer(
  { trader, sessionDate, at }: { readonly trader: string; readonly sessionDate: string; readonly at: Date },
  events: readonly LimitEvent[],
): boolean {
  return !events.some(
    (event) => event.trader === trader && event.sessionDate === sessionDate && event.recordedAt >= at,
  );
}
