import type { Confidence, EngineName, Reason } from '../engines/proposal.ts';
import type { Tier } from '../engines/tier.ts';
import type { WouldHaveStopped } from '../outcome/wouldHaveStopped.ts';
import type { LimitLine, TrackRecord } from './limitLine.ts';
import type { ProofItem } from './proofItem.ts';
import type { WarningCode, WarningEvidence } from './warningCode.ts';

/**
 * What the risk manager is asked to do about one trader. cut: set newLimit. keep: the base limit stands.
 * review: too little history, decide by hand. withheld: the P&L is not proven, so proposedReductionPct is
 * shown and not recommended, and the last mailed limit stays.
 */
export type Action = 'cut' | 'keep' | 'review' | 'withheld';

export interface Decision {
  readonly trader: string;
  readonly desk: string;
  readonly action: Action;
  readonly tier: Tier;
  /** Daily loss limit, dollars. */
  readonly baseLimit: number;
  /**
   * The target, dollars: base limit less the cut, rounded down; an override's amount; the limit in force
   * where the P&L is not proven.
   */
  readonly newLimit: number;
  /** Recommended cut in percent of base limit; 0 unless action is `cut`. */
  readonly reductionPct: number;
  /** The engine's proposal, recommended or not. */
  readonly proposedReductionPct: number;
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
  readonly valueAtRisk95: number | null;
  readonly largeLossProbability: number | null;
  readonly warnings: readonly WarningCode[];
  /** One entry per warning; absent from decisions stored before this field existed. */
  readonly warningEvidence?: readonly WarningEvidence[];
  /** Whether the ledger's net equals the source's; null if the source has no totals. */
  readonly reconciled: boolean | null;
  /** Both figures, in words; only in decisions stored before `notProven` existed. */
  readonly unreconciledBecause?: string;
  /** Why the P&L is not proven; absent from decisions stored before this field existed. */
  readonly notProven?: readonly ProofItem[];
  /** Findings that do not withhold the decision; absent likewise. */
  readonly notes?: readonly ProofItem[];
  /** Active sessions in the trader's history. */
  readonly activeSessions: number;
  /** Indicator id → value on the morning of the decision. */
  readonly indicators: Readonly<Record<string, number | null>>;
  /** The model of the VaR and the probability, and of the cut if it is in force; null without a model. */
  readonly modelId: string | null;
  /** Engines earlier in the chain that did not decide, and why. */
  readonly passedOver: readonly { readonly engine: EngineName; readonly why: string }[];
  /** Limit in force, target and change; absent from decisions stored before this field existed. */
  readonly limit?: LimitLine;
  /** The tier of the model's own forecast; `tier` is that of the decision. Absent likewise. */
  readonly modelTier?: Tier;
  /** Absent likewise, and without a target below the base limit. */
  readonly wouldHaveStopped?: WouldHaveStopped;
  /** What `confidence` rests on; absent likewise, and without a cut. */
  readonly trackRecord?: TrackRecord;
}

/**
 * Cuts were switched off on the morning of the decision. Only then are the rules passed over too: where they
 * fail otherwise, no engine decides and there is no decision.
 */
export function isWithoutCuts({ passedOver }: Pick<Decision, 'passedOver'>): boolean {
  return passedOver.some(({ engine }) => engine === 'rules');
}
