import type { Calendar } from '../../domain/session/calendar.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DateCounts, FillIngest, FillStore } from '../../ports/fillStore.ts';
import type { ReconciliationStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Clock, Log, Progress } from '../../ports/runtime.ts';
import type { FillSource, RejectSink, SourceAccount } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';
import { RejectedDays } from '../rejectedDays.ts';
import { unstoredFills } from '../unstoredFills.ts';

export interface FetchPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly calendar: Calendar;
  readonly fills: FillStore;
  readonly roster: RosterStore;
  readonly reconciliation: ReconciliationStore;
  readonly rejectsOf: (stream: string) => RejectSink;
}

export interface FetchedSession {
  readonly sessionDate: string;
  /** True if the session was fetched before. Fills that differ now are corrections. */
  readonly known: boolean;
  readonly fills: number;
  /** Fills added, changed or removed since the session was last fetched. */
  readonly differing: number;
}

export interface FetchedBlock {
  readonly sessions: readonly FetchedSession[];
  readonly rejectedRows: number;
  readonly rejectedFile: string | null;
  /** Columns that hold numbers and were not read. */
  readonly unreadColumns: readonly string[];
  readonly repeatedRows: number;
  readonly goneAccounts: readonly string[];
}

export interface FetchOptions {
  /** The session that must have fills; null: none. */
  readonly mustHave?: string | null;
  /** Blocks fetched just now: they say how many fills a session has. */
  readonly before?: readonly FetchedBlock[];
}

/**
 * A request for several sessions saves waiting time on a small desk. It saves nothing once the rows fill a
 * page of the response.
 */
const ROWS_WANTED_PER_REQUEST = 50_000;
const MOST_SESSIONS_PER_REQUEST = 40;

/**
 * Fetches sessions in blocks, oldest first. A block is stored and recorded as fetched before it is yielded.
 */
export async function* fetchBlocks(
  ports: FetchPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
  { mustHave = null, before = [] }: FetchOptions,
): AsyncGenerator<FetchedBlock> {
  const listed = new Set(accounts.map(({ name }) => name));
  const blocks = [...before];
  for (let done = 0; done < sessions.length; ) {
    const wanted = nextBlock(ports.calendar, sessions.slice(done), blocks);
    const block = await fetchBlock(ports, source, wanted, mustHave, listed);
    blocks.push(block);
    done += wanted.length;
    yield block;
  }
}

/**
 * Consecutive sessions for one request. The first request has one session. Later ones have as many as fill a
 * page, by the average so far: with 10,000 fills a session, 50,000 / 10,000 = 5 sessions.
 */
function nextBlock(
  calendar: Calendar,
  left: readonly string[],
  before: readonly FetchedBlock[],
): readonly string[] {
  const known = before.flatMap(({ sessions }) => sessions);
  const fillsASession = known.reduce((sum, { fills }) => sum + fills, 0) / known.length;
  const affordable =
    known.length === 0 ? 1 : Math.floor(ROWS_WANTED_PER_REQUEST / Math.max(fillsASession, 1));
  const most = Math.min(Math.max(affordable, 1), MOST_SESSIONS_PER_REQUEST, left.length);
  let size = 1;
  while (size < most && calendar.previousSession(left[size] ?? '') === left[size - 1]) size++;
  return left.slice(0, size);
}

