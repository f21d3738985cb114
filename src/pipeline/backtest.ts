import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { WalkForwardModel, type WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import type { ShadowStrategy } from '../domain/engines/shadowStrategy.ts';
import { BacktestAccumulator } from '../domain/evaluation/backtestAccumulator.ts';
import type { BacktestResult, BacktestSettings, WalkedDesk } from '../domain/evaluation/backtestResult.ts';
import type { JudgedRow, WalkedSession } from '../domain/evaluation/backtestRow.ts';
import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import type { LimitBasis } from '../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../domain/limits/limitEvent.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import { InputError } from '../shared/errors.ts';
import { closedDaysBetween } from './closedDays.ts';
import { historyBefore } from './deskHistories.ts';
import { type HistoriesPorts, historiesByJobs } from './jobs/historiesByJobs.ts';
import { rosterTraders } from './rosterTraders.ts';
import { walkSessions } from './walkSessions.ts';

export interface BacktestPorts extends HistoriesPorts {
  readonly fills: FillStore;
  readonly roster: RosterStore;
}

export interface BacktestRequest {
  readonly source: WalkedDesk;
  /** First and last date reported, YYYY-MM-DD. Undefined: the first and last stored. */
  readonly start?: string;
  readonly end?: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  /** Dollars, a loss as a positive number. */
  readonly largeLossThreshold: number;
  readonly walk: WalkOptions;
  /** They decide next to the engine in force. */
  readonly shadowStrategies: readonly ShadowStrategy[];
  /** Traders times sessions from which other processes take part; undefined: the usual number. */
  readonly leastTraderSessions?: number;
}

/** Receives the rows of one session after another. The backtest waits for each call. */
export type RowSink = (rows: readonly JudgedRow[]) => Promise<void>;

/** The sessions of a backtest: from the first stored one through the last one reported. */
export interface WalkPlan {
  readonly source: WalkedDesk;
  readonly roster: readonly RosterTrader[];
  /** Of the traders whose roster entry states it, dollars. */
  readonly riskCapitals: ReadonlyMap<string, number>;
  readonly settings: BacktestSettings;
  readonly shadowStrategies: readonly ShadowStrategy[];
  /** The first and the last session reported. */
  readonly first: string;
  readonly last: string;
  /** Trading on closed days of the requested period, which may itself begin or end on a closed day. */
  readonly closedDays: ClosedDays;
  /** Forecasts, observes and yields each session in order. */
  sessions(): AsyncGenerator<WalkedSession>;
}

/**
 * Runs the code of the morning over all stored sessions and evaluates its decisions. The model always learns
 * from the first stored session, so that a later start does not reduce its history. The morning of session d
 * uses nothing from session d or later, except the limits of the roster, which are those of today.
 * @throws InputError if the period has no stored session.
 */
export async function backtest(
  ports: BacktestPorts,
  request: BacktestRequest,
  sink: RowSink,
): Promise<BacktestResult> {
  const plan = await planWalk(ports, request);
  const tally = new BacktestAccumulator(plan);
  for await (const session of plan.sessions()) {
    const rows = tally.add(session);
    if (rows.length > 0) await sink(rows);
  }
  return tally.result();
}

/** Finds the sessions to walk and to report. @throws InputError if the period has no stored session. */
export async function planWalk(ports: BacktestPorts, request: BacktestRequest): Promise<WalkPlan> {
  const range = await storedRange(ports);
  const walked = ports.calendar.sessionsBetween(range.first, range.last);
  const reported = walked.filter(
    (session) => session >= (request.start ?? '') && session <= (request.end ?? '9999-12-31'),
  );
  const [from, first, last] = [walked[0], reported[0], reported.at(-1)];
  if (from === undefined || first === undefined || last === undefined) throw emptyPeriod(request, range);
  const entries = await ports.roster.all();
  const roster = rosterTraders(entries, request.defaultLimit);
  // A period that begins with the first session of all includes the closed days before it.
  const closedFrom = first === from ? range.first : (request.start ?? range.first);
  return {
    source: request.source,
    roster,
    riskCapitals: new Map(
      entries.flatMap(({ trader, riskCapital }) =>
        riskCapital === null ? [] : [[trader, riskCapital] as const],
      ),
    ),
    settings: settingsOf(request),
    shadowStrategies: request.shadowStrategies,
    first,
    last,
    closedDays: await closedDaysBetween(ports, closedFrom, earlier(request.end ?? range.last, range.last)),
    sessions: () => walkThrough(ports, request, roster, { from, through: last }),
  };
}

/**
 * Returns the first and last stored session.
 * @throws InputError if nothing is stored.
 */
export async function storedRange({ fills }: Pick<BacktestPorts, 'fills'>): Promise<StoredRange> {
  const range = await fills.sessionRange();
  if (range !== null) return range;
  throw new InputError('no_sessions', 'Backtest · found nothing stored · expected at least one session', {
    hint: 'Import fills (npm run import) or fetch them (npm run backfill) first.',
  });
}

interface StoredRange {
  readonly first: string;
  readonly last: string;
}

async function* walkThrough(
  ports: BacktestPorts,
  request: BacktestRequest,
  roster: readonly RosterTrader[],
  { from, through }: { readonly from: string; readonly through: string },
): AsyncGenerator<WalkedSession> {
  const { limitBasis: basis, limitLifetime: lifetime } = request;
  // The walk begins with the first stored session: no day before it can have been stopped.
  const range = { from, through, basis, lifetime, roster, drawn: new Map() };
  const stored = await historiesByJobs(ports, range, request.leastTraderSessions);
  try {
    const history = await historyBefore(ports, roster, from, through, range.drawn);
    ports.progress.start('walking', ports.calendar.sessionsBetween(from, through).length);
    yield* walkSessions(ports, new WalkForwardModel(request.walk), history, range, stored);
  } finally {
    ports.progress.finish();
    await stored?.close();
  }
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function settingsOf({ walk, limitBasis, largeLossThreshold }: BacktestRequest): BacktestSettings {
  return {
    maxReductionPct: walk.maxReductionPct,
    retrainEverySessions: walk.retrainEverySessions,
    cutsRequireProof: walk.cutsRequireProof,
    limitBasis,
    largeLossThreshold,
    tiers: walk.tiers,
    slippageBasisPoints: walk.stop.slippageBasisPoints,
    limitRoundTo: walk.stop.limitRoundTo,
  };
}

function emptyPeriod({ start, end }: BacktestRequest, { first, last }: StoredRange): InputError {
  return new InputError(
    'no_sessions',
    `Backtest of ${start ?? 'the first session'} to ${end ?? 'the last'} · found no stored session in this period; the stored sessions are ${first} to ${last} · expected at least one`,
    { hint: 'Give a period (--start and --end, or --month) that overlaps what is stored.' },
  );
}
