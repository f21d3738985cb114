import { pinballOfDay } from '../engines/model/pinballOfDay.ts';
import { cutBy } from '../engines/model/proposedCuts.ts';
import type { SessionForecast, TraderSessionForecast } from '../engines/model/sessionForecast.ts';
import { judgedOutcome, type SessionOutcome, uncensoredNetPnl } from '../engines/model/sessionOutcome.ts';
import type { SessionRecord } from '../engines/model/sessionRecord.ts';
import type { TraderForecast } from '../engines/model/traderForecast.ts';
import type { RosterTrader } from '../engines/model/traderRecord.ts';
import type { CutEngine, EngineInForce } from '../engines/proposal.ts';
import type { Tier } from '../engines/tier.ts';
import type { JudgedDay, StopOptions } from '../outcome/counterfactual.ts';
import { cutDepths, type OutcomeStep, outcomeFrom, outcomeSteps } from '../outcome/outcomeSteps.ts';
import { limitAfter } from '../outcome/reduction.ts';
import { DEFAULT_MAX_RISK } from '../risk/sizing/sizeAnswer.ts';
import { sizingRisk } from '../risk/sizing/sizingRisk.ts';
import { traderSize } from '../risk/sizing/traderSize.ts';
import { type RuleEffect, ruleEffects } from './ruleEffects.ts';

/** One session of a walk: the forecast before it, the outcomes, and the record that the model learns from. */
export interface WalkedSession {
  readonly forecast: SessionForecast;
  readonly outcomes: ReadonlyMap<string, SessionOutcome>;
  readonly record: SessionRecord;
}

/**
 * One trader on one session, traded or not: a line of predictions.csv. Dollars are rounded to the cent and
 * probabilities to six decimals here, as in the file, so that counts made from the file equal those of the
 * summary. Null means unknown.
 */
export interface BacktestRow {
  readonly sessionDate: string;
  readonly trader: string;
  readonly traded: boolean;
  /** 0 where the trader did not trade. */
  readonly netPnl: number;
  /** The engine in force on the session. */
  readonly engine: EngineInForce;
  readonly tier: Tier;
  readonly baseLimit: number;
  /**
   * Percent cut by the engine in force; 0 while cuts are off, and for a short history, which a risk manager
   * decides by hand.
   */
  readonly reductionPct: number;
  readonly newLimit: number;
  /** Null where the trader's history is too short for either engine. */
  readonly ridgeReductionPct: number | null;
  readonly rulesReductionPct: number | null;
  /** Forecast given that the trader trades, as are the quantiles and the probability of a large loss. */
  readonly valueAtRisk95: number | null;
  readonly pnlQ05: number | null;
  readonly pnlQ15: number | null;
  readonly pnlQ50: number | null;
  /** A loss as a positive number. */
  readonly largeLossThreshold: number | null;
  readonly largeLossProbability: number | null;
  /** Null on the first session of a trader. */
  readonly tradeProbability: number | null;
  /** P&L if stopped at the limit of the engine in force, and at the base limit; null without a known path. */
  readonly stoppedPnl: number | null;
  readonly stoppedPnlBase: number | null;
  /**
   * P&L if stopped at the limit of each cut, as steps, of which the first is `stoppedPnlBase`; null without a
   * known path, empty where the trader did not trade.
   */
  readonly stoppedPnlByCut: readonly OutcomeStep[] | null;
  /**
   * The P&L that forecasts are scored by: the drawn close of a day that was stopped at a limit in force, else
   * the net P&L.
   */
  readonly uncensoredPnl: number;
  /** The share of the usual size that sizing would have set; 1 on the first session of a trader. */
  readonly sizeMultiplier: number;
  /** The rules that fired before the session, the deepest first; empty for a short history. */
  readonly firedRules: readonly RuleEffect[];
  /**
   * `uncensoredPnl` in ordinary days of the trader: divided by S through the session before. Six decimals;
   * null where the trader did not trade or S is not known.
   */
  readonly r: number | null;
  /** r of the trader's last session that has one; null on a row without an r. */
  readonly precedingR: number | null;
  /** The engine whose cuts are judged: `engine`, unless cuts were off. */
  readonly cutEngine: CutEngine;
  /** Shown for a young trader, with 10 to 19 active sessions; null for others, who have the figures above. */
  readonly youngValueAtRisk95: number | null;
  readonly youngLargeLossProbability: number | null;
}