async function fetchBlock(
  ports: FetchPorts,
  source: FillSource,
  sessions: readonly string[],
  mustHave: string | null,
  listed: ReadonlySet<string>,
): Promise<FetchedBlock> {
  const [first, last] = ends(sessions);
  // Include the closed days since the session before: futures trade on Sunday evening, and no fill may be
  // lost.
  const from = addDays(ports.calendar.previousSession(first), 1);
  const rejects = ports.rejectsOf(`${source.name}-${first}-${last}`);
  const ingest = await ports.fills.replaceRange(from, last, listed);
  try {
    const { rejectedDays, unreadColumns, ...streamed } = await stream(source, ingest, rejects, {
      from,
      to: last,
    });
    const plan = await ingest.plan();
    const fetched = await Promise.all(sessions.map((session) => summary(ports, plan, session)));
    for (const session of fetched) requireFills(session, session.sessionDate === mustHave);
    const fetchedAt = ports.clock.now();
    const counts = await ingest.commit(
      fetched.map(({ sessionDate, fills }) => ({ sessionDate, fills, fetchedAt })),
      { key: source.name, where: source.name, days: rejectedDays.days() },
    );
    const unstored = unstoredFills(source.name, counts);
    rejects.add(unstored.rows);
    const rejectedRows = streamed.rejectedRows + unstored.fills;
    ports.log.debug('fetched', {
      first,
      last,
      fills: fetched.reduce((sum, { fills }) => sum + fills, 0),
      rejectedRows,
    });
    return {
      sessions: fetched,
      rejectedRows,
      rejectedFile: rejects.close(),
      unreadColumns: [...unreadColumns],
      repeatedRows: counts.repeated,
      goneAccounts: counts.keptAccounts,
    };
  } catch (error) {
    await ingest.abandon();
    rejects.discard();
    throw error;
  }
}

interface Streamed {
  readonly rejectedRows: number;
  readonly rejectedDays: RejectedDays;
  readonly unreadColumns: ReadonlySet<string>;
}

async function stream(
  source: FillSource,
  ingest: FillIngest,
  rejects: RejectSink,
  range: { readonly from: string; readonly to: string },
): Promise<Streamed> {
  const rejectedDays = new RejectedDays();
  const unreadColumns = new Set<string>();
  let rejectedRows = 0;
  for await (const batch of source.fills(range.from, range.to)) {
    const foreign = batch.fills.find((fill) => fill.sessionDate < range.from || fill.sessionDate > range.to);
    if (foreign) throw outOfRange(foreign.sessionDate, range);
    await ingest.add(batch.fills);
    rejects.add(batch.rejected);
    rejectedDays.add(batch.rejected);
    for (const column of batch.unreadColumns ?? []) unreadColumns.add(column);
    rejectedRows += batch.rejected.length;
  }
  return { rejectedRows, rejectedDays, unreadColumns };
}

type SessionSummary = FetchedSession & { readonly missing: number };

/** Counts of a session, including the closed days before it. */
async function summary(
  { calendar, fills }: FetchPorts,
  counts: ReadonlyMap<string, DateCounts>,
  sessionDate: string,
): Promise<SessionSummary> {
  const after = calendar.previousSession(sessionDate);
  const own = [...counts].filter(([date]) => date > after && date <= sessionDate).map(([, count]) => count);
  const sum = (of: (count: DateCounts) => number) => own.reduce((total, count) => total + of(count), 0);
  return {
    sessionDate,
    known: (await fills.fetched(sessionDate, sessionDate)).length > 0,
    fills: sum(({ inserted, duplicates, changed }) => inserted + duplicates + changed),
    differing: sum(({ inserted, changed, missing }) => inserted + changed + missing),
    missing: sum(({ missing }) => missing),
  };
}

function requireFills({ sessionDate, fills, missing }: SessionSummary, mustHave: boolean): void {
  if (fills > 0 || (!mustHave && missing === 0)) return;
  const found = missing > 0 ? `no fills, although ${missing} are stored` : 'no fills';
  throw new SourceError('no_fills', `Source · ${found} for the open session ${sessionDate} · expected some`, {
    hint: 'The source is not ready, or the market was closed: try again later, or add the day to CALENDAR_OVERRIDES.',
    retryable: true,
  });
}

function outOfRange(
  found: string,
  { from, to }: { readonly from: string; readonly to: string },
): SourceError {
  return new SourceError('fills_out_of_range', `Source · a fill of ${found} · expected ${from} to ${to}`, {
    hint: 'The source returned fills outside the requested dates. None of them was stored.',
    retryable: true,
  });
}

/** The first and last of some sessions; empty texts if there are none. */
export function ends(sessions: readonly string[]): [first: string, last: string] {
  return [sessions[0] ?? '', sessions.at(-1) ?? ''];
}
