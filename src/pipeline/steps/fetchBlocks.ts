import type { Calendar } from '../../domain/session/calendar.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DateCounts, FillIngest, FillStore } from '../../ports/fillStore.ts';
import type { ReconciliationStore } from '../../ports/ledgerStore.ts';
import type { RosterStore } from '../../ports/rosterStore.ts';
import type { Clock, Log, Progress } from '../../ports/runtime.ts';
import type { FillSource, RejectSink, SourceAccount } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';
import { notTaken } from '../notTaken.ts';

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
  /** Whether it had been fetched before: what differs now is a correction. */
  readonly known: boolean;
  readonly fills: number;
  /** Fills added, changed or taken back since the store last saw the session. */
  readonly differing: number;
}

export interface FetchedBlock {
  readonly sessions: readonly FetchedSession[];
  readonly rejectedRows: number;
  readonly rejectedFile: string | null;
  readonly repeatedRows: number;
  readonly goneAccounts: readonly string[];
}

/** A request for several sessions saves waiting on a small desk; beyond a page's rows it saves nothing. */
const ROWS_WANTED_PER_REQUEST = 50_000;
const MOST_SESSIONS_PER_REQUEST = 40;

/** Fetches sessions, oldest first, some at a time; what comes out is in the store, whole, with the record that it is. */
export async function* fetchBlocks(
  ports: FetchPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
  mustHave: string | null,
): AsyncGenerator<FetchedBlock> {
  const listed = new Set(accounts.map(({ name }) => name));
  const blocks: FetchedBlock[] = [];
  for (let done = 0; done < sessions.length; ) {
    const wanted = nextBlock(ports.calendar, sessions.slice(done), blocks);
    const block = await fetchBlock(ports, source, wanted, mustHave, listed);
    blocks.push(block);
    done += wanted.length;
    yield block;
  }
}

/** Consecutive sessions for one request: one at first, then as many as fill a page by what came so far. */
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
  // Dates since the session before belong to it too: futures trade on Sunday evening, and no fill may be lost.
  const from = addDays(ports.calendar.previousSession(first), 1);
  const rejects = ports.rejectsOf(`${source.name}-${first}-${last}`);
  const ingest = ports.fills.replaceRange(from, last, listed);
  try {
    const unreadable = await stream(source, ingest, rejects, { from, to: last });
    const fetched = await Promise.all(sessions.map((session) => summary(ports, ingest.counts(), session)));
    for (const session of fetched) requireFills(session, session.sessionDate === mustHave);
    const fetchedAt = ports.clock.now();
    const counts = ingest.finish(
      fetched.map(({ sessionDate, fills }) => ({ sessionDate, fills, fetchedAt })),
    );
    const left = notTaken(source.name, counts);
    rejects.add(left.rows);
    const rejectedRows = unreadable + left.fills;
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
      repeatedRows: counts.repeated,
      goneAccounts: counts.keptAccounts,
    };
  } catch (error) {
    ingest.abandon();
    rejects.discard();
    throw error;
  }
}

async function stream(
  source: FillSource,
  ingest: FillIngest,
  rejects: RejectSink,
  range: { readonly from: string; readonly to: string },
): Promise<number> {
  let rejectedRows = 0;
  for await (const batch of source.fills(range.from, range.to)) {
    const foreign = batch.fills.find((fill) => fill.sessionDate < range.from || fill.sessionDate > range.to);
    if (foreign) throw outOfRange(foreign.sessionDate, range);
    ingest.add(batch.fills);
    rejects.add(batch.rejected);
    rejectedRows += batch.rejected.length;
  }
  return rejectedRows;
}

type SessionIntake = FetchedSession & { readonly missing: number };

/** A session's own date and the closed days before it, in one. */
async function summary(
  { calendar, fills }: FetchPorts,
  counts: ReadonlyMap<string, DateCounts>,
  sessionDate: string,
): Promise<SessionIntake> {
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

function requireFills({ sessionDate, fills, missing }: SessionIntake, mustHave: boolean): void {
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
    hint: 'The source answered another question than the one asked. Nothing of it was stored.',
    retryable: true,
  });
}

/** First and last of some sessions. */
export function ends(sessions: readonly string[]): [first: string, last: string] {
  return [sessions[0] ?? '', sessions.at(-1) ?? ''];
}
