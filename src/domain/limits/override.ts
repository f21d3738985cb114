/** Why a risk manager overrides a recommendation, with the words of each reason. */
export const overrideReasons = {
  'spoken-to': 'spoken to the trader',
  hedged: 'the position is hedged',
  'event-day': 'day of an event',
  'limit-too-tight': 'the limit is too tight',
  other: 'other',
} as const;

export type OverrideReason = keyof typeof overrideReasons;

/** pending: above the base limit, without effect until another person approves it. */
export type OverrideStatus = 'pending' | 'in-force' | 'ended';

/** A limit that a risk manager sets instead of the recommended one, for a few sessions. */
export interface Override {
  readonly id: number;
  readonly trader: string;
  /** Dollars. */
  readonly dollars: number;
  readonly firstSession: string;
  readonly lastSession: string;
  readonly reason: OverrideReason;
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
  /** The base limit when it was given, dollars. */
  readonly baseLimit: number;
  /** Daybreak's own target when it was given, dollars; null: none was known. */
  readonly recommended: number | null;
  /** How many overrides of the trader it directly follows. */
  readonly renewals: number;
  readonly approvedBy: string | null;
  /** The first session for which it no longer holds, where it was ended before its last session. */
  readonly endedFrom: string | null;
  readonly endedBy: string | null;
}

/** An override that is not stored yet. */
export type NewOverride = Omit<Override, 'id' | 'approvedBy' | 'endedFrom' | 'endedBy'>;

/** An override covers at most so many sessions. */
export const LONGEST_OVERRIDE_SESSIONS = 5;

/** The state of an override on the morning of a session. */
export function overrideStatus(override: Override, sessionDate: string): OverrideStatus {
  const { lastSession, endedFrom, dollars, baseLimit, approvedBy } = override;
  if (sessionDate > lastSession || (endedFrom !== null && sessionDate >= endedFrom)) return 'ended';
  return dollars > baseLimit && approvedBy === null ? 'pending' : 'in-force';
}

/** The override that holds for a trader on a session; of several, the one given last. */
export function overrideInForce(
  overrides: readonly Override[],
  trader: string,
  sessionDate: string,
): Override | null {
  const holds = overrides.filter(
    (override) =>
      override.trader === trader &&
      override.firstSession <= sessionDate &&
      overrideStatus(override, sessionDate) === 'in-force',
  );
  return holds.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.id - b.id).at(-1) ?? null;
}

/**
 * Whether an override ends because no cut remains: it raised a cut, and the engine asks for none today. One
 * below the recommendation holds until its last session.
 */
export function endsWithoutCut(override: Override, recommendedToday: number, baseLimit: number): boolean {
  const { recommended } = override;
  const raisedCut =
    recommended !== null && recommended < override.baseLimit && override.dollars >= recommended;
  return raisedCut && recommendedToday >= baseLimit;
}
