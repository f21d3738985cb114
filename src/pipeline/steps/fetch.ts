import type { Calendar } from '../../domain/session/calendar.ts';
import type { AcceptanceStore } from '../../ports/acceptances.ts';
import type { RenamedAccount } from '../../ports/rosterStore.ts';
import type { FillSource, SourceAccount, SourceTotals } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';
import {
  ends,
  type FetchedBlock,
  type FetchedSession,
  type FetchOptions,
  type FetchPorts,
  fetchBlocks,
} from './fetchBlocks.ts';
import { fetchWithin, type TimeLimitPorts } from './fetchWithin.ts';

export interface Fetched {
  readonly sessions: readonly FetchedSession[];
  readonly rejectedRows: number;
  readonly rejectedFiles: readonly string[];
  /** Columns of the responses that hold numbers and were not read. */
  readonly unreadColumns: readonly string[];
  /** Identical rows that one response contained twice. Each is stored once. */
  readonly repeatedRows: number;
  /** Accounts that this fetch added to the roster. */
  readonly newAccounts: readonly string[];
  readonly renamedAccounts: readonly RenamedAccount[];
  /**
   * Accounts with stored fills in these sessions that the source no longer lists. Their fills stay unchanged.
   */
  readonly goneAccounts: readonly string[];
  /** Earlier sessions whose corrections could not be fetched, and why; null: all were. */
  readonly notRefetched: { readonly sessions: readonly string[]; readonly why: string } | null;
}

/** Sessions fetched again each morning, because sources correct fills days later. */
const REFETCHED_SESSIONS = 5;

/** The sessions that a morning fetches, ascending: the last five through `dataThrough`. */
export function sessionsToFetch(calendar: Calendar, dataThrough: string): readonly string[] {
  const sessions = [dataThrough];
  while (sessions.length < REFETCHED_SESSIONS)
    sessions.unshift(calendar.previousSession(sessions[0] ?? dataThrough));
  return sessions;
}

export interface MorningFetch {
  /** No request goes on after it. */
  readonly until: Date;
  /** The last session may be without fills: the morning decides on older ones. */
  readonly mayBeEmpty: boolean;
}

/**
 * Fetches what a morning needs: first the last session, which must have fills, then the four before it that
 * were fetched before, for their corrections. A failure of those four never keeps the mail from going out:
 * the mail names them. One that was never fetched is a hole, and is fetched after the mail.
 * @throws SourceError if the source fails for the last session, or has no fills of it.
 */
export async function fetchMorning(
  ports: FetchPorts & TimeLimitPorts & { readonly acceptances: AcceptanceStore },
  source: FillSource,
  dataThrough: string,
  { until, mayBeEmpty }: MorningFetch,
): Promise<Fetched> {
  const within = <T>(end: Date, work: (bounded: FillSource) => Promise<T>) =>
    fetchWithin(ports, source, end, work);
  const { accounts, renamedAccounts, last } = await within(until, async (bounded) => {
    const read = await readAccounts(ports, bounded);
    const blocks = await fetchedBlocks(ports, bounded, read.accounts, [dataThrough], {
      mustHave: mayBeEmpty || (await hadNoTrading(ports, dataThrough)) ? null : dataThrough,
    });
    return { ...read, last: blocks };
  });
  const earlier = await knownBefore(ports, dataThrough);
  const refetch = await attempt(ports, () =>
    within(halfWay(ports, until), (bounded) =>
      fetchedBlocks(ports, bounded, accounts, earlier, { before: last }),
    ),
  );
  const all = [...earlier, dataThrough];
  const totals = await attempt(ports, () =>
    within(halfWay(ports, until), (bounded) => readTotals(bounded, accounts, all)),
  );
  if (totals.kind === 'done') await saveTotals(ports, accounts, all, totals.value);
  else {
    const own = await within(until, (bounded) => readTotals(bounded, accounts, [dataThrough]));
    await saveTotals(ports, accounts, [dataThrough], own);
  }
  const why = refetch.kind === 'failed' ? refetch.why : totals.kind === 'failed' ? totals.why : null;
  return {
    ...summaryOf([...last, ...(refetch.kind === 'done' ? refetch.value : [])]),
    notRefetched: why === null ? null : { sessions: earlier, why },
    // Do this last: if the run fails earlier, the next run still reports these accounts as new.
    newAccounts: await ports.roster.learnAccounts(accounts),
    renamedAccounts,
  };
}

/** Whether someone accepted the session as a day without trading. */
async function hadNoTrading(
  { acceptances }: { readonly acceptances: AcceptanceStore },
  sessionDate: string,
): Promise<boolean> {
  return (await acceptances.noTrading(sessionDate, sessionDate)).length > 0;
}

/** Earlier sessions may use half of the time that is left: the last session's totals must still be read. */
function halfWay({ clock }: TimeLimitPorts, until: Date): Date {
  const now = clock.now().getTime();
  return new Date(now + (until.getTime() - now) / 2);
}

