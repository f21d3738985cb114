import { describe, expect, it, vi } from 'vitest';
import { TraderRecord } from '../../../src/domain/engines/model/traderRecord.ts';
import { FloatArena } from '../../../src/domain/indicators/floatArena.ts';
import { TraderSeries } from '../../../src/domain/indicators/traderSeries.ts';

/** The chunks that columns were taken from, and how many numbers of them are used. */
function taken(make: () => unknown): {
  readonly chunks: number;
  readonly numbers: number;
  readonly used: number;
} {
  const take = vi.spyOn(FloatArena.prototype, 'take');
  make();
  const chunks = new Set(take.mock.results.map(({ value }) => value.values as Float64Array));
  const used = take.mock.calls.reduce((sum, [length]) => sum + length, 0);
  take.mockRestore();
  const numbers = [...chunks].reduce((sum, { length }) => sum + length, 0);
  return { chunks: chunks.size, numbers, used };
}

describe('the columns of a trader', () => {
  it('fill one array of a series, and one more of a record: ten thousand traders fit in memory', () => {
    expect(taken(() => new TraderSeries('NET001', 5_000))).toEqual({
      chunks: 1,
      numbers: 3_283,
      used: 3_283,
    });
    const record = taken(
      () => new TraderRecord({ trader: 'NET001', baseLimit: 5_000, riskCapital: 100_000 }),
    );
    expect(record).toEqual({ chunks: 2, numbers: 4_098, used: 4_098 });
  });
});
