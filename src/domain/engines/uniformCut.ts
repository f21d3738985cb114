import { CUT_GRID_PCT, gridPlace } from '../outcome/counterfactual.ts';
import { bootstrapMeans } from '../statistics/stationaryBootstrap.ts';

/** What one cut for everyone would have made of a session, over the traders who were judged. */
export interface UniformCuts {
  /** For each cut of the grid: outcome less that under the base limit, dollars, summed over traders. */
  readonly nets: Float64Array;
  /** The cuts that model or rules made, percent, summed over the same traders; and how many they cut. */
  readonly cuts: number;
  readonly cutDays: number;
}

/** A session with the number of traders judged. `uniformCuts` is null where it was not recorded. */
export interface UniformCutSession {
  readonly judged: number;
  readonly uniformCuts: UniformCuts | null;
}

/** Sessions that count, and with fewer of which nothing is proved. */
const PROOF_SESSIONS = 250;
const LEAST_PROOF_SESSIONS = 120;
/** A smaller cut is never mailed. */
const LEAST_DEPTH_PCT = 10;
const STEP_PCT = 5;
/**
 * With a bound at 5 % and 60 sessions, 40 % of driftless desks prove such a cut at one training or another;
 * so 17 %.
 */
const BOOTSTRAP = { replicates: 1000, probabilities: [0.025], seed: 20_250_109 } as const;

/**
 * Whether one cut for everyone has saved money beyond chance: at the mean depth of the cuts in force, at
 * least 10 %, the lower 2.5 % bound of its net over the last 250 sessions lies above 0 (docs/methods.md,
 * section 7). Only then may a curve cut an ordinary trader on an ordinary day. Sessions on which nothing was
 * judged or recorded do not count; with fewer than 120 it is not proved.
 *
 * The mean is over the trader-days that were cut. Over all trader-days, of which most are not cut, it is so
 * shallow that on tilting desks its net is lost in chance (docs/methods.md, section 7, has the table).
 *
 * Example: the cuts made were 38 % on average, so the cut for everyone is 40 %. It saved $200 on each of 120
 * sessions: proved. Had it cost $300 on every second one, it would not be.
 *
 * @param records one a session, oldest first
 */
export function isUniformCutProved(records: readonly UniformCutSession[]): boolean {
  const known = records.flatMap(({ judged, uniformCuts }) =>
    judged > 0 && uniformCuts !== null ? [{ uniformCuts }] : [],
  );
  const window = known.slice(-PROOF_SESSIONS);
  if (window.length < LEAST_PROOF_SESSIONS) return false;
  const cuts = window.reduce((sum, { uniformCuts }) => sum + uniformCuts.cuts, 0);
  const cutDays = window.reduce((sum, { uniformCuts }) => sum + uniformCuts.cutDays, 0);
  const place = gridPlace(uniformDepthPct(cutDays === 0 ? 0 : cuts / cutDays));
  const nets = Float64Array.from(window, ({ uniformCuts }) => uniformCuts.nets[place]!);
  // A desk that no limit stops has no net to resample.
  if (nets.every((net) => net === 0)) return false;
  const [low = Number.NEGATIVE_INFINITY] = bootstrapMeans(nets, BOOTSTRAP);
  return low > 0;
}

/** The mean cut to the nearest step of the grid, at least 10 %. */
function uniformDepthPct(meanCutPct: number): number {
  const deepest = CUT_GRID_PCT.at(-1) ?? LEAST_DEPTH_PCT;
  return Math.min(Math.max(STEP_PCT * Math.round(meanCutPct / STEP_PCT), LEAST_DEPTH_PCT), deepest);
}
