import { InputError } from '../../shared/errors.ts';

/** Turns the chunks of one stream into text. */
export interface ChunkDecoder {
  /** The text of a chunk, without a byte-order mark. It may be empty until the encoding is known. */
  decode(chunk: Uint8Array | string): string;
  /** Ends the stream and returns the text that was held back. */
  end(): string;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Enough bytes to find the encoding of a file without a byte-order mark. */
const HEAD_BYTES = 128;
const MARK = '\uFEFF';

/**
 * Decodes UTF-8, and UTF-16 of either byte order, with or without a byte-order mark. Bytes that are not UTF-8
 * become U+FFFD, and the reader rejects a row with such a name.
 * @param where name of the stream in errors.
 */
export function createChunkDecoder(where: string): ChunkDecoder {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let held: Uint8Array = new Uint8Array();
  let isStart = true;

  function start(): string {
    decoder = new TextDecoder(encodingOf(where, held));
    const text = decoder.decode(held, { stream: true });
    held = new Uint8Array();
    return text;
  }

  function textOf(chunk: Uint8Array | string): string {
    if (typeof chunk === 'string') return isStart && chunk.startsWith(MARK) ? chunk.slice(1) : chunk;
    if (decoder !== null) return decoder.decode(chunk, { stream: true });
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    return held.length < HEAD_BYTES ? '' : start();
  }

  return {
    decode(chunk) {
      const text = textOf(chunk);
      if (text !== '') isStart = false;
      return text;
    },
    end() {
      const text = held.length > 0 ? start() : '';
      return text + (decoder?.decode() ?? '');
    },
  };
}

/**
 * The encoding of a text by its first bytes. Without a byte-order mark it is UTF-16 if every second byte is
 * zero: the texts of a CSV header are ASCII.
 * @throws InputError for UTF-32.
 */
function encodingOf(where: string, head: Uint8Array): Encoding {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) throw utf32(where);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) throw utf32(where);
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (isAsciiInPairs(head, 1)) return 'utf-16le';
  return isAsciiInPairs(head, 0) ? 'utf-16be' : 'utf-8';
}

/** Whether every pair of bytes has a zero at this place and a character at the other one. */
function isAsciiInPairs(head: Uint8Array, zeroAt: 0 | 1): boolean {
  const bytes = Math.min(head.length, HEAD_BYTES) & ~1;
  if (bytes < 8) return false;
  for (let at = 0; at < bytes; at += 2)
    if (head[at + zeroAt] !== 0 || head[at + 1 - zeroAt] === 0) return false;
  return true;
}

function utf32(where: string): InputError {
  return new InputError(
    'not_text',
    `${where} · found text in UTF-32 · expected CSV text in UTF-8 or UTF-16`,
    {
      hint: 'Save the file again as CSV in UTF-8.',
    },
  );
}
