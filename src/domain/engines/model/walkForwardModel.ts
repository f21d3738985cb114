import {
  CUT_GRID_PCT,
  type JudgedDay,
  outcomesOverCuts,
  outcomeUnderLimit,
  type StopOptions,
  stopAt,
} from '../../outcome/counterfactual.ts';
import { type CutRecord, CutRecordTally } from '../../outcome/cutRecord.ts';
import { limitAfter, uncutLimit } from '../../outcome/reduction.ts';
import { regretsOverCuts } from '../../outcome/regret.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import {
  type CutProof,
  PROOF_EVERY_SESSIONS,
  PROOF_WINDOW_SESSIONS,
  proveCuts,
  whyCutsAreOff,
} from '../cutProof.ts';
import { decideGate, type GateDecision } from '../gate.ts';
import { type TierThresholds, tierOf } from '../modelTier.ts';
import type { CutEngine } from '../proposal.ts';
import { LOOK_EVERY_SESSIONS, type ModelScore, type ScoreDecay, scoreDecay } from '../scoreDecay.ts';
import { nextLevel, nextTradeProbability } from './adaptiveCoverage.ts';
import { featureIds } from './features.ts';
import { targetsOf, winsorise } from './locationScale.ts';
import { LONG_HISTORY_SESSIONS } from './modelConfidence.ts';
import { pinballOfDay } from './pinballOfDay.ts';
import { cutBy, engineInForce, modelCut, rulesCut } from './proposedCuts.ts';
import type { DeskMember, SessionForecast, TraderSessionForecast } from './sessionForecast.ts';
import { judgedOutcome, type SessionOutcome, uncensoredNetPnl } from './sessionOutcome.ts';
import type { SessionRecord, TraderState } from './sessionRecord.ts';
import { SessionTally } from './sessionTally.ts';
import { tailWidening } from './tailWidening.ts';
import { forecastTrader, type TraderForecast } from './traderForecast.ts';
import { baselineOn, writeFeatures } from './traderPast.ts';
import { firstModel, POOL_SESSIONS, TRAINING_SESSIONS, type TrainedModel, train } from './trainedModel.ts';
import { usualShortfallDollars, withBound } from './usualShortfall.ts';

export interface WalkOptions {
  readonly retrainEverySessions: number;
  /** The deepest cut of any engine, percent of the base limit. */
  readonly maxReductionPct: number;
  readonly tiers: TierThresholds;
  readonly stop: StopOptions;
  /** Cuts are on only where they have proved that they save money. It changes no record. */
  readonly cutsRequireProof: boolean;
}

/** Sessions whose cuts are a track record. */
const RECORDED_SESSIONS = 250;
/** A look follows the weekly fit by two sessions: a fit that it asks for is not the weekly one. */
const LOOK_AFTER_SESSIONS = 2;
const NO_TRADERS: SessionRecord['traders'] = new Map();
const NO_CLOSES: SessionRecord['drawnCloses'] = new Map();
const NO_DAYS: Pick<SessionRecord, 'cutOutcomes' | 'residuals'> = {
  cutOutcomes: { net: 0, uncut: new Float64Array(0), cut: new Float64Array(0) },
  residuals: new Float64Array(0),
};
/** What only the last session is read for. */
const NOT_KEPT = { traders: NO_TRADERS, drawnCloses: NO_CLOSES, residualTraders: [] } as const;
const NEW_TRADER: TraderState = {
  exceptionLevel: EXCEPTION_RATE,
  tradeProbability: 1,
  usualShortfall: null,
};

/**
 * Walks a desk forward through its sessions. `forecast` uses only what is known before a session; `observe`
 * then takes its outcome. The daily run takes one step and a backtest takes all of them, with this same code.
 * A walk that continues from a stored state gives bit for bit the results of one that never stopped.
 */
export class WalkForwardModel {
  readonly #options: WalkOptions;
  #records: SessionRecord[];
  #model: TrainedModel;
  #gate: GateDecision | null;
  #cutProof: CutProof | null;
  /** Of the last model that was asked for. */
  #tail: { readonly modelId: string; readonly widening: number | null } | null = null;
  /** Number of the session last observed. */
  #ordinal: number;
  readonly #outcomes = new Float64Array(CUT_GRID_PCT.length);
  readonly #regrets = new Float64Array(CUT_GRID_PCT.length);
  readonly #targets = new Float64Array(2);

  constructor(options: WalkOptions, state?: WalkState) {
    this.#options = options;
    this.#records = [...(state?.records ?? [])];
    this.#model = state?.model ?? firstModel;
    this.#gate = state?.gate ?? null;
    this.#cutProof = state?.cutProof ?? null;
    this.#ordinal = this.#records.at(-1)?.ordinal ?? -1;
  }

