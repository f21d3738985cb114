import { setTimeout } from 'node:timers/promises';
import type { QueueTerms } from '../adapters/database/postgres/queue/finishJobs.ts';
import { startWorkers, type Workers } from '../adapters/database/postgres/queue/workers.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, JsonOption } from './commandOptions.ts';
import { placeOf } from './deskDatabase.ts';
import { queueTerms } from './deskJobs.ts';
import { createMorningMail } from './noticeMail.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { firstSignal } from './stopSignal.ts';
import { type World, withStores } from './world.ts';

const START_AGAIN_MS = 5_000;

/**
 * `worker`: does the jobs of the desk's mornings until SIGTERM or SIGINT, with exit code 0. It finishes the
 * jobs under way first. A second signal ends the process at once: other workers then do its jobs.
 * @throws ConfigurationError `no_queue` on SQLite or where WORKERS is 0; StoreError where the server cannot
 * be
 *   reached at the start.
 */
export async function workerCommand(world: World, { json }: JsonOption): Promise<ExitCode> {
  const { config, log, output } = world;
  if (config.databaseUrl === null || config.workers === 0) throw noQueue(config.databaseUrl === null);
  keepHeapSmall();
  const stop = new AbortController();
  const signal = firstSignal().then((name) => {
    log.info('asked to stop: the jobs under way are finished', { signal: name });
    stop.abort();
  });
  const jobs = await withStores(config, async (stores) => {
    const mail = config.mail === null ? null : createMorningMail(world, config.mail);
    const terms = queueTerms(world, stores, mail);
    if (terms === null) throw noQueue(false);
    const { workers, kinds } = terms;
    log.info('the worker starts', { database: placeOf(config), workers, jobs: kinds });
    return workUntil(stop.signal, signal, terms);
  });
  log.info('stopped', { jobs });
  if (json) output.json({ stopped: true, jobs });
  return 0;
}

/**
 * Works until the signal is aborted, and starts again where workers end by an error. @returns the jobs done.
 */
async function workUntil(stop: AbortSignal, asked: Promise<void>, terms: QueueTerms): Promise<number> {
  let done = 0;
  for (let workers: Workers | null = await startWorkers(terms); ; ) {
    const error = await Promise.race([asked, workers.ended]);
    if (stop.aborted) {
      await workers.stop();
      await workers.ended;
      return done + workers.jobsDone();
    }
    terms.log.warn('the workers ended and start again', {
      problem: error instanceof Error ? error.message : 'the lines above say why',
    });
    done += workers.jobsDone();
    workers = await startAgain(terms, asked, stop);
    if (workers === null) return done;
  }
}

/** Tries until the server answers. @returns null where it is asked to stop meanwhile. */
async function startAgain(
  terms: QueueTerms,
  asked: Promise<void>,
  stop: AbortSignal,
): Promise<Workers | null> {
  while (!stop.aborted) {
    await Promise.race([
      asked,
      setTimeout(START_AGAIN_MS, undefined, { signal: stop }).catch(() => undefined),
    ]);
    if (stop.aborted) break;
    try {
      return await startWorkers(terms);
    } catch (error) {
      terms.log.warn('the workers could not start', {
        problem: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return null;
}

function noQueue(isSqlite: boolean): ConfigurationError {
  return isSqlite
    ? new ConfigurationError(
        'no_queue',
        'worker · found a desk on SQLite, whose process does all work itself · expected one on Postgres',
        { hint: 'Set DATABASE_URL to the Postgres database of the desk: docs/workers.md.' },
      )
    : new ConfigurationError('no_queue', 'worker · WORKERS is 0 · expected 1 to 16', {
        hint: 'Set WORKERS to the number of jobs that this process does at once, such as 2.',
      });
}
