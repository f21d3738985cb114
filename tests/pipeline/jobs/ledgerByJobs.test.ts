import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../src/pipeline/jobs/ledgerByJobs.ts';

const traders = (count: number, sessions: number) =>
  Array.from({ length: count }, (_, index) => ({
    trader: `T${index}`,
    sessions: Array.from({ length: sessions }, (__, day) => `2026-03-0${day}`),
  }));

describe('the blocks of a ledger update', () => {
  it.each([
    ['no trader', traders(0, 1), []],
    ['one trader: another worker could not help', traders(1, 9), []],
    ['two traders', traders(2, 1), [['T0'], ['T1']]],
  ])('of %s', (_, stale, blocks) => {
    expect(blocksOf(stale)).toEqual(blocks);
  });

  it('are 32 at most for traders with a session each, and name each trader once', () => {
    const blocks = blocksOf(traders(100, 1));
    expect(blocks.length).toBeLessThanOrEqual(32);
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.flat().sort()).toEqual(
      traders(100, 1)
        .map(({ trader }) => trader)
        .sort(),
    );
  });

  it('are 32 at most for traders with twenty sessions each', () => {
    const blocks = blocksOf(traders(60, 20));
    expect(blocks.length).toBeLessThanOrEqual(32);
    expect(blocks.length).toBeGreaterThan(20);
  });

  it('begin with the trader who has most to compute, alone', () => {
    const long = { trader: 'LONG', sessions: Array.from({ length: 60 }, (_, day) => `day ${day}`) };
    expect(blocksOf([...traders(40, 1), long])[0]).toEqual(['LONG']);
  });
});
