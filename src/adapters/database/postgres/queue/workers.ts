import { EventEmitter } from 'node:events';
import type { Runner, WorkerEvents } from 'graphile-worker';
import { queueLibrary } from '../driver.ts';
import { preset, type QueueTerms, taskList } from './finishJobs.ts';
import { WORKER_NAME } from './jobRows.ts';
import { queueLog } from './queueLog.ts';
import { queuePool } from './queuePool.ts';

/** Workers of one process. They wait for jobs of any morning and do them. */
export interface Workers {
  /** Finishes the jobs under way and ends. */
  stop(): Promise<void>;
  /** Resolves when they have ended: after `stop`, or because of an error, which it gives. */
  readonly ended: Promise<Error | null>;
  /** How many jobs they have done. */
  jobsDone(): number;
}

/** The server reports new jobs at once. A report can be lost with its connection, so they look too. */
const LOOK_EVERY_MS = 2_000;

/** How long the library may take to end once its jobs are over. */
const END_PATIENCE_MS = 5_000;

/**
 * Starts workers. Where the connection is lost they try again by themselves.
 * @throws Error of the driver where the server cannot be reached at the start.
 */
export async function startWorkers(terms: QueueTerms): Promise<Workers> {
  const { url, workers, log } = terms;
  // One connection more than jobs: it waits for reports of new jobs.
  const pgPool = queuePool(url, workers + 2);
  const events: WorkerEvents = new EventEmitter();
  let done = 0;
  events.on('job:success', () => {
    done++;
  });
  events.on('pool:listen:success', ({ client, workerPool }) => {
    // Others see by this name that the worker lives. Without it they do its jobs once more. The library is
    // about to use the client: the name follows when the client is free.
    client.once('drain', () => {
      client
        .query("SELECT set_config('application_name', $1, false)", [WORKER_NAME + workerPool.id])
        .catch(() => undefined);
    });
  });
  const { run } = queueLibrary();
  const runner = await run({
    pgPool,
    events,
    concurrency: workers,
    taskList: taskList(terms),
    parsedCronItems: [],
    noHandleSignals: true,
    pollInterval: LOOK_EVERY_MS,
    preset,
    logger: queueLog(log),
  }).catch(async (error: unknown) => {
    await pgPool.end();
    throw error;
  });
  const hangs = endOfHanging(events, runner);
  // The end of the pool could wait for ever too.
  void hangs.then(() => pgPool.end()).catch(() => undefined);
  const ended = Promise.race([endOf(runner).finally(() => pgPool.end()), hangs]);
  return {
    stop: async () => void (await Promise.race([stopped(runner), ended])),
    ended,
    jobsDone: () => done,
  };
}

/** A runner that has ended by itself throws here, and has nothing left to stop. */
async function stopped(runner: Runner): Promise<void> {
  await runner.stop().catch(() => undefined);
}

/**
 * The library can wait for ever for a connection that was cut while it had a job. Its jobs are over then.
 * Without this the process would live on, and do no job any more.
 */
function endOfHanging(events: WorkerEvents, runner: Runner): Promise<Error> {
  return new Promise((resolve) => {
    const wait = () => {
      const timer = setTimeout(() => {
        // It still has a timer, which would keep the process alive.
        void stopped(runner);
        resolve(new Error('the workers did not end'));
      }, END_PATIENCE_MS);
      const clear = () => clearTimeout(timer);
      runner.promise.then(clear, clear);
    };
    events.once('pool:gracefulShutdown:complete', wait);
    events.once('pool:gracefulShutdown:error', wait);
  });
}

async function endOf(runner: Runner): Promise<Error | null> {
  try {
    await runner.promise;
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
