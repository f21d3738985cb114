import { describe, expect, it } from 'vitest';
import { mailTable } from '../../../src/adapters/email/textTable.ts';

const columns = [
  { head: 'NAME', width: 10 },
  { head: 'WHY', width: 14 },
];

describe('a table in the text part of a mail', () => {
  it('wraps each cell in its column, and breaks a word that is longer', () => {
    expect(mailTable(columns, [['LONGERNAME1', 'two losing days']]).split('\n')).toEqual([
      'NAME      WHY',
      '──────────────────────',
      'LONGERNA  two losing',
      'ME1       days',
    ]);
  });

  it('keeps a row without a text as a line of its own', () => {
    const rows = mailTable(columns, [
      ['a', 'b'],
      ['', ''],
      ['c', ''],
      ['', 'd'],
    ])
      .split('\n')
      .slice(2);
    expect(rows).toEqual(['a         b', '', 'c', '          d']);
  });
});
