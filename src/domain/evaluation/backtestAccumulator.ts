import type { RosterTrader } from '../engines/model/traderRecord.ts';
import type { ShadowStrategy } from '../engines/shadowStrategy.ts';
import type { ClosedDays } from '../ledger/closedDays.ts';
import type { StopOptions } from '../outcome/counterfactual.ts';
import { cutDepths } from '../outcome/outcomeSteps.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { BacktestResult, BacktestSettings, WalkedDesk } from './backtestResult.ts';
import { type JudgedRow, RowBuilder, type WalkedSession } from './backtestRow.ts';
import { ConsecutiveDays } from './consecutiveDays.ts';
import { deskCoverage } from './coverage.ts';
import { cumulativeBenefit } from './cumulativeBenefit.ts';
import { deskPnl } from './deskPnl.ts';
import { type DeskSessionTotals, deskSessionTotals, isOwnLargeLoss } from './deskSessionTotals.ts';
import { EngineAccumulator } from './engineAccumulator.ts';
import { EqualCutsAccumulator } from './equalCutsAccumulator.ts';
import { GateAccumulator } from './gateAccumulator.ts';
import { GROUP_REPLICATES } from './impact.ts';
import { ImpactAccumulator } from './impactAccumulator.ts';
import { type ModelFit, modelFit, stabilityOf } from './modelHistory.ts';
import { monthResults } from './monthResults.ts';
import { ProbabilityAccumulator } from './probabilityAccumulator.ts';
import { compareShadows } from './shadowComparison.ts';
import type { ShadowScore } from './shadowScore.ts';
import { SizingAccumulator } from './sizingAccumulator.ts';
import { SwitchAccumulator } from './switchAccumulator.ts';
import { tailComparison } from './tailComparison.ts';
import { TierAccumulator } from './tierAccumulator.ts';
import { TraderAccumulator } from './traderAccumulator.ts';
import { walkedScores } from './walkedShadow.ts';
import { WorthAccumulator } from './worthAccumulator.ts';
import { YoungAccumulator } from './youngCoverage.ts';

export interface BacktestOptions {
  readonly source: WalkedDesk;
  readonly roster: readonly RosterTrader[];
  /** Of the traders whose roster entry states it, dollars. */
  readonly riskCapitals: ReadonlyMap<string, number>;
  readonly settings: BacktestSettings;
  /** Trader-days on closed dates: no session of the walk includes them. */
  readonly closedDays: ClosedDays;
  /**
   * The first and last date of the report, YYYY-MM-DD. Earlier sessions are walked for their history only.
   */
  readonly first: string;
  readonly last: string;
  /** They decide each reported session next to the engine in force. */
  readonly shadowStrategies: readonly ShadowStrategy[];
  /** Above this number of rows, traders get no intervals. */
  readonly mostRowsWithIntervals?: number;
}

const SAMPLING: BootstrapOptions = { seed: 20_250_109 };
const GROUP_SAMPLING: BootstrapOptions = { ...SAMPLING, replicates: GROUP_REPLICATES };
/** Above this number of rows, the bootstraps of the traders would take longer than the walk. */
const MOST_ROWS_WITH_INTERVALS = 300_000;

/** Accumulates a walk session by session into a BacktestResult. */
export class BacktestAccumulator {
  readonly #options: BacktestOptions;
  readonly #rows: RowBuilder;
  readonly #engines: Readonly<Record<'ridge' | 'rules' | 'inForce', EngineAccumulator>>;
  readonly #equalCuts: EqualCutsAccumulator;
  readonly #impact: ImpactAccumulator;
  readonly #sizing: SizingAccumulator;
  readonly #gate = new GateAccumulator();
  readonly #cutSwitch: SwitchAccumulator;
  readonly #probability = new ProbabilityAccumulator();
  readonly #tiers = new TierAccumulator();
  readonly #worth = new WorthAccumulator();
  readonly #young = new YoungAccumulator();
  readonly #following = new ConsecutiveDays();
  readonly #traders = new Map<string, TraderAccumulator>();
  readonly #sessions: DeskSessionTotals[] = [];
  readonly #fits: ModelFit[] = [];
  readonly #shadows: ShadowScore[] = [];
  #walkedFrom: string | null = null;
  #traderDays = 0;
  #tradedDays = 0;

  constructor(options: BacktestOptions) {
    this.#options = options;
    const { largeLossThreshold, slippageBasisPoints, limitRoundTo, maxReductionPct } = options.settings;
    const stop: StopOptions = { slippageBasisPoints, limitRoundTo };
    const engine = (name: 'ridge' | 'rules' | 'inForce') =>
      new EngineAccumulator(name, largeLossThreshold, stop);
    this.#rows = new RowBuilder(options.roster, options.settings, options.riskCapitals);
    this.#engines = { ridge: engine('ridge'), rules: engine('rules'), inForce: engine('inForce') };
    this.#equalCuts = new EqualCutsAccumulator(cutDepths(maxReductionPct));
    this.#impact = new ImpactAccumulator(stop);
    this.#sizing = new SizingAccumulator(stop);
    this.#cutSwitch = new SwitchAccumulator(stop);
  }

