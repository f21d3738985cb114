import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { ImportFile } from '../../ports/files.ts';
import { detectFileFormat } from './fileFormat.ts';
import { readFillsCsv } from './fillsCsv.ts';
import { requireReadable, shownPath } from './inputPath.ts';
import { legacyAccounts, readLegacyFills, requireLegacyDatabase } from './legacyDatabase.ts';
import { readTotalsCsv } from './totalsCsv.ts';

const CHUNK_BYTES = 1 << 18;

/**
 * Opens a file for import and detects its format from its content.
 * @param today today on the market's calendar: a file with a later date is refused.
 * @param account the account of a totals report that names none (option `--account`); null when not given.
 * @throws InputError when the file is absent, a folder, not readable, or in no format that can be imported.
 */
export async function openImportFile(
  path: string,
  today: string,
  account: string | null = null,
): Promise<ImportFile> {
  await requireReadable(path);
  const where = shownPath(path);
  const named = { name: where, key: keyOf(path) };
  const chunks = () => createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const format = await detectFileFormat(path, where);
  switch (format) {
    case 'propreports-fills':
      return {
        ...named,
        format,
        kind: 'fills',
        isOldCopy: false,
        accounts: async () => [],
        batches: () => readFillsCsv(chunks(), { where, today }),
      };
    case 'propreports-totals':
      return {
        ...named,
        format,
        kind: 'totals',
        totals: (knownAccounts) => readTotalsCsv(chunks(), { where, account, knownAccounts, today }),
      };
    case 'legacy-database':
      requireLegacyDatabase(path, where);
      return {
        ...named,
        format,
        kind: 'fills',
        isOldCopy: true,
        accounts: () => legacyAccounts(path, where),
        batches: () => readLegacyFills(path, where, today),
      };
  }
}

/** Identifies the file by its absolute path, so files of the same name in two folders get different keys. */
function keyOf(path: string): string {
  const digest = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 10);
  return `${basename(path).slice(0, 80)}-${digest}`;
}
