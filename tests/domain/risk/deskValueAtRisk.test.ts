import { describe, expect, it } from 'vitest';
import { deskValueAtRisk95 } from '../../../src/domain/risk/deskValueAtRisk.ts';
import { deskLoss } from '../../../src/domain/risk/stress/deskLoss.ts';
import { StressDesk } from '../../../src/domain/risk/stress/stressDesk.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { forecastOf, stressInput, stressTrader } from '../../support/stressInputs.ts';

const sessionsOf = (count: number, zOf: (session: number) => readonly [string, number][]) =>
  Array.from({ length: count }, (_, session) => ({
    sessionDate: `s${session}`,
    byTrader: new Map(zOf(session)),
  }));

describe('the VaR 95 of the desk', () => {
  it('adds up the traders session by session, and takes the 5 % quantile of the sums', () => {
    // 100 sessions with z = −99 … 0 of one trader: the sums are −99,000 … 0, their 5 % quantile is −94,050.
    const forecasts = new Map([['NET001', { meanPnl: 0, deviation: 1000 }]]);
    const sessions = sessionsOf(100, (session) => [['NET001', session - 99]]);
    expect(deskValueAtRisk95(forecasts, sessions)).toBeCloseTo(94_050, 6);
  });

  it('is less than the sum where one trader gains when the other one loses', () => {
    const one = { meanPnl: 0, deviation: 1000 };
    const forecasts = new Map([
      ['NET001', one],
      ['NET002', one],
    ]);
    const sessions = sessionsOf(100, (session) => [
      ['NET001', session - 50],
      ['NET002', 50 - session],
    ]);
    expect(deskValueAtRisk95(forecasts, sessions)).toBe(0);
  });

  it('is the figure of a stress test without a shock and without limits', () => {
    const random = seededRandom(7);
    const names = Array.from({ length: 12 }, (_, place) => `NET${place}`);
    const traders = names.map((trader) =>
      stressTrader(trader, { forecast: forecastOf(500 + 2000 * random(), 200 * random() - 100) }),
    );
    const residuals = sessionsOf(250, () =>
      names.filter(() => random() > 0.2).map((trader) => [trader, 6 * random() - 3]),
    );
    const desk = new StressDesk(stressInput({ traders, residuals }));
    const calm = {
      name: 'calm',
      label: 'no shock',
      priceShock: 0,
      volatilityFactor: 1,
      spreadFactor: 1,
      volumeFactor: 1,
      limitFactor: 1,
      durationSeconds: 300,
    };
    const forecasts = new Map(
      traders.flatMap(({ trader, forecast }) => (forecast ? [[trader, forecast]] : [])),
    );
    expect(deskValueAtRisk95(forecasts, residuals)).toBeCloseTo(
      deskLoss(desk, calm)?.unlimited.valueAtRisk95 ?? Number.NaN,
      6,
    );
  });

  it('is null with fewer than 60 sessions, or without a forecast', () => {
    const forecasts = new Map([['NET001', { meanPnl: 0, deviation: 1000 }]]);
    expect(
      deskValueAtRisk95(
        forecasts,
        sessionsOf(59, () => [['NET001', 1]]),
      ),
    ).toBeNull();
    expect(
      deskValueAtRisk95(
        new Map(),
        sessionsOf(60, () => [['NET001', 1]]),
      ),
    ).toBeNull();
  });
});
