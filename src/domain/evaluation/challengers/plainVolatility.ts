import { ResidualPool } from '../../engines/model/residualPool.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import {
  type Challenger,
  type LearnedRow,
  MINIMUM_ROWS,
  type MorningRow,
  POOL_SESSIONS,
} from './challenger.ts';

/**
 * The product without its features: the trader's plain volatility and one pooled distribution (γ = β = 0).
 */
export function plainVolatility(): Challenger {
  return pooledResiduals('plain volatility', 'the plain volatility and pooled residuals, no features', {
    scaleOf: (row) => row.plainScale,
  });
}

/**
 * The volatility forecast of a day, in units of S, null if unknown; `observe` updates its state after each
 * session.
 */
export interface DayScale {
  scaleOf(row: MorningRow): number | null;
  observe?(rows: readonly LearnedRow[]): void;
}

/**
 * Filtered historical simulation (Barone-Adesi et al. 1999) on any volatility forecast σ: quantile = σ·F⁻¹(5
 * %), P(large loss) = F((−k/S) / σ), F the distribution of r/σ over POOL_SESSIONS.
 */
export function pooledResiduals(name: string, what: string, width: DayScale): Challenger {
  const widths = new WeakMap<MorningRow, number>();
  let pool: ResidualPool | null = null;
  return {
    name,
    description: what,
    refit(sessions) {
      const residuals = sessions.slice(-POOL_SESSIONS).map((rows) =>
        Float64Array.from(
          rows.flatMap((row) => {
            const scale = widths.get(row);
            return scale === undefined ? [] : row.r / scale;
          }),
        ),
      );
      const known = residuals.reduce((sum, { length }) => sum + length, 0);
      pool = known < MINIMUM_ROWS ? null : ResidualPool.of(residuals);
    },
    forecast(row) {
      const scale = width.scaleOf(row);
      if (scale === null || pool === null) return null;
      return {
        q05: scale * pool.quantile(EXCEPTION_RATE),
        largeLossProbability: pool.probabilityBelow(row.largeLossBelow / scale),
      };
    },
    observe(rows) {
      for (const row of rows) {
        const scale = width.scaleOf(row);
        if (scale !== null) widths.set(row, scale);
      }
      width.observe?.(rows);
    },
  };
}
