import type { TraderSessionForecast } from '../../engines/model/sessionForecast.ts';
import { judgedOutcome, type SessionOutcome, uncensoredNetPnl } from '../../engines/model/sessionOutcome.ts';
import { CURVE_SESSIONS, TRAINING_SESSIONS } from '../../engines/model/trainedModel.ts';
import type { WalkOptions } from '../../engines/model/walkForwardModel.ts';
import { isUniformCutProved, type UniformCutSession } from '../../engines/uniformCut.ts';
import { CUT_GRID_PCT, type JudgedDay, outcomesOverCuts } from '../../outcome/counterfactual.ts';
import { regretsOverCuts } from '../../outcome/regret.ts';
import type { WalkedSession } from '../backtestRow.ts';
import type { Challenger, ChallengerForecast, LearnedRow, MorningRow } from './challenger.ts';
import { Contestant, type ContestRow, type JudgedCuts } from './contestant.ts';
import { type ContestResult, contestResult } from './contestResult.ts';

export interface ContestOptions
  extends Pick<WalkOptions, 'retrainEverySessions' | 'maxReductionPct' | 'stop'> {
  /** First and last date that are scored, YYYY-MM-DD; earlier sessions are for training only. */
  readonly first: string;
  readonly last: string;
}

/** The released model, with which the challengers are compared. */
const PRODUCT = {
  name: 'location-scale ridge',
  description: 'the product: ridges on location and scale over the plain volatility, one pooled distribution',
} as const;

/**
 * Runs challengers along one walk of the product: the same rows, training dates and refit weeks. A row is
 * scored only if every challenger, and the trained product, has a forecast for it.
 */
export class Contest {
  readonly #options: ContestOptions;
  readonly #challengers: readonly Challenger[];
  readonly #contestants: readonly Contestant[];
  readonly #learned: (readonly LearnedRow[])[] = [];
  /** The same sessions decide for every contestant whether low curves are offered. */
  readonly #uniformCuts: UniformCutSession[] = [];
  #walked = 0;

  constructor(challengers: readonly Challenger[], options: ContestOptions) {
    this.#options = options;
    this.#challengers = challengers;
    this.#contestants = [PRODUCT, ...challengers].map(() => new Contestant(options.maxReductionPct));
  }

  /** Adds the next session of the walk. */
  add({ forecast, outcomes, record }: WalkedSession): void {
    if (this.#walked++ % this.#options.retrainEverySessions === 0) this.#refit();
    const rows = forecast.traders.flatMap((trader) => {
      const outcome = outcomes.get(trader.member.trader);
      return outcome === undefined ? [] : (this.#rowOf(forecast.sessionDate, trader, outcome) ?? []);
    });
    if (forecast.model.trainedThrough !== null) this.#judge(forecast.sessionDate, rows);
    const learned = rows.map(({ contest }) => contest.row);
    for (const challenger of this.#challengers) challenger.observe?.(learned);
    this.#learned.push(learned);
    if (this.#learned.length > TRAINING_SESSIONS) this.#learned.shift();
    this.#uniformCuts.push(record);
    if (this.#uniformCuts.length > CURVE_SESSIONS) this.#uniformCuts.shift();
  }

  result(): ContestResult {
    const { first, last } = this.#options;
    const described = [PRODUCT, ...this.#challengers].map(({ name, description: what }, place) => ({
      name,
      what,
      sessions: (this.#contestants[place]?.sessions ?? []).filter(
        ({ score: { sessionDate } }) => sessionDate >= first && sessionDate <= last,
      ),
    }));
    return contestResult(described);
  }

  #refit(): void {
    for (const challenger of this.#challengers) challenger.refit(this.#learned);
    const isLowOffered = isUniformCutProved(this.#uniformCuts);
    for (const contestant of this.#contestants) contestant.chooseCurve(isLowOffered);
  }

  #judge(sessionDate: string, rows: readonly ForecastRow[]): void {
    const answered = rows.flatMap(({ contest, asked, product }) => {
      const forecasts = [product, ...this.#challengers.map((challenger) => challenger.forecast(asked))];
      const known = forecasts.filter((forecast) => forecast !== null);
      return known.length === forecasts.length ? { contest, forecasts: known } : [];
    });
    if (answered.length === 0) return;
    for (const [place, contestant] of this.#contestants.entries())
      contestant.add(
        sessionDate,
        answered.map(({ contest }) => contest),
        answered.map(({ forecasts }) => forecasts[place]!),
      );
  }

  #rowOf(sessionDate: string, trader: TraderSessionForecast, outcome: SessionOutcome): ForecastRow | null {
    const { forecast, features, member } = trader;
    if (forecast === null) return null;
    const { scale, baselineScale, plainScale, realised } = forecast;
    const asked: MorningRow = {
      sessionDate,
      trader: member.trader,
      features,
      baselineScale,
      plainScale,
      realised,
      largeLossBelow: -forecast.largeLossThreshold / scale,
    };
    return {
      asked,
      product: { q05: forecast.pnlQ05 / scale, largeLossProbability: forecast.largeLossProbability },
      contest: {
        row: { ...asked, r: uncensoredNetPnl(outcome) / scale },
        rulesReductionPct: trader.rulesReductionPct,
        cuts: this.#cutsOf(member.baseLimit, judgedOutcome(outcome)),
      },
    };
  }

  #cutsOf(baseLimit: number, day: JudgedDay | null): JudgedCuts | null {
    if (day === null) return null;
    const outcomes = new Float64Array(CUT_GRID_PCT.length);
    const regrets = new Float64Array(CUT_GRID_PCT.length);
    outcomesOverCuts(day, baseLimit, this.#options.stop, outcomes);
    regretsOverCuts(outcomes, baseLimit, regrets);
    const best = Math.max(...outcomes);
    return { regrets, shortfalls: outcomes.map((outcome) => (best - outcome) / baseLimit) };
  }
}

/** `asked` is the challenger's input and holds nothing of the day's outcome. */
interface ForecastRow {
  readonly asked: MorningRow;
  readonly product: ChallengerForecast;
  readonly contest: ContestRow;
}
