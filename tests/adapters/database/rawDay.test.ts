import { expect, it } from 'vitest';
import { type RawDay, summaryOf } from '../../../src/adapters/database/rawDay.ts';
import { factColumns, factValues } from '../../../src/adapters/database/traderDayRow.ts';

it('a summary has each fact from its own column', () => {
  const row: RawDay = ['2026-03-02', 'NET001', ...factColumns.map((_, place) => place + 1)];
  const summary = summaryOf(row);
  expect(factValues(summary)).toEqual(row.slice(2));
  expect([summary.sessionDate, summary.trader]).toEqual(['2026-03-02', 'NET001']);
});