/** What a row needs to know of the limits that may be proposed. */
export interface RowOptions extends StopOptions {
  /** The deepest cut, percent. */
  readonly maxReductionPct: number;
}

/** A row with the figures that evaluate it and that the file does not show. */
export interface JudgedRow {
  readonly row: BacktestRow;
  /** Null if the trader did not trade or the intraday path is unknown. */
  readonly day: JudgedDay | null;
  /** The trader was stopped at a limit in force, and the day goes on like a day that lost as much. */
  readonly isEstimated: boolean;
  /** The trader was stopped at a limit in force, and how the day would have gone on is not known. */
  readonly isCutShort: boolean;
  /** Percent that model or rules cut, or would have cut while cuts were off. */
  readonly cutPctWithoutSwitch: number;
  /** Pinball loss of the 5 % quantile divided by S; null without a forecast or a trade. */
  readonly pinball: number | null;
  /** The same for the quantile of the plain volatility alone: the benchmark of the model's features. */
  readonly plainPinball: number | null;
}

/**
 * Builds the rows of each session in turn, sorted by trader: those with a forecast, and those who traded for
 * the first time.
 */
export class RowBuilder {
  readonly #roster: ReadonlyMap<string, RosterTrader>;
  readonly #stop: StopOptions;
  readonly #depths: readonly number[];
  readonly #deepestPct: number;
  readonly #riskCapitals: ReadonlyMap<string, number>;
  readonly #lastR = new Map<string, number>();

  /** @param riskCapitals of the traders whose roster entry states it, dollars */
  constructor(
    roster: readonly RosterTrader[],
    options: RowOptions,
    riskCapitals: ReadonlyMap<string, number>,
  ) {
    this.#riskCapitals = riskCapitals;
    this.#deepestPct = options.maxReductionPct;
    this.#roster = new Map(roster.map((entry) => [entry.trader, entry]));
    this.#stop = options;
    this.#depths = cutDepths(options.maxReductionPct);
  }

  rows({ forecast, outcomes }: WalkedSession): readonly JudgedRow[] {
    const known = new Set(forecast.traders.map(({ member }) => member.trader));
    const newcomers = [...outcomes.keys()].filter((trader) => !known.has(trader) && this.#roster.has(trader));
    const rows = [
      ...forecast.traders.map((trader) =>
        this.#forecastRow(forecast, trader, outcomes.get(trader.member.trader)),
      ),
      ...newcomers.map((trader) => this.#firstSessionRow(forecast, trader, outcomes.get(trader))),
    ];
    return newcomers.length === 0 ? rows : rows.sort((a, b) => (a.row.trader < b.row.trader ? -1 : 1));
  }

  #forecastRow(
    session: SessionForecast,
    trader: TraderSessionForecast,
    outcome: SessionOutcome | undefined,
  ): JudgedRow {
    const { forecast, member } = trader;
    const ridge = forecast === null ? null : trader.modelReductionPct;
    const rules = forecast === null ? null : trader.rulesReductionPct;
    const outcomes = this.#outcomesOf(member.baseLimit, cutBy(session.engine, trader), outcome);
    return {
      ...outcomes,
      cutPctWithoutSwitch: cutBy(session.cutEngine, trader),
      ...pinballs(session, trader, outcome),
      row: {
        sessionDate: session.sessionDate,
        trader: member.trader,
        engine: session.engine,
        cutEngine: session.cutEngine,
        tier: trader.tier,
        ridgeReductionPct: ridge,
        rulesReductionPct: rules,
        ...forecastCells(forecast),
        tradeProbability: millionths(trader.tradeProbability),
        sizeMultiplier: this.#sizeMultiplier(trader),
        firedRules: forecast === null ? [] : this.#ruleEffects(trader, outcomes.day),
        ...outcomes.row,
        ...this.#results(member.trader, outcomes.row, forecast?.scale ?? null),
        ...youngCells(trader.youngForecast),
      },
    };
  }

  #ruleEffects({ member }: TraderSessionForecast, day: JudgedDay | null): readonly RuleEffect[] {
    const effects = ruleEffects(member.firedRules, day, member.baseLimit, this.#deepestPct, this.#stop);
    return effects.map((rule) => ({ ...rule, delta: rule.delta === null ? null : cents(rule.delta) }));
  }

  #sizeMultiplier(trader: TraderSessionForecast): number {
    const riskCapital = this.#riskCapitals.get(trader.member.trader) ?? null;
    const { multiplier } = traderSize(sizingRisk(trader, riskCapital), DEFAULT_MAX_RISK);
    return Math.floor(multiplier * 1e6 + 1e-6) / 1e6;
  }

