import type { Tier } from './tier.ts';

export type Confidence = 'high' | 'medium' | 'low';

/**
 * What decided a morning: the model, the rules, no cut (cuts are switched off), or none: no engine could
 * decide.
 */
export type EngineName = 'ridge' | 'rules' | 'no-cut' | 'none';

/** An engine whose cuts can be in force, and the one that keeps every base limit. */
export type CutEngine = 'ridge' | 'rules';
export type EngineInForce = CutEngine | 'no-cut';

/** Why a limit is cut, with a number that stands in the same table of the mail. */
export interface Reason {
  /** Stable code: `loss_streak`, `drawdown`, … */
  readonly code: string;
  /** In a risk manager's words, number included: "5 losing sessions in a row". */
  readonly text: string;
  /** The number in the text, unrounded. */
  readonly value: number;
  /**
   * The cut that this reason alone proposes, percent of the base limit; 0 where the engine does not split its
   * cut by reason.
   */
  readonly reductionPct: number;
}

/**
 * What one engine proposes for one trader, before reconciliation, history and the deepest allowed cut are
 * checked.
 */
export interface Proposal {
  readonly trader: string;
  /** 0-80, percent of base limit. */
  readonly reductionPct: number;
  readonly tier: Exclude<Tier, 'unknown'>;
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
  /** Dollars, a loss as a positive number; null from an engine without a forecast. */
  readonly valueAtRisk95: number | null;
  /** 0-1; null from an engine without a forecast. */
  readonly largeLossProbability: number | null;
}

const CONFIDENCE: Readonly<Record<Confidence, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

export function confidenceWord(confidence: Confidence): string {
  return CONFIDENCE[confidence];
}

/**
 * With fewer active sessions no engine is trusted: a risk manager decides by hand (docs/methods.md, section
 * 7).
 */
export const MINIMUM_SESSIONS = 20;

/** With fewer active sessions there is no forecast. */
const YOUNG_SESSIONS = 10;

/**
 * Whether a trader with so many active sessions is young: VaR and chance of a large loss are shown and
 * marked, and a risk manager decides by hand.
 */
export function isYoung(activeSessions: number): boolean {
  return activeSessions >= YOUNG_SESSIONS && activeSessions < MINIMUM_SESSIONS;
}

/** Whether the VaR of a decision is that of a young trader: it enters no score of the forecasts. */
export function hasYoungForecast(
  decision: Pick<Proposal, 'valueAtRisk95'> & { readonly activeSessions: number },
): boolean {
  return decision.valueAtRisk95 !== null && isYoung(decision.activeSessions);
}
