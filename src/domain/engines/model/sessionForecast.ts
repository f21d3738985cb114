import type { DeskMorning } from '../../indicators/indicator.ts';
import type { CutProof } from '../cutProof.ts';
import type { GateDecision } from '../gate.ts';
import type { CutEngine, EngineInForce } from '../proposal.ts';
import type { FiredRule } from '../rules/evaluateRules.ts';
import type { ScoreDecay } from '../scoreDecay.ts';
import type { Tier } from '../tier.ts';
import type { TraderForecast } from './traderForecast.ts';
import type { TraderPast } from './traderPast.ts';
import type { TraderRecord } from './traderRecord.ts';
import type { TrainedModel } from './trainedModel.ts';

/** One trader on a morning, with everything through the previous session. */
export interface DeskMember<Past extends TraderPast = TraderPast> {
  readonly trader: string;
  /** It moves on with the walk. */
  readonly past: Past;
  readonly context: DeskMorning;
  /** Dollars. */
  readonly baseLimit: number;
  readonly riskCapital: number;
  /** The rules that fire on this morning, the deepest cut first, however short the history. */
  readonly firedRules: readonly FiredRule[];
  /**
   * How many sessions of the desk before the morning are missing in the store, and how many of the last 60.
   */
  readonly missing: number;
  readonly missingRecently: number;
}

/** A member whose days are kept, for the indicators that no forecast reads. */
export type RecordedMember = DeskMember<TraderRecord>;

/** The forecast of the model and the cuts of both engines for one trader, before the open. */
export interface TraderSessionForecast {
  readonly member: DeskMember;
  /**
   * Active sessions before this one, at most 60: more change nothing. The record of the member grows with the
   * walk.
   */
  readonly activeSessions: number;
  /** Winsorised, NaN = unknown. */
  readonly features: Float64Array;
  /** Null where the trader's scale is not known yet: below 20 active sessions. */
  readonly forecast: TraderForecast | null;
  /**
   * The forecast of a young trader, from 10 active sessions on, while `forecast` is null. It is shown, and
   * neither learned from nor cut by.
   */
  readonly youngForecast: TraderForecast | null;
  readonly tier: Tier;
  /** Percent of the base limit, as each engine proposes alone. */
  readonly modelReductionPct: number;
  readonly rulesReductionPct: number;
  readonly tradeProbability: number;
  readonly exceptionLevel: number;
  /** The upper bound of the expected shortfall on an ordinary day of the trader, dollars; null: not known. */
  readonly usualShortfall: number | null;
}

export interface SessionForecast {
  readonly sessionDate: string;
  readonly model: TrainedModel;
  readonly gate: GateDecision | null;
  /** The scores that decayed at this weekly look, for which the model was fitted again; empty: none. */
  readonly decayed: readonly ScoreDecay[];
  /**
   * Why the circuit breaker keeps the model from deciding although the gate lets it; null when nothing is
   * wrong.
   */
  readonly breaker: string | null;
  /** What the cuts of the last sessions would have done; null before the first decision. */
  readonly cutProof: CutProof | null;
  /** Why no limit is cut; null: cuts are on. */
  readonly cutsOff: string | null;
  /** The engine whose cuts are judged: it decides, unless cuts are off. */
  readonly cutEngine: CutEngine;
  /** What decides. */
  readonly engine: EngineInForce;
  readonly traders: readonly TraderSessionForecast[];
}
