import { judgedOutcome, type SessionOutcome } from '../engines/model/sessionOutcome.ts';
import type { EngineInForce } from '../engines/proposal.ts';
import type { StrategyKey } from '../engines/shadowStrategy.ts';
import {
  CUT_GRID_PCT,
  gridPlace,
  hasEffect,
  type JudgedDay,
  outcomesOverCuts,
  outcomeUnderLimit,
  type StopOptions,
} from '../outcome/counterfactual.ts';
import { limitDifference } from '../outcome/limitPair.ts';
import { regretsOverCuts } from '../outcome/regret.ts';

/** What a shadow strategy decided for one trader, next to what was recommended. Dollars and percent. */
export interface ShadowDecision {
  readonly trader: string;
  readonly baseLimit: number;
  /** The limit that the strategy in force recommended, before any override. */
  readonly recommendedLimit: number;
  readonly recommendedPct: number;
  readonly shadowLimit: number;
  readonly shadowPct: number;
}

/** What one shadow strategy decided for a session. */
export interface ShadowSession extends StrategyKey {
  readonly sessionDate: string;
  /** What decided. */
  readonly engine: EngineInForce;
  readonly decisions: readonly ShadowDecision[];
}

/** One session of a shadow strategy against the strategy in force, on the same trader-days. */
export interface ShadowScore extends StrategyKey {
  readonly sessionDate: string;
  /** Trader-days that were traded, with a decision. */
  readonly traderDays: number;
  /** Those of them with another limit. */
  readonly differingDays: number;
  /** Those of them with another P&L under the two limits. */
  readonly effectDays: number;
  /** Effect days that a limit in force ended: what would have followed is estimated. */
  readonly estimatedDays: number;
  /** Differing days with an unknown path, or stopped before the wider limit. They count 0. */
  readonly notKnownDays: number;
  /** P&L of the desk under the recommended limits, dollars. */
  readonly deskPnl: number;
  /** P&L under the limits of the shadow less that under the recommended ones, dollars. */
  readonly difference: number;
  /** Regret of the shadow's cuts less that of the recommended ones, in base limits; below 0 it did better. */
  readonly regretDifference: number;
}

/**
 * Scores what a shadow strategy decided for a session by the outcome of the session. Both limits of a trader
 * meet the same path. A day that a limit in force ended goes on like the day of its donor, as for cuts and
 * overrides. Days without a known path keep the P&L as seen in both.
 *
 * Example: recommended $2,500, shadow $4,000, on a day that fell to −$2,600 and closed at −$1,000: the desk
 * ends at −$2,600, and the difference is +$1,600.
 *
 * @param outcomes of the traders who traded, as the model learns them
 */
export function scoreShadow(
  { sessionDate, name, definition, decisions }: ShadowSession,
  outcomes: ReadonlyMap<string, SessionOutcome>,
  stop: StopOptions,
): ShadowScore {
  const decided = new Map(decisions.map((decision) => [decision.trader, decision]));
  const sums = { ...NOTHING };
  for (const [trader, outcome] of outcomes) {
    const decision = decided.get(trader);
    const day = judgedOutcome(outcome);
    sums.deskPnl +=
      day === null || decision === undefined
        ? outcome.summary.netPnl
        : outcomeUnderLimit(day, decision.recommendedLimit, stop);
    if (decision !== undefined) addPair(sums, decision, day, outcome, stop);
  }
  return { sessionDate, name, definition, ...sums };
}

type Sums = { -readonly [key in keyof Omit<ShadowScore, 'sessionDate' | keyof StrategyKey>]: number };

const NOTHING: Sums = {
  traderDays: 0,
  differingDays: 0,
  effectDays: 0,
  estimatedDays: 0,
  notKnownDays: 0,
  deskPnl: 0,
  difference: 0,
  regretDifference: 0,
};

function addPair(
  sums: Sums,
  decision: ShadowDecision,
  day: JudgedDay | null,
  { drawn = null, isCutShort = false }: SessionOutcome,
  stop: StopOptions,
): void {
  const { recommendedLimit, shadowLimit } = decision;
  sums.traderDays++;
  if (shadowLimit === recommendedLimit) return;
  sums.differingDays++;
  const difference = limitDifference({ day, isCutShort }, shadowLimit, recommendedLimit, stop);
  if (difference === null || day === null) {
    sums.notKnownDays++;
    return;
  }
  sums.difference += difference;
  sums.regretDifference += regretDifference(decision, day, stop);
  if (!hasEffect(difference)) return;
  sums.effectDays++;
  if (drawn !== null) sums.estimatedDays++;
}

/** The same regret as the gate's: of the cuts, in base limits, a loss that was not prevented weighs 2. */
function regretDifference(
  { baseLimit, recommendedPct, shadowPct }: ShadowDecision,
  day: JudgedDay,
  stop: StopOptions,
): number {
  const outcomes = new Float64Array(CUT_GRID_PCT.length);
  const regrets = new Float64Array(CUT_GRID_PCT.length);
  outcomesOverCuts(day, baseLimit, stop, outcomes);
  regretsOverCuts(outcomes, baseLimit, regrets);
  return regrets[gridPlace(shadowPct)]! - regrets[gridPlace(recommendedPct)]!;
}
