import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { walkDesk } from '../../../scripts/simulation/walkedDesk.ts';
import { hasYoungForecast, isYoung } from '../../../src/domain/engines/proposal.ts';
import type { WalkedSession } from '../../../src/pipeline/walkSessions.ts';

it.each([
  [9, false],
  [10, true],
  [19, true],
  [20, false],
])('a trader with %d active sessions is young: %s', (activeSessions, expected) => {
  expect(isYoung(activeSessions)).toBe(expected);
  expect(hasYoungForecast({ activeSessions, valueAtRisk95: 900 })).toBe(expected);
  expect(hasYoungForecast({ activeSessions, valueAtRisk95: null })).toBe(false);
});

describe('the forecast of a young trader', () => {
  const desk = simulateDesk({ traders: 12, sessions: 40, seed: 17, truth: 'tilt' });
  const walked: readonly WalkedSession[] = [...walkDesk(desk, desk)];
  const mornings = walked.flatMap(({ forecast }) => forecast.traders);

  it('is made from 10 active sessions on, and is the trader’s only one until 20', () => {
    for (const { activeSessions, forecast, youngForecast } of mornings) {
      expect(youngForecast !== null).toBe(isYoung(activeSessions));
      expect(forecast !== null).toBe(activeSessions >= 20);
    }
    expect(mornings.filter(({ youngForecast }) => youngForecast !== null).length).toBeGreaterThan(100);
  });

  it('has the scale of its few sessions: 1.4826 times the median size of the results', () => {
    const results = new Map<string, number[]>();
    let compared = 0;
    for (const { forecast, outcomes } of walked) {
      for (const { member, youngForecast } of forecast.traders) {
        const sizes = (results.get(member.trader) ?? []).map(Math.abs).sort((a, b) => a - b);
        const middle = (sizes.length - 1) / 2;
        const median = ((sizes[Math.floor(middle)] ?? 0) + (sizes[Math.ceil(middle)] ?? 0)) / 2;
        if (youngForecast === null) continue;
        expect(youngForecast.scale).toBeCloseTo(1.4826 * median, 9);
        expect(youngForecast.valueAtRisk95).toBeGreaterThan(0);
        expect(youngForecast.largeLossProbability).toBeGreaterThan(0);
        compared++;
      }
      for (const [trader, { summary }] of outcomes)
        results.set(trader, [...(results.get(trader) ?? []), summary.netPnl]);
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('cuts nothing, has no tier, and teaches nothing', () => {
    for (const { forecast, outcomes, record } of walked) {
      const young = forecast.traders.filter(({ youngForecast }) => youngForecast !== null);
      for (const { modelReductionPct, rulesReductionPct, tier, exceptionLevel, usualShortfall } of young)
        expect([modelReductionPct, rulesReductionPct, tier, exceptionLevel, usualShortfall]).toEqual([
          0,
          0,
          'unknown',
          0.05,
          null,
        ]);
      const known = forecast.traders.filter(
        ({ member, forecast: own }) => own !== null && outcomes.has(member.trader),
      );
      expect(record.residuals).toHaveLength(known.length);
      expect(record.score.varForecasts).toBe(known.length);
    }
  });
});
