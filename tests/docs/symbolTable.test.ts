import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { symbolKind } from '../../src/domain/roster/symbolKind.ts';

const page = readFileSync('docs/data.md', 'utf8');
const rows = [...page.matchAll(/^\| (`.*`) \| (option|future|unknown|share) \|/gm)].map(
  ([, symbols = '', kind = '']) => ({
    kind,
    symbols: [...symbols.matchAll(/`([^`]+)`/g)].map(([, symbol = '']) => symbol),
  }),
);

describe('the table of symbols in docs/data.md', () => {
  it('has a row for each kind', () => {
    expect(rows.map(({ kind }) => kind)).toEqual(['option', 'future', 'unknown', 'share']);
  });

  it.each(rows.flatMap(({ kind, symbols }) => symbols.map((symbol) => [symbol, kind])))(
    'says of %s what the ledger does: %s',
    (symbol, kind) => {
      expect(symbolKind(symbol)).toBe(kind);
    },
  );
});
