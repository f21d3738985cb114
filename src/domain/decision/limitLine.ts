/**
 * Who says that a limit is in force on the platform. base: no event yet. assumed: a mail asked for it.
 * answered, set, readback: a risk manager or the platform confirmed it. unknown: an upgrade or a restore.
 */
export type InForceSource = 'base' | 'assumed' | 'answered' | 'set' | 'readback' | 'unknown';

/** What has to be done on the platform. set: the limit in force is unknown, so the target has to be set. */
export type LimitChange = 'lower' | 'raise' | 'stay' | 'set';

/** Of the cuts of the same engine and kind: how many were followed by a loss beyond the trader's own k. */
export interface TrackRecord {
  readonly cuts: number;
  readonly followedByLargeLoss: number;
  /** The share of such days among the days of the desk without a cut, 0-1; null without such days. */
  readonly deskRate: number | null;
}

/** The override that holds for the session of a decision. */
export interface DecidedOverride {
  readonly id: number;
  /** Dollars. */
  readonly dollars: number;
  /** The last session for which it holds. */
  readonly through: string;
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
}

/** The limit of one trader on one morning: what is in force, what should be, and what has to be done. */
export interface LimitLine {
  /** Dollars; null: unknown. */
  readonly limitInForce: number | null;
  readonly inForceSource: InForceSource;
  /** The session since which it holds; null where it is the base limit since ever. */
  readonly inForceSince: string | null;
  /**
   * The base limit when the limit in force was recorded, dollars; null: not known. Absent from older reports.
   */
  readonly inForceBaseLimit?: number | null;
  /** Dollars: the limit that should hold today. */
  readonly target: number;
  readonly change: LimitChange;
  /** What the target would be without the override, dollars; equals the target without one. */
  readonly recommendedLimit: number;
  /** This is the n-th session in a row with a target below the base limit; null at the base limit. */
  readonly cutDay: number | null;
  readonly override: DecidedOverride | null;
}
