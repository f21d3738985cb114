import { CUT_GRID_PCT, gridPlace } from '../../outcome/counterfactual.ts';
import { CutRecordTally, cutKind } from '../../outcome/cutRecord.ts';
import { DEEP_CUT_PCT } from '../circuitBreaker.ts';
import { CUT_CURVES, cutFor } from '../cutCurve.ts';
import type { CutEngine } from '../proposal.ts';
import { featureIds } from './features.ts';
import { MomentSums } from './momentSums.ts';
import type { PinballOfDay } from './pinballOfDay.ts';
import type { SessionForecast, TraderSessionForecast } from './sessionForecast.ts';
import type { SessionRecord, TraderState } from './sessionRecord.ts';

/** Adds up one session, trader by trader: the input of a refit, of the gate and of the choice of a curve. */
export class SessionTally {
  readonly sums = new MomentSums(featureIds.length, 2);
  readonly states = new Map<string, TraderState>();
  readonly drawnCloses = new Map<string, number>();
  readonly #residuals: Float64Array;
  readonly #residualTraders: string[] = [];
  readonly #curveRegrets = new Float64Array(CUT_CURVES.length);
  readonly #curveCuts = new Float64Array(CUT_CURVES.length);
  readonly #curveDeepCuts = new Float64Array(CUT_CURVES.length);
  readonly #cutRecord = new CutRecordTally();
  readonly #uncut: Float64Array;
  readonly #cut: Float64Array;
  #cutDays = 0;
  #cutNet = 0;
  #forecasts = 0;
  #exceptions = 0;
  #pinball = 0;
  #plainPinball = 0;
  #judged = 0;
  #rulesCuts = 0;
  #rulesDeepCuts = 0;
  #noCutRegret = 0;
  /** Of each engine: cuts in percent, and how many trader-days it cut. */
  readonly #cuts = { ridge: { sum: 0, days: 0 }, rules: { sum: 0, days: 0 } };
  readonly #uniformNets = new Float64Array(CUT_GRID_PCT.length);
  #modelRegret = 0;
  #rulesRegret = 0;
  #modelShortfall = 0;
  #rulesShortfall = 0;

  constructor(traders: number) {
    this.#residuals = new Float64Array(traders);
    this.#uncut = new Float64Array(traders);
    this.#cut = new Float64Array(traders);
  }

  /** Adds z of a trader's day against its forecast, and whether the loss exceeded the VaR. */
  addResidual(trader: string, z: number, breached: boolean): void {
    this.#residuals[this.#forecasts++] = z;
    this.#residualTraders.push(trader);
    if (breached) this.#exceptions++;
  }

  /** Adds the pinball losses of the same day. */
  addPinball({ pinball, plainPinball }: PinballOfDay): void {
    this.#pinball += pinball;
    this.#plainPinball += plainPinball;
  }

  /**
   * Adds what followed the cut of each engine, or its silence, on a traded day. A day counts as a large loss
   * beyond k, which was known before it. `netPnl` is the drawn close of a stopped day, dollars.
   */
  addCuts(trader: TraderSessionForecast, largeLossThreshold: number, netPnl: number): void {
    const isLargeLoss = netPnl < -largeLossThreshold;
    const { modelReductionPct, rulesReductionPct, member } = trader;
    const [deepest = null] = member.firedRules;
    const model = modelReductionPct > 0 ? cutKind('ridge', modelReductionPct, null) : null;
    const rules = rulesReductionPct > 0 ? cutKind('rules', rulesReductionPct, deepest?.code ?? null) : null;
    this.#cutRecord.add('ridge', model, isLargeLoss);
    this.#cutRecord.add('rules', rules, isLargeLoss);
  }

  /**
   * Adds a trader-day under the base limit and under the cut that model or rules would have made, dollars.
   * @param scale S of the trader through the session before, dollars
   */
  addCutOutcome(uncut: number, cut: number, scale: number): void {
    this.#cutNet += cut - uncut;
    this.#uncut[this.#cutDays] = uncut / scale;
    this.#cut[this.#cutDays++] = cut / scale;
  }

