import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { sessionBlocks, sessionsPerRead } from '../../src/pipeline/sessionBlocks.ts';

describe('the sessions of one read', () => {
  it('are fewer on a larger desk, so that their trader-days fit in memory', () => {
    expect([0, 12, 1_000, 5_000, 10_000, 1_000_000].map(sessionsPerRead)).toEqual([20, 20, 10, 2, 1, 1]);
  });

  it('follow one another and leave out none', () => {
    const calendar = createCalendar('nyse');
    const roster = Array.from({ length: 3_000 }, (_, place) => ({
      trader: `T${place}`,
      baseLimit: 5_000,
      riskCapital: 100_000,
    }));
    const range = { from: '2026-03-02', through: '2026-04-10', roster };
    const blocks = sessionBlocks({ calendar }, range);
    expect(blocks.map(({ length }) => length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3, 2]);
    expect(blocks.flat()).toEqual(calendar.sessionsBetween('2026-03-02', '2026-04-10'));
  });
});