  #firstSessionRow(
    { sessionDate, engine, cutEngine }: SessionForecast,
    trader: string,
    outcome: SessionOutcome | undefined,
  ): JudgedRow {
    const outcomes = this.#outcomesOf(this.#roster.get(trader)?.baseLimit ?? 0, 0, outcome);
    return {
      ...outcomes,
      cutPctWithoutSwitch: 0,
      pinball: null,
      plainPinball: null,
      row: {
        sessionDate,
        trader,
        engine,
        cutEngine,
        tier: 'unknown',
        ridgeReductionPct: null,
        rulesReductionPct: null,
        ...forecastCells(null),
        tradeProbability: null,
        sizeMultiplier: 1,
        firedRules: [],
        ...outcomes.row,
        r: null,
        precedingR: null,
        ...youngCells(null),
      },
    };
  }

  /** The result of the day and of the trader's day before, in ordinary days; remembers it for the next. */
  #results(
    trader: string,
    { traded, uncensoredPnl }: Pick<BacktestRow, 'traded' | 'uncensoredPnl'>,
    scale: number | null,
  ): Pick<BacktestRow, 'r' | 'precedingR'> {
    if (!traded || scale === null) return { r: null, precedingR: null };
    const precedingR = this.#lastR.get(trader) ?? null;
    const r = millionths(uncensoredPnl / scale);
    this.#lastR.set(trader, r);
    return { r, precedingR };
  }

  #outcomesOf(baseLimit: number, reductionPct: number, outcome: SessionOutcome | undefined) {
    const newLimit = limitAfter(baseLimit, reductionPct, this.#stop.limitRoundTo);
    const day = outcome ? judgedOutcome(outcome) : null;
    const steps =
      outcome === undefined ? [] : day && outcomeSteps(day, baseLimit, this.#depths, this.#stop, cents);
    const under = (cutPct: number) => steps && outcomeFrom(steps, cutPct);
    return {
      day,
      isEstimated: (outcome?.drawn ?? null) !== null,
      isCutShort: outcome?.isCutShort ?? false,
      row: {
        traded: outcome !== undefined,
        netPnl: cents(outcome?.summary.netPnl ?? 0),
        baseLimit,
        reductionPct,
        newLimit,
        stoppedPnl: under(reductionPct),
        stoppedPnlBase: under(0),
        stoppedPnlByCut: steps,
        uncensoredPnl: cents(outcome ? uncensoredNetPnl(outcome) : 0),
      },
    };
  }
}

function pinballs(
  { model }: SessionForecast,
  { forecast, exceptionLevel }: TraderSessionForecast,
  outcome: SessionOutcome | undefined,
): Pick<JudgedRow, 'pinball' | 'plainPinball'> {
  if (forecast === null || outcome === undefined) return { pinball: null, plainPinball: null };
  return pinballOfDay(model, forecast, exceptionLevel, uncensoredNetPnl(outcome));
}

function forecastCells(forecast: TraderForecast | null) {
  const dollars = (of: (forecast: TraderForecast) => number) =>
    forecast === null ? null : cents(of(forecast));
  return {
    valueAtRisk95: dollars(({ valueAtRisk95 }) => valueAtRisk95),
    pnlQ05: dollars(({ pnlQ05 }) => pnlQ05),
    pnlQ15: dollars(({ pnlQ15 }) => pnlQ15),
    pnlQ50: dollars(({ pnlQ50 }) => pnlQ50),
    largeLossThreshold: dollars(({ largeLossThreshold }) => largeLossThreshold),
    largeLossProbability: forecast === null ? null : millionths(forecast.largeLossProbability),
  };
}

function youngCells(forecast: TraderForecast | null) {
  return {
    youngValueAtRisk95: forecast === null ? null : cents(forecast.valueAtRisk95),
    youngLargeLossProbability: forecast === null ? null : millionths(forecast.largeLossProbability),
  };
}

/**
 * Rounds halves away from 0, so that a loss and a gain of the same size round alike and −VaR equals the
 * quantile. Returns 0, not −0.
 */
function cents(dollars: number): number {
  return (Math.sign(dollars) * Math.round(Math.abs(dollars) * 100)) / 100 + 0;
}

function millionths(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
