import { expect, it } from 'vitest';
import { YoungAccumulator } from '../../../src/domain/evaluation/youngCoverage.ts';

type Row = Parameters<YoungAccumulator['add']>[0];

function coverageOf(rows: readonly (readonly [number | null, number, boolean])[]) {
  const young = new YoungAccumulator();
  for (const [youngValueAtRisk95, uncensoredPnl, traded] of rows)
    young.add({ youngValueAtRisk95, uncensoredPnl, traded } as Row);
  return young.coverage();
}

it('the VaR of young traders is counted where they traded, with a Wilson interval of 90 %', () => {
  const rows = Array.from({ length: 60 }, (_, at) => [500, at < 4 ? -500.01 : -500, true] as const);
  const others = [
    [null, -900, true],
    [500, 0, false],
  ] as const;
  // SciPy: binomtest(4, 60).proportion_ci(0.9, method='wilson').
  expect(coverageOf([...rows, ...others])).toEqual({
    forecasts: 60,
    exceptions: 4,
    rate: 4 / 60,
    rateInterval: [expect.closeTo(0.0302794454693621, 9), expect.closeTo(0.14044777997813881, 9)],
  });
});

it('without a young trader there is no rate', () => {
  expect(coverageOf([])).toEqual({ forecasts: 0, exceptions: 0, rate: null, rateInterval: null });
});