/** The four sessions before the last one that were fetched before, ascending. */
async function knownBefore({ calendar, fills }: FetchPorts, dataThrough: string): Promise<readonly string[]> {
  const earlier = sessionsToFetch(calendar, dataThrough).slice(0, -1);
  const known = new Set((await fills.fetched(...ends(earlier))).map(({ sessionDate }) => sessionDate));
  return earlier.filter((session) => known.has(session));
}

type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly why: string };

/** Only the source may fail here. An error of the store would meet the last session too. */
async function attempt<T>({ log }: FetchPorts, work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    log.warn('the sessions before the last one could not be fetched again', {
      code: error.code,
      problem: error.message,
    });
    return { kind: 'failed', why: error.message };
  }
}

/**
 * Fetches accounts, fills and the totals of the source for some sessions, oldest first. Each session is
 * stored completely or not at all, so that an interrupted run can continue.
 * @param sessions ascending.
 * @param mustHave the session that must have fills; null: none.
 * @throws SourceError if the source fails, or has no fills for `mustHave` or for a session that has stored
 *   fills. An open session without fills means that the source is not ready; it is never treated as a quiet
 *   day.
 */
export async function fetchSessions(
  ports: FetchPorts,
  source: FillSource,
  sessions: readonly string[],
  mustHave: string | null = null,
): Promise<Fetched> {
  const { accounts, renamedAccounts } = await readAccounts(ports, source);
  const blocks = await fetchedBlocks(ports, source, accounts, sessions, { mustHave });
  await saveTotals(ports, accounts, sessions, await readTotals(source, accounts, sessions));
  const newAccounts = await ports.roster.learnAccounts(accounts);
  return { ...summaryOf(blocks), notRefetched: null, newAccounts, renamedAccounts };
}

async function fetchedBlocks(
  ports: FetchPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
  options: FetchOptions,
): Promise<readonly FetchedBlock[]> {
  const blocks: FetchedBlock[] = [];
  ports.progress.start('fetch', sessions.length);
  for await (const block of fetchBlocks(ports, source, accounts, sessions, options)) {
    blocks.push(block);
    ports.progress.advance(block.sessions.length);
  }
  ports.progress.finish();
  return blocks;
}

function summaryOf(blocks: readonly FetchedBlock[]) {
  return {
    sessions: blocks.flatMap((block) => block.sessions),
    rejectedRows: blocks.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0),
    rejectedFiles: blocks.flatMap(({ rejectedFile }) => rejectedFile ?? []),
    unreadColumns: [...new Set(blocks.flatMap(({ unreadColumns }) => unreadColumns))],
    repeatedRows: blocks.reduce((sum, { repeatedRows }) => sum + repeatedRows, 0),
    goneAccounts: [...new Set(blocks.flatMap(({ goneAccounts }) => goneAccounts))].sort(),
  };
}

/**
 * Reads the accounts of the source and renames stored accounts that have a new name. Call it before fills are
 * stored, or the fills of a renamed account would be stored under both names.
 * @throws SourceError if the source lists no account.
 */
export async function readAccounts(
  ports: FetchPorts,
  source: FillSource,
): Promise<{
  readonly accounts: readonly SourceAccount[];
  readonly renamedAccounts: readonly RenamedAccount[];
}> {
  const accounts = await source.accounts();
  if (accounts.length === 0) throw noAccounts();
  return { accounts, renamedAccounts: await ports.roster.renameAccounts(accounts) };
}

/**
 * Reads the totals of the whole range in one call: many servers return totals for only one account a request.
 */
export function readTotals(
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
): Promise<readonly SourceTotals[]> {
  return source.totals(accounts, ...ends(sessions));
}

/**
 * Stores the totals and records that these sessions have them. Totals of sessions between them that were not
 * asked for are left out: their fills are not there to compare.
 */
export async function saveTotals(
  ports: FetchPorts,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
  totals: readonly SourceTotals[],
): Promise<void> {
  const names = accounts.map(({ name }) => name);
  for (const run of consecutiveRuns(ports.calendar, sessions)) {
    const [first, to] = ends(run);
    // The closed days before the first session belong to it, as its fills do.
    const after = ports.calendar.previousSession(first);
    const own = totals.filter(({ sessionDate }) => sessionDate > after && sessionDate <= to);
    await ports.reconciliation.saveTotals(own, { from: first, to, accounts: names });
  }
  await ports.fills.recordTotals(sessions, ports.clock.now());
}

/** The sessions in groups without a session missing between them. */
function consecutiveRuns(calendar: Calendar, sessions: readonly string[]): readonly (readonly string[])[] {
  const runs: string[][] = [];
  for (const session of sessions) {
    const run = runs.at(-1);
    if (run !== undefined && calendar.previousSession(session) === run.at(-1)) run.push(session);
    else runs.push([session]);
  }
  return runs;
}

function noAccounts(): SourceError {
  return new SourceError('no_accounts', 'Source · found no account · expected the accounts of the desk', {
    hint: 'The source is not ready, or API_USER may no longer have access to the accounts: check its rights.',
    retryable: true,
  });
}
