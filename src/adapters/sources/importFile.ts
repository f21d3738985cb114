import { createReadStream } from 'node:fs';
import type { ImportFile } from '../../ports.ts';
import { readFillsCsv } from './fillsCsv.ts';
import { requireReadable, shownPath } from './inputPath.ts';

/**
 * A file that a person names for import.
 * @throws InputError when it is absent, a folder, or not readable.
 */
export async function openImportFile(path: string): Promise<ImportFile> {
  await requireReadable(path);
  const name = shownPath(path);
  return {
    name,
    format: 'propreports-fills',
    batches: () => readFillsCsv(createReadStream(path, { highWaterMark: 1 << 18 }), { where: name }),
  };
}
