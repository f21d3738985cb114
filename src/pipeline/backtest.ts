import type { RosterTrader } from '../domain/engines/model/traderRecord.ts';
import { WalkForwardModel, type WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import type { BacktestResult, BacktestSettings, WalkedDesk } from '../domain/evaluation/backtestResult.ts';
import type { JudgedRow, WalkedDay } from '../domain/evaluation/backtestRow.ts';
import { BacktestTally } from '../domain/evaluation/backtestTally.ts';
import type { ClosedDays } from '../domain/ledger/closedDays.ts';
import type { LimitBasis } from '../domain/ledger/traderDayFacts.ts';
import type { FillStore } from '../ports/fillStore.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import { InputError } from '../shared/errors.ts';
import { closedDaysBetween } from './closedDays.ts';
import { historyBefore, rosterTraders, type WalkPorts, walkSessions } from './walkSessions.ts';

export interface BacktestPorts extends WalkPorts {
  readonly fills: FillStore;
  readonly roster: RosterStore;
}

export interface BacktestRequest {
  readonly source: WalkedDesk;
  /** First and last date reported, YYYY-MM-DD; the store's own where left out. */
  readonly start?: string;
  readonly end?: string;
  readonly defaultLimit: number;
  readonly limitBasis: LimitBasis;
  /** Dollars, a loss as a positive number. */
  readonly largeLossThreshold: number;
  readonly walk: WalkOptions;
}

/** Takes the rows of one session after another; the walk waits for it. */
export type RowSink = (rows: readonly JudgedRow[]) => Promise<void>;

/** The stored sessions from the first through the last to be reported, ready to be walked. */
export interface WalkPlan {
  readonly source: WalkedDesk;
  readonly roster: readonly RosterTrader[];
  readonly settings: BacktestSettings;
  /** The first and the last session reported. */
  readonly first: string;
  readonly last: string;
  /** Of the period asked for, which may begin and end on closed dates. */
  readonly closedDays: ClosedDays;
  sessions(): AsyncGenerator<WalkedDay>;
}

/**
 * Walks everything stored with the code of the morning and judges what it would have said. The walk begins at the first stored
 * session whatever the period, so that a later start does not know less; nothing of session d or later is known on d's morning but
 * the roster's limits, which are today's.
 * @throws InputError when the period holds no stored session.
 */
export async function backtest(
  ports: BacktestPorts,
  request: BacktestRequest,
  sink: RowSink,
): Promise<BacktestResult> {
  const plan = await planWalk(ports, request);
  const tally = new BacktestTally(plan);
  for await (const session of plan.sessions()) {
    const rows = tally.add(session);
    if (rows.length > 0) await sink(rows);
  }
  return tally.result();
}

/** @throws InputError when the period holds no stored session. */
export async function planWalk(ports: BacktestPorts, request: BacktestRequest): Promise<WalkPlan> {
  const range = await storedRange(ports);
  const walked = ports.calendar.sessionsBetween(range.first, range.last);
  const reported = walked.filter(
    (session) => session >= (request.start ?? '') && session <= (request.end ?? '9999-12-31'),
  );
  const [from, first, last] = [walked[0], reported[0], reported.at(-1)];
  if (from === undefined || first === undefined || last === undefined) throw nothingOf(request, range);
  const roster = rosterTraders(await ports.roster.all(), request.defaultLimit);
  // Closed days before the first session of all belong to whatever begins with it.
  const closedFrom = first === from ? range.first : (request.start ?? range.first);
  return {
    source: request.source,
    roster,
    settings: settingsOf(request),
    first,
    last,
    closedDays: await closedDaysBetween(ports, closedFrom, earlier(request.end ?? range.last, range.last)),
    sessions: () => walkThrough(ports, request, roster, { from, through: last, basis: request.limitBasis }),
  };
}

/**
 * The first and last session stored.
 * @throws InputError when nothing is stored.
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
  range: { readonly from: string; readonly through: string; readonly basis: LimitBasis },
): AsyncGenerator<WalkedDay> {
  const history = await historyBefore(ports, roster, range.from);
  ports.progress.start('walking', ports.calendar.sessionsBetween(range.from, range.through).length);
  try {
    yield* walkSessions(ports, new WalkForwardModel(request.walk), history, range);
  } finally {
    ports.progress.finish();
  }
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function settingsOf({ walk, limitBasis, largeLossThreshold }: BacktestRequest): BacktestSettings {
  return {
    maxReductionPct: walk.maxReductionPct,
    retrainEverySessions: walk.retrainEverySessions,
    limitBasis,
    largeLossThreshold,
    tiers: walk.tiers,
    slippageBasisPoints: walk.stop.slippageBasisPoints,
  };
}

function nothingOf({ start, end }: BacktestRequest, { first, last }: StoredRange): InputError {
  return new InputError(
    'no_sessions',
    `Backtest of ${start ?? 'the first session'} to ${end ?? 'the last'} · found none of the stored sessions, ${first} to ${last}, in it · expected at least one`,
    { hint: 'Give a period (--start and --end, or --month) that overlaps what is stored.' },
  );
}
