import { existsSync } from 'node:fs';
import { sendDeadline, sessionDueNow } from '../domain/session/due.ts';
import { type World, withStores } from './world.ts';

/** The session of the next morning to be mailed: the one due now, unless its mails are out or its deadline has passed. */
export async function nextMorningSession(world: World): Promise<string> {
  const { calendar, clock, config } = world;
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  const isOver =
    clock.now() > sendDeadline(due, config.sendDeadline, config.timezone) || (await isMailed(world, due));
  return isOver ? calendar.nextSession(due) : due;
}

async function isMailed({ config: { dbPath } }: World, session: string): Promise<boolean> {
  if (!existsSync(dbPath)) return false;
  const read = withStores(dbPath, ({ outbox }) => outbox.entries(session, 'morning'));
  // What is wrong with the database is for those to say who look at it.
  const mails = await read.catch(() => []);
  return mails.length > 0 && mails.every(({ status }) => status !== 'pending' && status !== 'claimed');
}
