import { sendDeadline, sessionDueNow } from '../domain/session/due.ts';
import { type World, withExistingStores } from './world.ts';

/**
 * Returns the session of the next morning that will be mailed. Skips the one due now if it was mailed or is
 * too late.
 */
export async function nextMorningSession(world: World): Promise<string> {
  const { calendar, clock, config } = world;
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  const isOver =
    clock.now() > sendDeadline(due, config.sendDeadline, config.timezone) || (await isMailed(world, due));
  return isOver ? calendar.nextSession(due) : due;
}

async function isMailed({ config }: World, session: string): Promise<boolean> {
  const read = withExistingStores(config, ({ outbox }) => outbox.entries(session, 'morning'));
  // Other checks report problems of the database.
  const mails = await read.catch(() => []);
  return mails.length > 0 && mails.every(({ status }) => status !== 'pending' && status !== 'claimed');
}
