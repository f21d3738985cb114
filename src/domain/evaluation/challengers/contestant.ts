import { DEEP_CUT_PCT } from '../../engines/circuitBreaker.ts';
import { CUT_CURVES, type CutCurve, cutFor, FIRST_CURVE } from '../../engines/cutCurve.ts';
import type { SessionScore } from '../../engines/gate.ts';
import { LARGE_LOSS_SHARE } from '../../engines/model/traderRecord.ts';
import { CURVE_SESSIONS, type CurveRecord, chooseCurve } from '../../engines/model/trainedModel.ts';
import { type JudgedProbability, pinballLoss } from '../../statistics/scores.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import type { ChallengerForecast, LearnedRow } from './challenger.ts';

/** A row with the regret of every cut of the grid; `cuts` is null without a known intraday path. */
export interface ContestRow {
  readonly row: LearnedRow;
  readonly rulesReductionPct: number;
  readonly cuts: JudgedCuts | null;
}

export interface JudgedCuts {
  /**
   * Per cut of the grid, in base limits. The shortfall is the regret with losses and gains weighted equally.
   */
  readonly regrets: Float64Array;
  readonly shortfalls: Float64Array;
}

/** Totals of one session of one contestant. */
export interface ContestSession extends CurveRecord {
  readonly rows: number;
  readonly pinball: number;
  readonly brier: number;
  readonly probabilities: readonly JudgedProbability[];
  /** The regret of each judged row, in base limits. */
  readonly regrets: readonly number[];
  readonly score: SessionScore;
}

/** Keeps one contestant's scores, and chooses its cut curve weekly as the product does. */
export class Contestant {
  readonly sessions: ContestSession[] = [];
  readonly #deepestPct: number;
  #curve: CutCurve = FIRST_CURVE;

  constructor(deepestPct: number) {
    this.#deepestPct = deepestPct;
  }

  /** @param isLowOffered as of the product on the same day */
  chooseCurve(isLowOffered: boolean): void {
    this.#curve = chooseCurve(this.sessions.slice(-CURVE_SESSIONS), isLowOffered);
  }

  /** Adds a session; `forecasts` has one entry per row. */
  add(sessionDate: string, rows: readonly ContestRow[], forecasts: readonly ChallengerForecast[]): void {
    const sums = new ContestSessionSums(this.#curve, this.#deepestPct);
    for (const [at, row] of rows.entries()) sums.add(row, forecasts[at]!);
    this.sessions.push(sums.session(sessionDate));
  }
}

class ContestSessionSums {
  readonly #curve: CutCurve;
  readonly #deepestPct: number;
  readonly #curveRegrets = new Float64Array(CUT_CURVES.length);
  readonly #curveCuts = new Float64Array(CUT_CURVES.length);
  readonly #curveDeepCuts = new Float64Array(CUT_CURVES.length);
  readonly #probabilities: JudgedProbability[] = [];
  readonly #regrets: number[] = [];
  readonly #sums = {
    pinball: 0,
    brier: 0,
    varExceptions: 0,
    judged: 0,
    rulesCuts: 0,
    rulesDeepCuts: 0,
    modelRegret: 0,
    rulesRegret: 0,
    modelShortfall: 0,
    rulesShortfall: 0,
  };

  constructor(curve: CutCurve, deepestPct: number) {
    this.#curve = curve;
    this.#deepestPct = deepestPct;
  }

  add({ row, rulesReductionPct, cuts }: ContestRow, { q05, largeLossProbability }: ChallengerForecast): void {
    const happened = row.r < row.largeLossBelow;
    this.#probabilities.push({ probability: largeLossProbability, happened });
    this.#sums.pinball += pinballLoss(row.r, q05, EXCEPTION_RATE);
    this.#sums.brier += (largeLossProbability - Number(happened)) ** 2;
    if (row.r < q05) this.#sums.varExceptions++;
    if (cuts !== null) this.#judge(largeLossProbability / LARGE_LOSS_SHARE, rulesReductionPct, cuts);
  }

  session(sessionDate: string): ContestSession {
    const { pinball, brier, judged, rulesCuts, rulesDeepCuts, ...account } = this.#sums;
    return {
      rows: this.#probabilities.length,
      pinball,
      brier,
      probabilities: this.#probabilities,
      regrets: this.#regrets,
      judged,
      rulesCuts,
      rulesDeepCuts,
      curveCuts: this.#curveCuts,
      curveDeepCuts: this.#curveDeepCuts,
      curveRegrets: this.#curveRegrets,
      score: { ...account, sessionDate, varForecasts: this.#probabilities.length },
    };
  }

  #judge(riskRatio: number, rulesReductionPct: number, { regrets, shortfalls }: JudgedCuts): void {
    const own = placeOf(cutFor(riskRatio, this.#curve, this.#deepestPct));
    const rules = placeOf(rulesReductionPct);
    this.#sums.judged++;
    this.#sums.rulesCuts += rulesReductionPct;
    if (rulesReductionPct >= DEEP_CUT_PCT) this.#sums.rulesDeepCuts++;
    this.#regrets.push(regrets[own]!);
    this.#sums.modelRegret += regrets[own]!;
    this.#sums.rulesRegret += regrets[rules]!;
    this.#sums.modelShortfall += shortfalls[own]!;
    this.#sums.rulesShortfall += shortfalls[rules]!;
    for (const [place, curve] of CUT_CURVES.entries()) {
      const cut = cutFor(riskRatio, curve, this.#deepestPct);
      this.#curveCuts[place] = this.#curveCuts[place]! + cut;
      if (cut >= DEEP_CUT_PCT) this.#curveDeepCuts[place] = this.#curveDeepCuts[place]! + 1;
      const regret = regrets[placeOf(cut)]!;
      this.#curveRegrets[place] = this.#curveRegrets[place]! + regret;
    }
  }
}

/** The index of a cut in the grid; a cut between two steps counts as the smaller. */
function placeOf(cutPct: number): number {
  return Math.floor(cutPct / 5);
}
