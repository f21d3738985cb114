import type { Confidence } from '../engines/proposal.ts';
import { type CutRecord, cutKind, type RecordedEngine } from '../outcome/cutRecord.ts';
import type { TrackRecord } from './limitLine.ts';

/** One-sided, 80 %: the standard normal quantile at 0.8. */
const BOUND_Z = 0.8416;
/** With fewer such cuts the confidence is low. */
const LEAST_CUTS = 10;

/** What besides the count decides how far a cut is trusted. */
export interface TrustFacts {
  /** The trader's last session was compared with totals of the source. */
  readonly isCompared: boolean;
  /** A trader-day of the desk does not tie out and was not accepted. */
  readonly hasTieOutFailure: boolean;
  /** A session is missing among those that the rules look at. */
  readonly hasHole: boolean;
}

/**
 * Of the cuts of the same engine and kind: how many, and how many were followed by a loss beyond the trader's
 * own worst 15 %; and the rate of such losses on days that this engine did not cut.
 */
export function trackRecordOf(
  { cuts, uncut }: CutRecord,
  engine: RecordedEngine,
  reductionPct: number,
  ruleCode: string | null,
): TrackRecord {
  const own = cuts[cutKind(engine, reductionPct, ruleCode)];
  const { days, largeLosses } = uncut[engine];
  return {
    cuts: own?.days ?? 0,
    followedByLargeLoss: own?.largeLosses ?? 0,
    deskRate: days === 0 ? null : largeLosses / days,
  };
}

/**
 * The confidence in a cut. High: the lower bound of its rate of large losses is above the desk's rate on days
 * without a cut. Low: the upper bound is below it, or fewer than 10 such cuts are recorded. Else medium. P&L
 * that is not compared with a source, or a tie-out that failed, allows medium at most; a missing session low.
 * The bounds take the cuts as independent, although those of one morning hang together.
 *
 * Example: 28 of 89 such cuts met a large loss, 17 % usual: the lower bound is 27.5 %, high.
 *
 * Source: docs/methods.md, section 7; the interval is Wilson's (1927).
 */
export function confidenceOf(record: TrackRecord, facts: TrustFacts): Confidence {
  const { cuts, followedByLargeLoss, deskRate } = record;
  if (facts.hasHole || cuts < LEAST_CUTS) return 'low';
  if (deskRate === null) return 'medium';
  const [low, high] = wilsonBounds(followedByLargeLoss, cuts);
  if (high < deskRate) return 'low';
  return low > deskRate && facts.isCompared && !facts.hasTieOutFailure ? 'high' : 'medium';
}

/**
 * Wilson's one-sided 80 % bounds of a rate. Example: 17 of 89: 0.158 and 0.228.
 */
export function wilsonBounds(successes: number, trials: number): readonly [low: number, high: number] {
  const share = successes / trials;
  const z2 = BOUND_Z ** 2;
  const centre = share + z2 / (2 * trials);
  const half = BOUND_Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials ** 2));
  return [(centre - half) / (1 + z2 / trials), (centre + half) / (1 + z2 / trials)];
}
