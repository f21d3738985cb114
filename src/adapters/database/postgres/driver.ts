import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** The driver of Postgres. It is loaded when it is first used: a desk on SQLite starts without it. */
export const driver = loadedOnce(() => load('pg') as typeof import('pg'));

/** The library of the queue, loaded as the driver is. */
export const queueLibrary = loadedOnce(() => load('graphile-worker') as typeof import('graphile-worker'));

/** `require` looks for the package again at each call, and the driver is asked for at each column. */
function loadedOnce<Library>(find: () => Library): () => Library {
  let library: Library | null = null;
  return () => (library ??= find());
}
