import { sessionDueNow } from '../domain/session/due.ts';
import type { Stores, World } from './world.ts';

/**
 * The session that the desk stands at. With a source it is the one due by the clock. Imported fills may be of
 * any date: there it is the session after the newest fill, as in a morning without `--date`.
 */
export async function deskSession(
  { config, calendar, clock }: Pick<World, 'config' | 'calendar' | 'clock'>,
  stores: Pick<Stores, 'fills' | 'acceptances'>,
): Promise<string> {
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  if (config.source !== null) return due;
  const range = await stores.fills.sessionRange();
  return range === null ? due : sessionAfter({ calendar }, stores, range.last);
}

/** The session after the last stored one, and after those that were accepted as sessions without trading. */
export async function sessionAfter(
  { calendar }: Pick<World, 'calendar'>,
  { acceptances }: Pick<Stores, 'acceptances'>,
  last: string,
): Promise<string> {
  const noTrading = await acceptances.noTrading(last, '9999-12-31');
  const accepted = new Set(noTrading.map(({ sessionDate }) => sessionDate));
  let session = calendar.nextSession(last);
  while (accepted.has(session)) session = calendar.nextSession(session);
  return session;
}
