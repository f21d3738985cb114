import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { temporaryFolder } from './stores.ts';

/** Releases whose stores are kept for tests. scripts/storeFixture writes them. */
export type StoredRelease = '0.2.0' | '0.7.0';

const stores = join(import.meta.dirname, 'stores');

/**
 * Unpacks the store that a release wrote, with its `.audit-head` file. The desk has eight accounts, sessions
 * 2025-09-02 to 2025-12-11, a mailed morning of 2025-12-11 and a dry run of 2025-12-12.
 * @returns the path of the database.
 */
export function releasedStore(
  release: StoredRelease,
  path = join(temporaryFolder(), 'data/daybreak.db'),
): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gunzipSync(readFileSync(join(stores, `${release}.sqlite.gz`))), { mode: 0o600 });
  copyFileSync(join(stores, `${release}.audit-head`), `${path}.audit-head`);
  return path;
}
