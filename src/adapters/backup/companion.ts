import { readFile, stat } from 'node:fs/promises';

/** A manifest with hundreds of tables has a few kilobytes. */
const LARGEST_BYTES = 1_000_000;

/**
 * The text of a small file next to a backup; null where there is none.
 * @param refused makes the error of a file that cannot be read, from what was found.
 * @throws the error that `refused` makes.
 */
export async function readCompanion(path: string, refused: (found: string) => Error): Promise<string | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw refused('no regular file');
    if (found.size > LARGEST_BYTES) throw refused(`${found.size} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    if (code === 'ENOENT') return null;
    throw refused(`a file that cannot be read (${code})`);
  }
}

/** Code of an error of the operating system; null for any other error. */
function codeOf(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
}
