import type { Calendar } from '../../domain/session/calendar.ts';
import type { RenamedAccount } from '../../ports/rosterStore.ts';
import type { FillSource, SourceAccount, SourceTotals } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';
import { ends, type FetchedBlock, type FetchedSession, type FetchPorts, fetchBlocks } from './fetchBlocks.ts';

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
  mustHave: string | null,
): Promise<Fetched> {
  const { accounts, renamedAccounts } = await readAccounts(ports, source);
  const blocks: FetchedBlock[] = [];
  ports.progress.start('fetch', sessions.length);
  for await (const block of fetchBlocks(ports, source, accounts, sessions, mustHave)) {
    blocks.push(block);
    ports.progress.advance(block.sessions.length);
  }
  ports.progress.finish();
  await saveTotals(ports, accounts, sessions, await readTotals(source, accounts, sessions));
  return {
    sessions: blocks.flatMap((block) => block.sessions),
    rejectedRows: blocks.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0),
    rejectedFiles: blocks.flatMap(({ rejectedFile }) => rejectedFile ?? []),
    unreadColumns: [...new Set(blocks.flatMap(({ unreadColumns }) => unreadColumns))],
    repeatedRows: blocks.reduce((sum, { repeatedRows }) => sum + repeatedRows, 0),
    // Do this last: if the run fails earlier, the next run still reports these accounts as new.
    newAccounts: await ports.roster.learnAccounts(accounts),
    renamedAccounts,
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

/** Stores the totals and records that these sessions have them. */
export async function saveTotals(
  ports: FetchPorts,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
  totals: readonly SourceTotals[],
): Promise<void> {
  const [from, to] = ends(sessions);
  await ports.reconciliation.saveTotals(totals, { from, to, accounts: accounts.map(({ name }) => name) });
  await ports.fills.recordTotals(sessions, ports.clock.now());
}

function noAccounts(): SourceError {
  return new SourceError('no_accounts', 'Source · found no account · expected the accounts of the desk', {
    hint: 'The source is not ready, or API_USER may no longer have access to the accounts: check its rights.',
    retryable: true,
  });
}