  /**
   * Adds the next session. Returns its rows sorted by trader; no rows if the session is not in the report.
   */
  add(session: WalkedSession): readonly JudgedRow[] {
    const { sessionDate, model } = session.forecast;
    if (sessionDate > this.#options.last) return [];
    const isReported = sessionDate >= this.#options.first;
    this.#walkedFrom ??= sessionDate;
    this.#gate.add(session.forecast, isReported);
    this.#cutSwitch.addSession(session.forecast, isReported);
    this.#keepFit(modelFit(model, sessionDate), isReported);
    const rows = this.#rows.rows(session);
    if (!isReported) return [];
    this.#following.add(sessionDate, rows);
    this.#sessions.push(deskSessionTotals(session, rows));
    for (const row of rows) this.#count(row);
    const { shadowStrategies, settings } = this.#options;
    this.#shadows.push(...walkedScores(session, shadowStrategies, settings));
    return rows;
  }

  /** Totals of each reported session, ascending. */
  get sessions(): readonly DeskSessionTotals[] {
    return this.#sessions;
  }

  /** The result; requires at least one reported session. */
  result(): BacktestResult {
    const sessions = this.#sessions;
    const dates = sessions.map(({ sessionDate }) => sessionDate);
    const traders = [...this.#traders].sort(([a], [b]) => (a < b ? -1 : 1));
    const leftOut = this.#whyNoTraderIntervals();
    const scores = (engine: 'ridge' | 'rules' | 'inForce') => ({
      ...this.#engines[engine].scores(sessions, SAMPLING),
      equalCuts: this.#equalCuts.scores(engine, dates, SAMPLING),
    });
    const desk = this.#impact.desk(dates, SAMPLING);
    return {
      source: this.#options.source,
      period: this.#period(dates),
      settings: this.#options.settings,
      closedDays: this.#options.closedDays,
      engines: {
        ridge: scores('ridge'),
        rules: scores('rules'),
        inForce: scores('inForce'),
      },
      gate: this.#gate.history(),
      cutSwitch: this.#cutSwitch.history(dates, SAMPLING),
      ...desk,
      tail: tailComparison(sessions, desk.strategies.limit.bindingDays, SAMPLING),
      deskPnl: deskPnl(sessions, SAMPLING),
      sizing: this.#sizing.scores(dates, SAMPLING),
      equity: sessions.map(({ sessionDate, engine, asTraded, underBaseLimits, underCutLimits }) => ({
        sessionDate,
        engine,
        asTraded,
        underBaseLimits,
        underCutLimits,
      })),
      cumulativeBenefit: cumulativeBenefit(sessions, GROUP_SAMPLING),
      valueAtRisk: deskCoverage(
        traders.map(([, trader]) => trader.coverage()),
        sessions,
        SAMPLING,
      ),
      youngValueAtRisk: this.#young.coverage(),
      probability: this.#probability.scores(SAMPLING),
      tiers: this.#tiers.comparison(),
      rulesWorth: this.#worth.worth(dates, GROUP_SAMPLING),
      matchedControl: this.#following.matchedControl(SAMPLING),
      byTrader: traders.map(([name, trader]) =>
        trader.result(name, dates, leftOut === null ? GROUP_SAMPLING : null),
      ),
      traderIntervalsLeftOut: leftOut,
      byMonth: monthResults(sessions, this.#impact.limitByMonth, GROUP_SAMPLING),
      models: { fits: this.#fits, stability: stabilityOf(this.#fits) },
      shadows: compareShadows([], this.#shadows),
      review: null,
    };
  }

  #count(judged: JudgedRow): void {
    const { row } = judged;
    this.#traderDays++;
    const limit = row.traded ? this.#impact.add(judged) : null;
    this.#traderOf(row.trader).add(judged, limit);
    if (!row.traded) return;
    this.#countTraded(judged);
    this.#young.add(row);
    this.#worth.add(judged, limit);
  }

  #countTraded(judged: JudgedRow): void {
    const { row } = judged;
    this.#tradedDays++;
    this.#sizing.add(judged);
    this.#equalCuts.add(row);
    this.#cutSwitch.add(judged);
    for (const engine of Object.values(this.#engines)) engine.add(judged);
    if (row.largeLossProbability === null || row.tier === 'unknown') return;
    const isLargeLoss = isOwnLargeLoss(row);
    this.#probability.add(row.sessionDate, row.largeLossProbability, isLargeLoss);
    this.#tiers.add(row.tier, row.largeLossProbability, isLargeLoss);
  }

  #traderOf(trader: string): TraderAccumulator {
    const tally = this.#traders.get(trader) ?? new TraderAccumulator();
    this.#traders.set(trader, tally);
    return tally;
  }

  /** Keeps only the last of the fits before the period. */
  #keepFit(fit: ModelFit | null, isReported: boolean): void {
    if (fit === null || fit.id === this.#fits.at(-1)?.id) return;
    if (!isReported) this.#fits.length = 0;
    this.#fits.push(fit);
  }

  #whyNoTraderIntervals(): string | null {
    const most = this.#options.mostRowsWithIntervals ?? MOST_ROWS_WITH_INTERVALS;
    if (this.#traderDays <= most) return null;
    return `${this.#traderDays} trader-days are more than the ${most} up to which each trader is resampled`;
  }

  #period(dates: readonly string[]): BacktestResult['period'] {
    const { first, last } = this.#options;
    return {
      first: dates[0] ?? first,
      last: dates.at(-1) ?? last,
      sessions: dates.length,
      walkedFrom: this.#walkedFrom ?? first,
      traders: this.#traders.size,
      traderDays: this.#traderDays,
      tradedDays: this.#tradedDays,
    };
  }
}
