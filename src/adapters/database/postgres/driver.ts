import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The driver of Postgres. It is loaded when it is first used: a desk on SQLite starts without it. */
export function driver(): typeof import('pg') {
  return load('pg') as typeof import('pg');
}

/** The library of the queue, loaded as the driver is. */
export function queueLibrary(): typeof import('graphile-worker') {
  return load('graphile-worker') as typeof import('graphile-worker');
}