  /** Returns the forecast for the next session. Calling it twice gives the same result. */
  forecast(sessionDate: string, desk: readonly DeskMember[]): SessionForecast {
    const isRefit = (this.#ordinal + 1) % this.#options.retrainEverySessions === 0;
    const decayed = this.isLook ? this.#decayedScores() : [];
    const isTrained = this.#model.trainedThrough === this.#lastSession;
    const model = (isRefit || decayed.length > 0) && !isTrained ? train(this.#records) : this.#model;
    const gate = isRefit ? this.#gateFor(sessionDate) : this.#gate;
    const isProof = (this.#ordinal + 1) % PROOF_EVERY_SESSIONS === 0;
    const cutProof = isProof ? this.#proveCuts(sessionDate) : this.#cutProof;
    const states = this.#records.at(-1)?.traders;
    const widening = this.#tailWidening(model);
    // One array holds the rows of the whole desk: an array per trader would be most of a morning's garbage.
    const rows = new Float64Array(desk.length * featureIds.length);
    const traders = desk.map((member, place) => {
      const row = rows.subarray(place * featureIds.length, (place + 1) * featureIds.length);
      return this.#traderMorning(model, widening, member, states?.get(member.trader) ?? NEW_TRADER, row);
    });
    const cutsOff = whyCutsAreOff(cutProof, this.#options.cutsRequireProof);
    const engines = engineInForce(gate, traders, cutsOff);
    return { sessionDate, model, gate, cutProof, decayed, traders, ...engines };
  }

  /** Takes the outcome of the forecast session, by trader, and returns the record to store. */
  observe(forecast: SessionForecast, outcomes: ReadonlyMap<string, SessionOutcome>): SessionRecord {
    const tally = new SessionTally(forecast.traders.length);
    const states = this.#records.at(-1)?.traders;
    for (const trader of forecast.traders) {
      const { trader: name } = trader.member;
      const outcome = outcomes.get(name);
      if (outcome && trader.forecast) {
        const day = judgedOutcome(outcome);
        this.#learn(tally, forecast.model, trader, trader.forecast, uncensoredNetPnl(outcome), day);
        const { isCutShort = false } = outcome;
        const { scale } = trader.forecast;
        if (day !== null) this.#judgeCut(tally, trader, forecast.cutEngine, { day, isCutShort, scale });
      }
      tally.states.set(name, nextState(states?.get(name) ?? NEW_TRADER, trader.forecast, outcome));
    }
    for (const [trader, { drawn }] of outcomes) if (drawn) tally.drawnCloses.set(trader, drawn.netPnl);
    const record = tally.record(forecast, this.#ordinal + 1);
    const before = this.#records.pop();
    // Only the last session's trader states are ever read. Keeping them for 500 sessions would take most of a
    // large desk's memory.
    if (before) this.#records.push({ ...before, ...NOT_KEPT });
    this.#records.push(record);
    if (this.#records.length > TRAINING_SESSIONS) this.#records.shift();
    this.#forgetOldDays();
    this.#ordinal++;
    this.#model = forecast.model;
    this.#gate = forecast.gate;
    this.#cutProof = forecast.cutProof;
    return record;
  }

  /** Drops what no fit and no proof reads any more: three numbers for each trader and session. */
  #forgetOldDays(): void {
    const place = this.#records.length - 1 - Math.max(PROOF_WINDOW_SESSIONS, POOL_SESSIONS);
    const old = this.#records[place];
    if (old !== undefined) this.#records[place] = { ...old, ...NO_DAYS };
  }

  /** What followed the cuts that each engine proposed over the last 250 sessions. */
  get cutRecord(): CutRecord {
    const sum = new CutRecordTally();
    for (const { cutRecord } of this.#records.slice(-RECORDED_SESSIONS)) sum.addAll(cutRecord);
    return sum.record();
  }

  /** The scores of a trained model in the training window; sessions without a forecast to judge are none. */
  get scores(): readonly ModelScore[] {
    return this.#records
      .filter(({ modelId, score }) => modelId !== firstModel.id && score.varForecasts > 0)
      .map(({ score }) => score);
  }

  /** Whether the next session is one of a weekly look at the scores. */
  get isLook(): boolean {
    return (this.#ordinal + 1) % LOOK_EVERY_SESSIONS === LOOK_AFTER_SESSIONS;
  }

  get #lastSession(): string | null {
    return this.#records.at(-1)?.sessionDate ?? null;
  }

  #gateFor(sessionDate: string): GateDecision {
    return decideGate(this.scores, sessionDate, this.#gate?.inForce ?? false);
  }

  #proveCuts(sessionDate: string): CutProof | null {
    const outcomes = this.#records.map(({ cutOutcomes }) => cutOutcomes);
    return outcomes.length === 0 ? null : proveCuts(outcomes, sessionDate);
  }

  #decayedScores(): readonly ScoreDecay[] {
    return scoreDecay(this.scores).filter(({ decayed }) => decayed);
  }

  /**
   * Computed from the sessions that the model was trained on, which the walk has anyway: a walk that
   * continues from the store finds the same number.
   */
  #tailWidening({ id, trainedThrough }: TrainedModel): number | null {
    if (trainedThrough === null) return null;
    if (this.#tail?.modelId === id) return this.#tail.widening;
    const trained = this.#records.filter(({ sessionDate }) => sessionDate <= trainedThrough);
    const widening = tailWidening(trained.slice(-POOL_SESSIONS).map(({ residuals }) => residuals));
    this.#tail = { modelId: id, widening };
    return widening;
  }

  #traderMorning(
    model: TrainedModel,
    widening: number | null,
    member: DeskMember,
    state: TraderState,
    row: Float64Array,
  ): TraderSessionForecast {
    const { past } = member;
    const baseline = baselineOn(past, member.context);
    writeFeatures(row, past, member.context, baseline);
    winsorise(row, model);
    const figures =
      baseline === null
        ? null
        : forecastTrader(model, {
            scale: baseline.scale,
            baselineScale: baseline.baselineScale,
            plainScale: baseline.plainScale,
            realised: baseline.realised,
            features: row,
            largeLossThreshold: past.largeLossThreshold,
            exceptionLevel: state.exceptionLevel,
            tailWidening: widening,
          });
    // Young: every other use of a forecast needs the scale of 20 sessions.
    const forecast = past.scale === null ? null : figures;
    const deepest = this.#options.maxReductionPct;
    // A walk that goes on from the store loads no older sessions than its windows need.
    const activeSessions = Math.min(past.sessions, LONG_HISTORY_SESSIONS);
    return {
      member,
      activeSessions,
      features: row,
      forecast,
      youngForecast: forecast === null ? figures : null,
      tier:
        forecast === null
          ? 'unknown'
          : tierOf(forecast.riskRatio, past.hasExtremeVolatility, this.#options.tiers),
      modelReductionPct: modelCut(forecast, model.curve, deepest),
      rulesReductionPct: rulesCut(member.firedRules, activeSessions, deepest),
      tradeProbability: state.tradeProbability,
      exceptionLevel: state.exceptionLevel,
      usualShortfall: usualShortfallDollars(state.usualShortfall),
    };
  }

  #learn(
    tally: SessionTally,
    model: TrainedModel,
    trader: TraderSessionForecast,
    forecast: TraderForecast,
    netPnl: number,
    day: JudgedDay | null,
  ): void {
    const r = netPnl / forecast.scale;
    targetsOf(r, forecast.location, forecast.baselineScale, this.#targets);
    tally.sums.add(trader.features, this.#targets);
    const z = (r - forecast.location) / forecast.spread;
    tally.addResidual(trader.member.trader, z, netPnl < forecast.pnlQ05);
    tally.addPinball(pinballOfDay(model, forecast, trader.exceptionLevel, netPnl));
    tally.addCuts(trader, forecast.largeLossThreshold, netPnl);
    if (day === null) return;
    outcomesOverCuts(day, trader.member.baseLimit, this.#options.stop, this.#outcomes);
    regretsOverCuts(this.#outcomes, trader.member.baseLimit, this.#regrets);
    tally.judge(trader, forecast.riskRatio, this.#outcomes, this.#regrets, this.#options.maxReductionPct);
  }

  /** Leaves out a day that does not show what the base limit would have become. */
  #judgeCut(
    tally: SessionTally,
    trader: TraderSessionForecast,
    engine: CutEngine,
    { day, isCutShort, scale }: CutDay,
  ): void {
    const { stop } = this.#options;
    const { baseLimit } = trader.member;
    const base = uncutLimit(baseLimit);
    if (isCutShort && stopAt(day.marks, base) === null) return;
    const limit = limitAfter(baseLimit, cutBy(engine, trader), stop.limitRoundTo);
    const uncut = outcomeUnderLimit(day, base, stop);
    const cut = limit === base ? uncut : outcomeUnderLimit(day, limit, stop);
    tally.addCutOutcome(uncut, cut, scale);
  }
}

/** A day on which a cut is compared with the base limit. `scale` is S through the session before, dollars. */
interface CutDay {
  readonly day: JudgedDay;
  readonly isCutShort: boolean;
  readonly scale: number;
}

function nextState(
  { exceptionLevel, tradeProbability, usualShortfall }: TraderState,
  forecast: TraderForecast | null,
  outcome: SessionOutcome | undefined,
): TraderState {
  const traded = outcome !== undefined;
  const known = traded ? forecast : null;
  return {
    exceptionLevel:
      outcome && known ? nextLevel(exceptionLevel, uncensoredNetPnl(outcome) < known.pnlQ05) : exceptionLevel,
    tradeProbability: nextTradeProbability(tradeProbability, traded),
    usualShortfall: withBound(usualShortfall, known?.expectedShortfallUpper95 ?? null),
  };
}

/** The state of a walk between two sessions: enough to continue as if it had never stopped. */
export interface WalkState {
  /** The sessions of the training window, oldest first. */
  readonly records: readonly SessionRecord[];
  readonly model: TrainedModel;
  readonly gate: GateDecision | null;
  readonly cutProof: CutProof | null;
}
