import { describe, expect, it, vi } from 'vitest';
import { readFillsCsv } from '../../../src/adapters/sources/fillsCsv.ts';
import { QuotedRecord } from '../../../src/adapters/sources/quotedRecord.ts';
import { HEADER, pieces, row } from './csvText.ts';

const PAGE_BYTES = 240_000;

/** Reads a page of these lines, and counts the characters that the reader of quotes takes. */
async function charactersRead(line: (at: number) => string): Promise<number> {
  const lines: string[] = [HEADER];
  for (let bytes = 0; bytes < PAGE_BYTES; bytes += (lines.at(-1)?.length ?? 0) + 1)
    lines.push(line(lines.length));
  let characters = 0;
  const add = vi.spyOn(QuotedRecord.prototype, 'add');
  let rows = 0;
  for await (const batch of readFillsCsv(pieces([lines.join('\n')]), { where: 'page' }))
    rows += batch.fills.length + batch.rejected.length;
  for (const [text] of add.mock.calls) characters += text.length + 1;
  add.mockRestore();
  expect(rows).toBeGreaterThan(0);
  return characters;
}

describe('a page full of quotes that are never closed', () => {
  it.each([
    ['a quote a line', () => '"'],
    ['a row that opens a quote', () => row({ Symbol: '"AAPL' })],
    ['short lines that open a quote', () => 'a,"b'],
    ['three quotes a line', () => '"""'],
    ['an open quote among rows', (at: number) => (at % 11 === 1 ? 'x,"y' : row())],
    ['long lines', () => `"${'a,'.repeat(20_000)}`],
  ])('(%s) is read in linear work', async (_, line) => {
    expect(await charactersRead(line)).toBeLessThan(4 * PAGE_BYTES);
  });
});

describe('reading a large file', () => {
  it('lets other work of the process run between two chunks', async () => {
    const chunks = [`${HEADER}\n`, ...Array<string>(30).fill(`${row()}\n`)];
    let turns = 0;
    let isOver = false;
    const turn = (): void => {
      turns++;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    for await (const _ of readFillsCsv(pieces(chunks), { where: 'file' }));
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(30);
  });

  it('ends at the first line of 64 KB, without reading on', async () => {
    let chunksRead = 0;
    async function* endless(): AsyncIterable<string> {
      yield `${HEADER}\n${row()}\n`;
      for (; chunksRead < 1_000; chunksRead++) yield 'x'.repeat(16_384);
    }
    const reading = (async () => {
      for await (const _ of readFillsCsv(endless(), { where: 'file' }));
    })();
    await expect(reading).rejects.toThrow('file, line 3 · found a line of more than 65536 characters');
    expect(chunksRead).toBeLessThan(8);
  });
});
