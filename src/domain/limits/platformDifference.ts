import { inOrder } from './inForce.ts';
import type { LimitEvent, LimitLifetime } from './limitEvent.ts';
import { changeTo } from './target.ts';

/** The platform has another limit than the mail asked for, as far as somebody or its export says. */
export interface PlatformDifference {
  /** The number of the event that says so. */
  readonly event: number;
  readonly trader: string;
  readonly kind: FactKind;
  /** Dollars: what the platform has, and what the mail asked for. */
  readonly holds: number;
  readonly asked: number;
  /** The session whose mail asked for it. */
  readonly mailedFor: string;
  readonly by: string;
}

const FACTS = ['set', 'different', 'readback'] as const;
type FactKind = (typeof FACTS)[number];

/**
 * Where the newest fact about a trader's limit differs from the mail before it; null where it agrees, or
 * where a later mail, answer or fact replaced it. With the lifetime `session` the mail has to be of the same
 * session, because the platform forgets it at night.
 *
 * Example: $3,200 was mailed for Thursday, and the platform's export has $4,000: a difference. A second
 * export with $3,200 ends it.
 *
 * @param events of one trader and of the whole desk, in any order
 */
export function platformDifference(
  trader: string,
  events: readonly LimitEvent[],
  lifetime: LimitLifetime,
): PlatformDifference | null {
  const ordered = inOrder(events);
  const newest = ordered.at(-1);
  const mailed = ordered.findLast(({ kind }) => kind === 'mailed');
  const kind = FACTS.find((each) => each === newest?.kind);
  if (newest === undefined || mailed === undefined || kind === undefined) return null;
  if (newest.dollars === null || mailed.dollars === null) return null;
  if (lifetime === 'session' && newest.sessionDate !== mailed.sessionDate) return null;
  if (changeTo(newest.dollars, mailed.dollars) === 'stay') return null;
  return {
    event: newest.id,
    trader,
    kind,
    holds: newest.dollars,
    asked: mailed.dollars,
    mailedFor: mailed.sessionDate,
    by: newest.by,
  };
}
