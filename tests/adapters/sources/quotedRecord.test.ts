import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuotedRecord } from '../../../src/adapters/sources/quotedRecord.ts';

const piece = fc.constantFrom('"', '""', 'a', ',', ' ', '\n', 'x"', '",', ',"', '"a"');
const text = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

function own(raw: string, keepsStrayQuotes: boolean): readonly string[] | null {
  const record = new QuotedRecord(',', keepsStrayQuotes);
  const lines = raw.split('\n');
  for (const [at, line] of lines.entries()) {
    const state = record.add(line, '\n');
    if (state === 'malformed') return null;
    if (state === 'complete') return at === lines.length - 1 ? record.fields : null;
  }
  return null;
}

function oracle(raw: string, keepsStrayQuotes: boolean): readonly string[] | null {
  try {
    const records: string[][] = parse(raw, { relax_quotes: keepsStrayQuotes, relax_column_count: true });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

describe('a record with quotes', () => {
  it.each([true, false])(
    'has the fields that csv-parse gives, with stray quotes kept: %j',
    (keepsStrayQuotes) => {
      let compared = 0;
      fc.assert(
        fc.property(text, (raw) => {
          const isOneRecord = raw.includes('"') && !raw.startsWith('\n') && !raw.endsWith('\n');
          fc.pre(isOneRecord && (!keepsStrayQuotes || !raw.includes('\n')));
          const expected = oracle(raw, keepsStrayQuotes);
          if (expected !== null) compared++;
          expect(own(raw, keepsStrayQuotes)).toEqual(expected);
        }),
        { numRuns: 3_000, seed: 7 },
      );
      expect(compared).toBeGreaterThan(200);
    },
  );
});
