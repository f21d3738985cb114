import { startWorkers, type Workers } from '../adapters/database/postgres/queue/workers.ts';
import { timerRepeater } from '../adapters/schedule/timerRepeater.ts';
import { queueTerms } from './deskJobs.ts';
import type { MorningMail } from './noticeMail.ts';
import { openDeskStores, type World } from './world.ts';

const LOOK_EVERY_MS = 2_000;

/**
 * Lets a daemon that stands by take part in the mornings of the other one. A daemon that runs mornings does
 * jobs anyway, while it waits for them. Never throws: without workers the other daemon does everything
 * itself.
 */
export function standbyWorkers(
  world: World,
  mail: MorningMail,
  isStandingBy: () => boolean,
): { stop(): Promise<void> } {
  let running: Workers | null = null;
  let turn: Promise<void> | null = null;
  const look = async (isWanted: boolean): Promise<void> => {
    try {
      if (isWanted) running ??= await started(world, mail, () => (running = null));
      else if (running !== null) await ended(running);
    } catch (error) {
      world.log.warn('the workers of the daemon could not start', {
        problem: error instanceof Error ? error.message : String(error),
      });
    }
  };
  const inTurn = (isWanted: boolean) => {
    turn ??= look(isWanted).finally(() => (turn = null));
    return turn;
  };
  const timer = timerRepeater.every(LOOK_EVERY_MS, () => inTurn(isStandingBy()));
  return {
    async stop() {
      timer.stop();
      await turn;
      await look(false);
    },
  };
}

async function started(world: World, mail: MorningMail, onEnd: () => void): Promise<Workers | null> {
  if (world.config.databaseUrl === null || world.config.workers === 0) return null;
  const stores = await openDeskStores(world.config);
  const terms = queueTerms(world, stores, mail);
  try {
    if (terms === null) throw new Error('the desk has no queue');
    const workers = await startWorkers(terms);
    void workers.ended.finally(onEnd).finally(() => stores.database.close());
    world.log.info('standing by: this daemon does jobs of the other one', { workers: terms.workers });
    return workers;
  } catch (error) {
    await stores.database.close();
    throw error;
  }
}

async function ended(workers: Workers): Promise<void> {
  await workers.stop();
  await workers.ended;
}
