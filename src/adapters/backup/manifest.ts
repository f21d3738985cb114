import { basename } from 'node:path';
import { z } from 'zod';
import { StoreError } from '../../shared/errors.ts';
import { readCompanion } from './companion.ts';

/** Number of rows of each table in a snapshot. */
export type RowCounts = Readonly<Record<string, number>>;

/** Content of the file NAME.json next to a backup. */
export interface Manifest {
  readonly databaseBytes: number;
  readonly rows: RowCounts;
}

const VERSION = 1;
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Release 0.2.0 wrote no version: a manifest without one is of version 1. */
const manifest = z.object({
  version: z.literal(VERSION).default(VERSION),
  databaseBytes: count,
  rows: z.record(z.string(), count),
});

/**
 * The manifest of a backup; null when it was not copied with the backup. Only the hash is checked then.
 * @throws StoreError `backup_manifest` when it is of another version, or not a manifest
 */
export async function readManifest(file: string): Promise<Manifest | null> {
  const text = await readCompanion(`${file}.json`, (found) => notOne(file, found));
  if (text === null) return null;
  const json = parsed(text);
  if (json === undefined) throw notOne(file, 'no JSON');
  const { success, data, error } = manifest.safeParse(json);
  if (success) return { databaseBytes: data.databaseBytes, rows: data.rows };
  const [issue] = error.issues;
  throw notOne(file, `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'another shape'}`);
}

/** The text of a manifest. */
export function manifestText({ databaseBytes, rows }: Manifest): string {
  return `${JSON.stringify({ version: VERSION, databaseBytes, rows }, null, 2)}\n`;
}

/** undefined where the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notOne(file: string, found: string): StoreError {
  const name = basename(file);
  return new StoreError(
    'backup_manifest',
    `Backup ${name}, ${name}.json · found ${found} · expected a manifest of version ${VERSION}`,
    {
      hint: 'Run the Daybreak version that made the backup, or copy the manifest again from where the backup came.',
    },
  );
}
