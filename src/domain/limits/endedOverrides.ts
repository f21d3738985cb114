import type { InForce } from './inForce.ts';
import { type Override, overrideInForce, overrideStatus } from './override.ts';

/** The name under which the morning ends an override because no cut remains. */
export const ENDED_BY_DAYBREAK = 'daybreak';

/** An override that no longer holds, with the last session for which it held. */
export interface EndedOverrideFacts {
  readonly override: Override;
  readonly lastSession: string;
  /** over: its last session has passed. ended: an individual ended it. no-cut: no cut remained. */
  readonly because: 'over' | 'ended' | 'no-cut';
}

/**
 * Overrides that held at some time, no longer hold on a session, and that no earlier mail has named as ended:
 * they held on the last mailed morning or began after it. Left out: an override followed by another one that
 * holds, and one above the base limit that was never approved.
 *
 * Example: an override through Friday 27 November is named on Monday 30 November.
 *
 * @param lastMailed the session of the last mailed morning before; null: there was none
 */
export function endedOverrides(
  overrides: readonly Override[],
  sessionDate: string,
  lastMailed: string | null,
  previousSession: (sessionDate: string) => string,
): readonly EndedOverrideFacts[] {
  if (lastMailed === null) return [];
  return overrides.flatMap((override) => {
    const lastSession = lastHeld(override, previousSession);
    const isNamedNow =
      overrideStatus(override, sessionDate) === 'ended' &&
      hadEffect(override, lastSession) &&
      lastSession >= lastMailed &&
      overrideInForce(overrides, override.trader, sessionDate) === null;
    return isNamedNow ? [{ override, lastSession, because: reasonOf(override) }] : [];
  });
}

/**
 * The limit from before an override, dollars, where the limit in force is that of an override; null: it is
 * not. Without a recommendation when the override was given, it is the base limit of that time.
 *
 * Example: base $5,000, an override to $4,000 through Friday. On Monday the platform still holds $4,000:
 * $5,000.
 */
export function limitBeforeOverride(
  overrides: readonly Override[],
  trader: string,
  { dollars, since }: Pick<InForce, 'dollars' | 'since'>,
  previousSession: (sessionDate: string) => string,
): number | null {
  if (dollars === null || since === null) return null;
  const source = overrides.findLast((override) => {
    const last = lastHeld(override, previousSession);
    const held = hadEffect(override, last) && override.firstSession <= since && since <= last;
    return override.trader === trader && held && Math.abs(override.dollars - dollars) < HALF_A_CENT;
  });
  return source === undefined ? null : (source.recommended ?? source.baseLimit);
}

const HALF_A_CENT = 0.005;

function lastHeld(
  { lastSession, endedFrom }: Override,
  previousSession: (sessionDate: string) => string,
): string {
  return endedFrom === null || endedFrom > lastSession ? lastSession : previousSession(endedFrom);
}

function hadEffect(override: Override, lastSession: string): boolean {
  const { firstSession, dollars, baseLimit, approvedBy } = override;
  return lastSession >= firstSession && (dollars <= baseLimit || approvedBy !== null);
}

function reasonOf({ endedFrom, endedBy, lastSession }: Override): EndedOverrideFacts['because'] {
  if (endedFrom === null || endedFrom > lastSession) return 'over';
  return endedBy === ENDED_BY_DAYBREAK ? 'no-cut' : 'ended';
}
