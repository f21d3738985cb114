import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryFolder } from './stores.ts';

/**
 * A backup of any content, with the hash that belongs to it: what only a look at the content can refuse.
 * @param manifest text of the manifest; null leaves it out.
 * @returns its path.
 */
export function packedBackup(content: Buffer, manifest: string | null = null): string {
  return packedAs(gzipSync(content), manifest);
}

/** Like `packedBackup`, of bytes that are compressed already. */
export function packedAs(compressed: Buffer, manifest: string | null = null): string {
  const name = 'daybreak-2026-03-03T11-00-00-000Z.db.gz';
  const file = join(temporaryFolder(), name);
  writeFileSync(file, compressed);
  writeFileSync(`${file}.sha256`, `${createHash('sha256').update(compressed).digest('hex')}  ${name}\n`);
  if (manifest !== null) writeFileSync(`${file}.json`, manifest);
  return file;
}
