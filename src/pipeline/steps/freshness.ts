import type { SourceName } from '../../domain/report/report.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { shortDay } from '../../domain/text/dates.ts';
import { count } from '../../domain/text/words.ts';
import type { AcceptanceStore } from '../../ports/acceptances.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import { SourceError } from '../../shared/errors.ts';
import { sessionsThrough } from './proof.ts';

export interface FreshnessPorts {
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly acceptances: AcceptanceStore;
}

/** How far the fills of the desk reach. */
export interface Freshness {
  /** The session of the newest fills; the one asked for where those after the newest had no trading. */
  readonly dataThrough: string;
  /** The session of the newest fills; null: there are none. */
  readonly newest: string | null;
  /** Sessions after the newest fills that no one accepted as days without trading, ascending. */
  readonly missing: readonly string[];
}

/** Older fills than this many sessions are not looked for first. */
const RECENT_SESSIONS = 60;
/** Missing sessions written out in an error. */
const MOST_NAMED = 5;

/**
 * Returns how far the fills of the desk reach through a session. Call it after the ledger was updated.
 * Sessions without fills count as days without trading only if someone accepted them as such.
 *
 * Example: asked through Friday 27 November, the newest fills are of Wednesday, Thursday was a holiday: data
 * through Wednesday, Friday is missing.
 */
export async function readFreshness(ports: FreshnessPorts, through: string): Promise<Freshness> {
  const newest = await newestSession(ports, through);
  if (newest === through) return { dataThrough: through, newest, missing: [] };
  const { sessionsBetween, nextSession } = ports.calendar;
  const since = newest === null ? through : nextSession(newest);
  const noTrading = await ports.acceptances.noTrading(since, through);
  const accepted = new Set(noTrading.map(({ sessionDate }) => sessionDate));
  const missing = sessionsBetween(since, through).filter((session) => !accepted.has(session));
  return { dataThrough: missing.length === 0 ? through : (newest ?? through), newest, missing };
}

async function newestSession(ports: FreshnessPorts, through: string): Promise<string | null> {
  const { calendar, ledger } = ports;
  const [recent = through] = sessionsThrough(calendar, through, RECENT_SESSIONS);
  for (const from of [recent, '0001-01-01']) {
    const dates = await ledger.datesWithFacts(from, through);
    // Trading on a closed day does not make up for the session before it.
    const newest = dates.findLast((date) => calendar.isSession(date));
    if (newest !== undefined) return newest;
  }
  return null;
}

/**
 * Returns how far the fills reach, for a morning that decides on them.
 * @throws SourceError `stale_fills` where a session is missing and the run does not allow it.
 */
export async function requireFresh(
  ports: FreshnessPorts & { readonly source: object | null; readonly sourceName: SourceName },
  through: string,
  allowStale: boolean,
): Promise<Freshness> {
  // The demo desk is no desk's present: it shows what a mail looks like.
  if (ports.sourceName === 'demo') return { dataThrough: through, newest: through, missing: [] };
  const freshness = await readFreshness(ports, through);
  if (freshness.missing.length === 0 || allowStale) return freshness;
  throw staleFills(freshness, ports.source !== null);
}

export function staleFills({ newest, missing }: Freshness, isFetched: boolean): SourceError {
  const named = missing.slice(0, MOST_NAMED).map((session) => `${shortDay(session)} (${session})`);
  const more = missing.length - named.length;
  const list = [...named, ...(more > 0 ? [count(more, 'more session')] : [])].join(', ');
  const found = newest === null ? 'no fills at all' : `the newest of ${shortDay(newest)} (${newest})`;
  const [first = ''] = missing;
  const way = isFetched
    ? 'Run it again once the source has the fills'
    : 'Import the fills: npm run import -- FILE';
  return new SourceError('stale_fills', `Fills · found ${found} · expected also those of ${list}`, {
    hint: `${way}. If the desk did not trade: npm run accept -- --session ${first} --no-trading --reason TEXT. To decide without them: --allow-stale, which raises no limit.`,
    retryable: true,
  });
}