  /**
   * Adds what the cut of each engine, and of each curve, would have made of a trader-day.
   * @param outcomes dollars for each cut of the grid
   * @param regrets base limits for each cut of the grid
   */
  judge(
    trader: TraderSessionForecast,
    riskRatio: number,
    outcomes: Float64Array,
    regrets: Float64Array,
    deepestPct: number,
  ): void {
    let best = Number.NEGATIVE_INFINITY;
    for (let cut = 0; cut < outcomes.length; cut++) best = Math.max(best, outcomes[cut]!);
    const { baseLimit } = trader.member;
    const model = gridPlace(trader.modelReductionPct);
    const rules = gridPlace(trader.rulesReductionPct);
    this.#judged++;
    this.#rulesCuts += trader.rulesReductionPct;
    this.#countCut('ridge', trader.modelReductionPct);
    this.#countCut('rules', trader.rulesReductionPct);
    for (let cut = 0; cut < outcomes.length; cut++)
      this.#uniformNets[cut] = this.#uniformNets[cut]! + outcomes[cut]! - outcomes[0]!;
    if (trader.rulesReductionPct >= DEEP_CUT_PCT) this.#rulesDeepCuts++;
    this.#noCutRegret += regrets[0]!;
    this.#modelRegret += regrets[model]!;
    this.#rulesRegret += regrets[rules]!;
    this.#modelShortfall += (best - outcomes[model]!) / baseLimit;
    this.#rulesShortfall += (best - outcomes[rules]!) / baseLimit;
    for (let c = 0; c < CUT_CURVES.length; c++) {
      const cut = cutFor(riskRatio, CUT_CURVES[c]!, deepestPct);
      this.#curveRegrets[c] = this.#curveRegrets[c]! + regrets[gridPlace(cut)]!;
      this.#curveCuts[c] = this.#curveCuts[c]! + cut;
      if (cut >= DEEP_CUT_PCT) this.#curveDeepCuts[c] = this.#curveDeepCuts[c]! + 1;
    }
  }

  #countCut(engine: CutEngine, reductionPct: number): void {
    this.#cuts[engine].sum += reductionPct;
    if (reductionPct > 0) this.#cuts[engine].days++;
  }

  /** Returns the record of the session. */
  record({ sessionDate, model, gate, cutProof, cutEngine }: SessionForecast, ordinal: number): SessionRecord {
    return {
      sessionDate,
      ordinal,
      sums: this.sums,
      residuals: this.#residuals.slice(0, this.#forecasts),
      residualTraders: this.#residualTraders,
      score: {
        sessionDate,
        modelRegret: this.#modelRegret,
        rulesRegret: this.#rulesRegret,
        modelShortfall: this.#modelShortfall,
        rulesShortfall: this.#rulesShortfall,
        varForecasts: this.#forecasts,
        varExceptions: this.#exceptions,
        pinball: this.#pinball,
        plainPinball: this.#plainPinball,
      },
      curveRegrets: this.#curveRegrets,
      curveCuts: this.#curveCuts,
      curveDeepCuts: this.#curveDeepCuts,
      rulesCuts: this.#rulesCuts,
      rulesDeepCuts: this.#rulesDeepCuts,
      judged: this.#judged,
      noCutRegret: this.#noCutRegret,
      uniformCuts: {
        nets: this.#uniformNets,
        cuts: this.#cuts[cutEngine].sum,
        cutDays: this.#cuts[cutEngine].days,
      },
      cutRecord: this.#cutRecord.record(),
      cutOutcomes: {
        net: this.#cutNet,
        uncut: this.#uncut.slice(0, this.#cutDays),
        cut: this.#cut.slice(0, this.#cutDays),
      },
      traders: this.states,
      drawnCloses: this.drawnCloses,
      modelId: model.id,
      gate,
      cutProof,
    };
  }
}
