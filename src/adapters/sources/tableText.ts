import { readFile } from 'node:fs/promises';
import { InputError } from '../../shared/errors.ts';
import { requireReadable, shownPath } from './inputPath.ts';

/** A spreadsheet in the format of Excel or LibreOffice is a zip archive. */
const ZIP = 'PK\u0003\u0004';

/**
 * The text of a small table: decoded from UTF-8 or UTF-16 (with or without a byte-order mark), with every
 * line end as `\n`.
 * @throws InputError when the file is not readable, or not such text.
 */
export async function readTableText(path: string): Promise<string> {
  await requireReadable(path);
  return decodeTable(await readFile(path), shownPath(path));
}

/** Same as `readTableText`, from the bytes of the file. */
export function decodeTable(bytes: Uint8Array, where: string): string {
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === ZIP)
    throw notText(where, 'a spreadsheet or zip archive');
  const encoding = encodingOf(bytes);
  const text = decoded(bytes, encoding);
  if (text === null) throw notText(where, `bytes that are not ${encoding.toUpperCase()}`);
  if (text.includes('\0')) throw notText(where, 'a NUL byte');
  if (text.trimStart().startsWith('<')) throw notText(where, 'an HTML or XML page');
  return text.replace(/\r\n?/g, '\n');
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Without a byte-order mark, the first character of UTF-16 shows: one of its two bytes is 0. */
function encodingOf([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (second === 0 && first !== 0 && first !== undefined) return 'utf-16le';
  return first === 0 && second !== 0 && second !== undefined ? 'utf-16be' : 'utf-8';
}

/** Drops the byte-order mark. Null when the bytes are not in the encoding. */
function decoded(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function notText(where: string, found: string): InputError {
  return new InputError('not_text', `${where} · found ${found} · expected CSV text in UTF-8 or UTF-16`, {
    hint: 'Save the sheet as “CSV UTF-8”.',
  });
}
