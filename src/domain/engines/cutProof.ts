import { hasEffect } from '../outcome/counterfactual.ts';
import { lowestValues } from '../statistics/lowestValues.ts';
import { bootstrapMeans } from '../statistics/stationaryBootstrap.ts';
import { tailMean, valuesBelow } from '../statistics/tailMean.ts';
import { roughDollars } from '../text/money.ts';

/**
 * What the cuts that model or rules would have made did to one session. It is kept while cuts are switched
 * off too: judged by the cuts in force, the record would fill with zeros and the cuts would come back
 * unproven.
 */
export interface CutOutcomes {
  /** P&L under the cuts less that under the base limits, over the judged trader-days, dollars. */
  readonly net: number;
  /**
   * P&L of each judged trader-day under the base limit, and under the cut, in one order. In ordinary days of
   * the trader (S through the session before), so that the worst days are not those of the largest traders
   * alone.
   */
  readonly uncut: Float64Array;
  readonly cut: Float64Array;
}

/** What the cuts of the last sessions would have done. The decision holds until the next one. */
export interface CutProof {
  readonly decidedFor: string;
  /** Sessions with a trader-day that could be judged, and those of them on which the cuts changed the net. */
  readonly sessions: number;
  readonly effective: number;
  /** Σx, x the net of the cuts on a session, dollars: above 0 they saved money. */
  readonly net: number;
  /** The 5 % and the 80 % quantile of the bootstrap of Σx, dollars; null with too few sessions. */
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  /** Expected shortfall 5 % of trader-days in S, a loss as a positive number; null without a trader-day. */
  readonly shortfallUncut: number | null;
  readonly shortfallCut: number | null;
}

/** Sessions between two decisions. */
export const PROOF_EVERY_SESSIONS = 5;
export const PROOF_WINDOW_SESSIONS = 250;
/** With fewer sessions, or fewer with an effect, the record says nothing. */
export const LEAST_PROOF_SESSIONS = 40;
export const LEAST_EFFECTIVE_SESSIONS = 10;
const LOWER_PROBABILITY = 0.05;
const UPPER_PROBABILITY = 0.8;
const TAIL = 0.05;
/** Cuts that make the worst days this much milder stay, whatever they cost. */
const TAIL_GAIN = 0.02;
const BOOTSTRAP = { replicates: 2000, seed: 20_261_129 } as const;

/**
 * Adds up what the cuts would have done over the last 250 sessions (docs/methods.md, section 9).
 *
 * Example: 40 sessions, on each of which the cuts cost $100: net −$4,000, and both bounds are −$4,000.
 *
 * @param outcomes one a session, oldest first
 * @param decidedFor the morning, YYYY-MM-DD
 */
export function proveCuts(outcomes: readonly CutOutcomes[], decidedFor: string): CutProof {
  const judged = outcomes.slice(-PROOF_WINDOW_SESSIONS).filter(({ uncut }) => uncut.length > 0);
  const nets = Float64Array.from(judged, ({ net }) => net);
  const effective = nets.reduce((count, net) => count + (hasEffect(net) ? 1 : 0), 0);
  const isEnough = judged.length >= LEAST_PROOF_SESSIONS && effective >= LEAST_EFFECTIVE_SESSIONS;
  const [lowerBound = null, upperBound = null] = isEnough ? boundsOfSum(nets) : [];
  return {
    decidedFor,
    sessions: judged.length,
    effective,
    net: nets.reduce((sum, net) => sum + net, 0),
    lowerBound,
    upperBound,
    shortfallUncut: shortfallOf(judged.map(({ uncut }) => uncut)),
    shortfallCut: shortfallOf(judged.map(({ cut }) => cut)),
  };
}

/**
 * Why no limit is cut, in words with the numbers; null: cuts are on.
 *
 * Cuts are off where even the 80 % bound of their net is below 0 and they did not make the worst 5 % of
 * trader-days at least 2 % milder. They are on again where either no longer holds. With `requireProof` they
 * are on only where the 5 % bound of their net is above 0.
 */
export function whyCutsAreOff(proof: CutProof | null, requireProof: boolean): string | null {
  if (requireProof) return whyNotProven(proof);
  if (proof === null || proof.upperBound === null || !(proof.upperBound < 0)) return null;
  const gain = tailGain(proof);
  if (gain !== null && gain > TAIL_GAIN) return null;
  return `${netWords(proof)}, with 80% confidence at least ${roughDollars(-proof.upperBound)}. ${tailWords(gain)}`;
}

/** By how much the cuts lowered the expected shortfall, as a share of it; null where there is none. */
export function tailGain({ shortfallUncut, shortfallCut }: CutProof): number | null {
  if (shortfallUncut === null || shortfallCut === null || !(shortfallUncut > 0)) return null;
  return 1 - shortfallCut / shortfallUncut;
}

function whyNotProven(proof: CutProof | null): string | null {
  if (proof === null) return `${PROOF_IS_REQUIRED}: there is no record of them yet`;
  const { sessions, effective, lowerBound } = proof;
  if (lowerBound === null)
    return `${PROOF_IS_REQUIRED}: they would have changed the result on ${effective} of ${sessions} sessions; ${LEAST_EFFECTIVE_SESSIONS} of at least ${LEAST_PROOF_SESSIONS} are needed`;
  if (lowerBound > 0) return null;
  return `${PROOF_IS_REQUIRED}: ${netWords(proof)}, with a 5% bound of ${roughDollars(lowerBound)}; above $0 is needed`;
}

const PROOF_IS_REQUIRED = 'cuts must prove that they save money';

function netWords({ net, sessions }: CutProof): string {
  const done = net < 0 ? `cost ${roughDollars(-net)}` : `saved ${roughDollars(net)}`;
  return `over the last ${sessions} sessions the cuts would have ${done}`;
}

function tailWords(gain: number | null): string {
  if (gain === null || Math.abs(gain) < 0.0005) return 'The worst 5% of trader-days would have been as bad';
  const share = `${(100 * Math.abs(gain)).toFixed(1)}%`;
  return gain > 0
    ? `The worst 5% of trader-days would have been only ${share} milder`
    : `The worst 5% of trader-days would have been ${share} worse`;
}

function boundsOfSum(nets: Float64Array): readonly number[] {
  const probabilities = [LOWER_PROBABILITY, UPPER_PROBABILITY];
  const means = bootstrapMeans(nets, { ...BOOTSTRAP, probabilities });
  return means.map((mean) => mean * nets.length);
}

function shortfallOf(sessions: readonly Float64Array[]): number | null {
  const count = sessions.reduce((sum, { length }) => sum + length, 0);
  const mean = tailMean(lowestValues(sessions, valuesBelow(count, TAIL)), TAIL, count);
  return mean === null ? null : 0 - mean;
}
