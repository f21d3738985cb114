import type { Decision } from '../../domain/decision/decision.ts';
import type { GateDecision } from '../../domain/engines/gate.ts';
import type { ProbabilityScores } from '../../domain/evaluation/backtestResult.ts';
import type { PooledDeskCoverage } from '../../domain/evaluation/coverage.ts';
import type { DriftLook } from '../../domain/evaluation/driftLook.ts';
import type { TraderCoverage } from '../../domain/evaluation/forecastRecord.ts';
import type { MonthCoverage } from '../../domain/evaluation/groupCoverage.ts';
import type { ModelFit } from '../../domain/evaluation/modelHistory.ts';
import type { ShadowComparison } from '../../domain/evaluation/shadowComparison.ts';
import type { SwitchDecision } from '../../domain/evaluation/switchAccumulator.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { EngineSession } from './modelRecords.ts';

/** How the forecasts of past mornings compare with the days that followed. */
export interface ForecastScores {
  readonly probability: ProbabilityScores;
  readonly valueAtRisk: PooledDeskCoverage;
  readonly byMonth: readonly MonthCoverage[];
  /** The desks of the roster; the name is empty for traders without one. */
  readonly byGroup: readonly { readonly name: string; readonly coverage: PooledDeskCoverage }[];
  readonly byTrader: readonly TraderCoverage[];
}

/** The last decided morning, as far as it says which engine decided. */
export interface DecidingEngine
  extends Pick<
    MorningReport,
    'sessionDate' | 'dataThrough' | 'engine' | 'engineReason' | 'gate' | 'cutSwitch' | 'alerts'
  > {
  /** Engines that were asked before and did not decide, and why. */
  readonly passedOver: Decision['passedOver'];
}

/** What is stored of the model: who decides and why, and how good its forecasts were. */
export interface ModelEvidence {
  readonly morning: DecidingEngine;
  /** The 250 sessions before the decided one, and that one. */
  readonly sessions: readonly string[];
  /** Those of the sessions that a morning decided for. */
  readonly engines: readonly EngineSession[];
  /**
   * Weekly, oldest first; the first may be of before the sessions. They are those of the facts as they are
   * now: a correction makes the model learn again, and the mails of before stay as they were.
   */
  readonly gate: readonly GateDecision[];
  /** What each week said of the cuts before it, by the setting as it is now; oldest first. */
  readonly switches: readonly SwitchDecision[];
  /** CUTS_REQUIRE_PROOF. */
  readonly cutsRequireProof: boolean;
  /** The last session that the model has learned; null: none. */
  readonly learnedThrough: string | null;
  readonly forecasts: ForecastScores;
  /** The last weekly look at drift; null: none was made. */
  readonly drift: DriftLook | null;
  readonly shadows: readonly ShadowComparison[];
  /** The names in SHADOW_STRATEGIES. */
  readonly shadowNames: readonly string[];
  /** Oldest first. */
  readonly fits: readonly ModelFit[];
  /** The fit that the morning forecast with; null: none was trained. */
  readonly current: ModelFit | null;
  /** MAX_REDUCTION_PCT. */
  readonly maxReductionPct: number;
}

/** Reads what the screen of the model shows; nothing is decided or trained. */
export interface ModelReader {
  /** null: no morning has decided yet. */
  read(): Promise<ModelEvidence | null>;
}
