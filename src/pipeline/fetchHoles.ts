import { addDays } from '../domain/session/isoDate.ts';
import type { FillSource, SourceAccount } from '../ports/source.ts';
import { SourceError } from '../shared/errors.ts';
import { type HolePorts, readHoles, recentHoles } from './holes.ts';
import { readAccounts, readTotals, saveTotals } from './steps/fetch.ts';
import { type FetchPorts, fetchBlocks } from './steps/fetchBlocks.ts';
import { fetchWithin, type TimeLimitPorts } from './steps/fetchWithin.ts';
import { PROOF_SESSIONS, sessionsThrough } from './steps/proof.ts';
import { updateLedger } from './updateLedger.ts';

export interface HoleFetchPorts extends FetchPorts, HolePorts, TimeLimitPorts {
  readonly source: FillSource | null;
}

export interface HoleFetch {
  /** The session of the morning that was mailed. */
  readonly sessionDate: string;
  /** No request goes on after this instant. */
  readonly until: Date;
  /** Older fills are pruned, and could not be computed. null: fills are kept for ever. */
  readonly fillsRetentionDays: number | null;
}

/** After so many sessions in a row that cannot be fetched, the source is taken to be down. */
const MOST_FAILURES = 3;

/**
 * Fetches the sessions that are missing in the history, oldest first, once the mails of a morning are out.
 * What cannot be fetched stays missing: the next mail names it, and the next morning tries again. Never
 * throws.
 */
export async function fetchHoles(
  ports: HoleFetchPorts,
  { sessionDate, until, fillsRetentionDays }: HoleFetch,
  signal?: AbortSignal,
): Promise<void> {
  const { source, log, calendar, clock } = ports;
  if (source === null) return;
  const mayGoOn = () => clock.now() < until && !signal?.aborted;
  try {
    const dataThrough = calendar.previousSession(sessionDate);
    const keptFrom = fillsRetentionDays === null ? '' : addDays(dataThrough, 1 - fillsRetentionDays);
    const missing = recentHoles(calendar, await readHoles(ports, dataThrough), dataThrough);
    const holes = missing.filter((hole) => hole >= keptFrom);
    const withoutTotals = await fetchedWithoutTotals(ports, dataThrough);
    if (holes.length + withoutTotals.length === 0) return;
    if (!mayGoOn())
      return log.info('missing sessions are left for the next morning', { missing: holes.length });
    const work = async (bounded: FillSource) => {
      const { accounts } = await readAccounts(ports, bounded);
      const sessions = await fetchOldestFirst(ports, bounded, accounts, holes, mayGoOn);
      await fetchTotals(ports, bounded, accounts, [...new Set([...withoutTotals, ...sessions])].sort());
      return sessions;
    };
    const fetched = await fetchWithin(ports, source, until, work, signal);
    await updateLedger(ports);
    const counts = { fetched: fetched.length, missing: holes.length - fetched.length };
    log.info('fetched sessions that were missing in the history', counts);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    log.warn('missing sessions could not be fetched; the next morning tries again', { problem });
  }
}

/**
 * Returns the sessions that were fetched. Where a request for several sessions fails, each is requested
 * alone, so that one bad session does not keep the others away.
 */
async function fetchOldestFirst(
  ports: HoleFetchPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  holes: readonly string[],
  mayGoOn: () => boolean,
): Promise<readonly string[]> {
  const fetched: string[] = [];
  let rest = holes;
  let failures = 0;
  while (rest.length > 0 && failures < MOST_FAILURES && mayGoOn()) {
    let isFirst = true;
    try {
      for await (const { sessions } of fetchBlocks(ports, source, accounts, rest, {})) {
        fetched.push(...sessions.map((session) => session.sessionDate));
        rest = rest.slice(sessions.length);
        isFirst = false;
        failures = 0;
        if (!mayGoOn()) return fetched;
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      ports.log.warn('a missing session could not be fetched', {
        from: rest[0] ?? '',
        problem: error.message,
      });
      // The first request is for one session.
      if (!isFirst) continue;
      rest = rest.slice(1);
      failures++;
    }
  }
  return fetched;
}

/** Sessions whose fills were fetched and whose totals were not, because a run ended between the two. */
async function fetchedWithoutTotals(
  { calendar, fills }: HoleFetchPorts,
  dataThrough: string,
): Promise<readonly string[]> {
  const [from = dataThrough] = sessionsThrough(calendar, dataThrough, PROOF_SESSIONS);
  const fetched = await fills.fetched(from, dataThrough);
  return fetched.filter(({ totalsAt }) => totalsAt == null).map(({ sessionDate }) => sessionDate);
}

async function fetchTotals(
  ports: HoleFetchPorts,
  source: FillSource,
  accounts: readonly SourceAccount[],
  sessions: readonly string[],
): Promise<void> {
  if (sessions.length === 0) return;
  try {
    await saveTotals(ports, accounts, sessions, await readTotals(source, accounts, sessions));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    ports.log.warn('the totals of the missing sessions could not be fetched', { problem: error.message });
  }
}
