import type { Calendar } from '../../domain/session/calendar.ts';
import type { RenamedAccount } from '../../ports/rosterStore.ts';
import type { FillSource, SourceAccount, SourceTotals } from '../../ports/source.ts';
import { SourceError } from '../../shared/errors.ts';
import { ends, type FetchedBlock, type FetchedSession, type FetchPorts, fetchBlocks } from './fetchBlocks.ts';

export interface Fetched {
  readonly sessions: readonly FetchedSession[];
  readonly rejectedRows: number;
  readonly rejectedFiles: readonly string[];
  /** Rows that one answer sent twice, word for word; each is stored once. */
  readonly repeatedRows: number;
  /** Accounts that the roster learned of just now. */
  readonly newAccounts: readonly string[];
  readonly renamedAccounts: readonly RenamedAccount[];
  /** Accounts with stored fills in these sessions that the source no longer lists; their fills stay as they are. */
  readonly goneAccounts: readonly string[];
}

/** Sessions fetched again each morning, because sources correct fills days later. */
const REFETCHED_SESSIONS = 5;
/** The sessions a morning asks the source for: the last five, the newest of them the one that must be there. */
export function sessionsToFetch(calendar: Calendar, dataThrough: string): readonly string[] {
  const sessions = [dataThrough];
  while (sessions.length < REFETCHED_SESSIONS)
    sessions.unshift(calendar.previousSession(sessions[0] ?? dataThrough));
  return sessions;
}

/**
 * Fetches sessions, oldest first: accounts, fills, and the source's own totals. Sessions are stored whole or not at
 * all, so a run cut short goes on where it stopped.
 * @param sessions ascending.
 * @throws SourceError where the source fails, or has no fills for `mustHave` or for a session that is stored: an open
 *   session without fills is a source that is not ready, never a quiet day.
 */
export async function fetchSessions(
  ports: FetchPorts,
  source: FillSource,
  sessions: readonly string[],
  mustHave: string | null,
): Promise<Fetched> {
  const { accounts, renamedAccounts } = await meetAccounts(ports, source);
  const blocks: FetchedBlock[] = [];
  ports.progress.start('fetch', sessions.length);
  for await (const block of fetchBlocks(ports, source, accounts, sessions, mustHave)) {
    blocks.push(block);
    ports.progress.advance(block.sessions.length);
  }
  ports.progress.finish();
  await keepTotals(ports, accounts, sessions, await askTotals(source, accounts, sessions));
  return {
    sessions: blocks.flatMap((block) => block.sessions),
    rejectedRows: blocks.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0),
    rejectedFiles: blocks.flatMap(({ rejectedFile }) => rejectedFile ?? []),
    repeatedRows: blocks.reduce((sum, { repeatedRows }) => sum + repeatedRows, 0),
    // Last of all: a run that fails before it leaves them new for the next one to tell of.
    newAccounts: await ports.roster.learnAccounts(accounts),
    renamedAccounts,
    goneAccounts: [...new Set(blocks.flatMap(({ goneAccounts }) => goneAccounts))].sort(),
  };
}

/** The source's accounts, before any fill: the days of one that got another name must not be stored under both. */
export async function meetAccounts(
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

/** One question for the whole range: many servers answer totals for one account at a time only. */
export function askTotals(
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
): Promise<readonly SourceTotals[]> {
  return source.totals(accounts, ...ends(sessions));
}

export async function keepTotals(
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
  return new SourceError('no_accounts', 'Source · found no account at all · expected the desk’s', {
    hint: 'The source is not ready, or API_USER may no longer see the accounts: check its rights.',
    retryable: true,
  });
}
