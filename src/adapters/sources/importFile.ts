import { createReadStream } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ImportFile } from '../../ports.ts';
import { readFillsCsv } from './fillsCsv.ts';

/**
 * A file that a person names for import.
 * @throws InputError when it is absent, a folder, or not readable.
 */
export async function openImportFile(path: string): Promise<ImportFile> {
  const name = basename(path);
  await requireReadable(path, name);
  return {
    name,
    format: 'propreports-fills',
    batches: () => readFillsCsv(createReadStream(path, { highWaterMark: 1 << 18 }), { where: name }),
  };
}

async function requireReadable(path: string, name: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if ((await stat(path)).isFile()) return;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new InputError('file_unreadable', `${name} · ${code} · expected a readable file`, {
      hint: 'Check the path and its permissions.',
      cause,
    });
  }
  throw new InputError('not_a_file', `${name} · a folder or device · expected a file`, {
    hint: 'Name the CSV itself.',
  });
}
