import type { Tier } from './tier.ts';

export type Confidence = 'high' | 'medium' | 'low';

export type EngineName = 'ridge' | 'rules' | 'none';

/** Why a limit is cut, with the number that the reader can find beside it. */
export interface Reason {
  /** Stable code: `loss_streak`, `drawdown`, … */
  readonly code: string;
  /** In a risk manager's words, number included: "5 losing sessions in a row". */
  readonly text: string;
  /** The number in the text, unrounded. */
  readonly value: number;
  /** The cut this reason alone would ask for, percent of base limit; 0 where the engine does not split it. */
  readonly reductionPct: number;
}

/** What one engine asks for one trader, before limits, reconciliation and history are looked at. */
export interface Proposal {
  readonly trader: string;
  /** 0-80, percent of base limit. */
  readonly reductionPct: number;
  readonly tier: Exclude<Tier, 'unknown'>;
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
  /** Dollars, a loss as a positive number; null from an engine that does not forecast. */
  readonly valueAtRisk95: number | null;
  /** 0-1; null from an engine that does not forecast. */
  readonly largeLossProbability: number | null;
}

const CONFIDENCE: Readonly<Record<Confidence, string>> = { high: 'High', medium: 'Medium', low: 'Low' };

export function confidenceWord(confidence: Confidence): string {
  return CONFIDENCE[confidence];
}

/** Fewer active sessions than this and no engine is trusted: a person decides (methods: from forecast to cut). */
export const MINIMUM_SESSIONS = 20;
