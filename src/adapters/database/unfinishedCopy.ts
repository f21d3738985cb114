import { StoreError } from '../../shared/errors.ts';

/** Suffix of the SQLite file that `copy-store` fills. */
export const COPYING_SUFFIX = '.copying';
/** The tables of an unfinished copy are in this Postgres schema: no other process takes them for a desk. */
export const COPY_SCHEMA = 'daybreak_copy';

/** A desk was being copied to here. Another desk must not begin in its place. */
export function unfinishedCopy(place: string, remains: string, remove: string): StoreError {
  return new StoreError(
    'copy_unfinished',
    `Database ${place} · found an unfinished copy of a desk, ${remains} · expected a complete one`,
    {
      hint: `Nothing was changed. Run the same \`npm run copy-store\` again: it goes on where it ended. To give the copy up: ${remove}.`,
    },
  );
}
