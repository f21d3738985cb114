/** One risk level, three notations (see tierNotations): high = HIGH = 2, neutral = MEDIUM = 1, low = LOW = 0. */
export type Tier = 'high' | 'neutral' | 'low' | 'unknown';
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

export type WarningCode =
  | 'REVENGE_TRADING'
  | 'HIGH_VOLATILITY'
  | 'LOW_WIN_RATE'
  | 'LARGE_DRAWDOWN'
  | 'ELEVATED_RISK';

/** A warning with the numbers and the days that it rests on, as words after a colon. */
export interface WarningEvidence {
  readonly code: WarningCode;
  readonly text: string;
}

/**
 * What the risk manager is asked to do about one trader:
 * cut → key in newLimit · keep → base limit stands · review → too little history, decide by hand ·
 * withheld → the P&L does not tie out with the source, so proposedReductionPct is shown and not recommended.
 */
export type Action = 'cut' | 'keep' | 'review' | 'withheld';

export interface Decision {
  readonly trader: string;
  readonly desk: string;
  readonly action: Action;
  readonly tier: Tier;
  /** Daily loss limit, dollars. */
  readonly baseLimit: number;
  /** Dollars to the cent; equals baseLimit unless action is `cut`. */
  readonly newLimit: number;
  /** Recommended cut in percent of base limit; 0 unless action is `cut`. */
  readonly reductionPct: number;
  /** What the engine asked for, recommended or not. */
  readonly proposedReductionPct: number;
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
  readonly valueAtRisk95: number | null;
  readonly largeLossProbability: number | null;
  readonly warnings: readonly WarningCode[];
  /** One for each of `warnings`; absent from decisions that were stored before it was kept. */
  readonly warningEvidence?: readonly WarningEvidence[];
  /** Whether the ledger's net equals the source's; null where the source gives no totals. */
  readonly reconciled: boolean | null;
  /** Both figures, in words; only where they differ. */
  readonly unreconciledBecause?: string;
  /** Active sessions known of the trader. */
  readonly activeSessions: number;
  /** Indicator id → value on the morning decided for. */
  readonly indicators: Readonly<Record<string, number | null>>;
  /** The model behind VaR and probability, and behind the cut where it speaks; null where none was asked. */
  readonly modelId: string | null;
  /** Engines that came before the one that spoke, and why they did not. */
  readonly passedOver: readonly { readonly engine: EngineName; readonly why: string }[];
}
