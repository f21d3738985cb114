import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { ImportFile } from '../../ports/files.ts';
import { readFillsCsv } from './fillsCsv.ts';
import { requireReadable, shownPath } from './inputPath.ts';
import { legacyAccounts, readLegacyFills, requireLegacyDatabase } from './legacyDatabase.ts';
import { recognise } from './recognise.ts';
import { readTotalsCsv } from './totalsCsv.ts';

const CHUNK_BYTES = 1 << 18;

/**
 * A file that a person names for import, recognised by what it holds.
 * @param account whose totals a report is that names no account; null when nobody said.
 * @throws InputError when it is absent, a folder, not readable, or nothing that can be imported.
 */
export async function openImportFile(path: string, account: string | null = null): Promise<ImportFile> {
  await requireReadable(path);
  const where = shownPath(path);
  const named = { name: where, key: keyOf(path) };
  const chunks = () => createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const format = await recognise(path, where);
  switch (format) {
    case 'propreports-fills':
      return {
        ...named,
        format,
        kind: 'fills',
        isOldCopy: false,
        accounts: async () => [],
        batches: () => readFillsCsv(chunks(), { where }),
      };
    case 'propreports-totals':
      return {
        ...named,
        format,
        kind: 'totals',
        totals: (knownAccounts) => readTotalsCsv(chunks(), { where, account, knownAccounts }),
      };
    case 'legacy-database':
      requireLegacyDatabase(path, where);
      return {
        ...named,
        format,
        kind: 'fills',
        isOldCopy: true,
        accounts: () => legacyAccounts(path, where),
        batches: () => readLegacyFills(path, where),
      };
  }
}

/** Two files of one name in two folders stay two; the same file is the same however it was typed. */
function keyOf(path: string): string {
  const digest = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 10);
  return `${basename(path).slice(0, 80)}-${digest}`;
}
