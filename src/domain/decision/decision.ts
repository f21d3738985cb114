import type { Confidence, EngineName, Reason } from '../engines/proposal.ts';
import type { Tier } from '../engines/tier.ts';
import type { WarningCode, WarningEvidence } from './warningCode.ts';

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
