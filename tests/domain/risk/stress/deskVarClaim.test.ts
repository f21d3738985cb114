import { expect, it } from 'vitest';
import { walkedDesk } from '../../../../scripts/simulation/walkedDesk.ts';
import { dayForecasts } from '../../../../src/domain/engines/model/dayForecast.ts';
import type { SessionRecord } from '../../../../src/domain/engines/model/sessionRecord.ts';
import { deskLoss } from '../../../../src/domain/risk/stress/deskLoss.ts';
import { NO_CHANGE } from '../../../../src/domain/risk/stress/scenario.ts';
import { StressDesk } from '../../../../src/domain/risk/stress/stressDesk.ts';
import type { SessionResiduals } from '../../../../src/domain/risk/stress/stressInput.ts';
import { kupiecTest } from '../../../../src/domain/statistics/varBacktest.ts';
import { stressInput, stressTrader } from '../../../support/stressInputs.ts';

const PLAIN = { ...NO_CHANGE, name: 'plain', label: 'plain' };
const SEEDS = [3, 17, 29];
const LEARNED_SESSIONS = 120;
const YEAR = 250;

interface Judged {
  /** Whether the desk lost more than its VaR 95, and more than the sum of the traders' VaR 95. */
  readonly isBreach: boolean;
  readonly isBeyondSum: boolean;
}

/** The sessions of a desk that at least 120 learned ones precede. */
function judgedSessions(seed: number): readonly Judged[] {
  const residuals: SessionResiduals[] = [];
  return walkedDesk({ seed, truth: 'noEdge' }).flatMap(({ forecast, outcomes, record }) => {
    const known = residuals.slice(-YEAR);
    residuals.push(residualsOf(record));
    const forecasts = dayForecasts(forecast);
    const traders = forecasts.map(({ trader, ...own }) => stressTrader(trader, { forecast: own }));
    const loss = deskLoss(new StressDesk(stressInput({ traders, residuals: known })), PLAIN);
    if (loss === null || known.length < LEARNED_SESSIONS) return [];
    const pnl = sumOf(forecasts.map(({ trader }) => outcomes.get(trader)?.summary.netPnl ?? 0));
    const sum = sumOf(forecasts.map(({ valueAtRisk95 }) => valueAtRisk95));
    return [{ isBreach: pnl < 0 - loss.unlimited.valueAtRisk95, isBeyondSum: pnl < 0 - sum }];
  });
}

function residualsOf({ residuals, residualTraders, sessionDate }: SessionRecord): SessionResiduals {
  return {
    sessionDate,
    byTrader: new Map(residualTraders.map((trader, place) => [trader, residuals[place]!])),
  };
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

it('the VaR 95 of the desk is breached about 5 % of the time, the sum of the VaRs of its traders almost never', {}, () => {
  const judged = SEEDS.flatMap(judgedSessions);
  const breaches = judged.filter(({ isBreach }) => isBreach).length;
  expect(judged.length).toBeGreaterThan(800);
  // A true rate of 5 % gives a test below 6.63 on 99 of 100 desks.
  expect(kupiecTest(breaches, judged.length)?.statistic).toBeLessThan(6.63);
  expect(judged.filter(({ isBeyondSum }) => isBeyondSum).length / judged.length).toBeLessThan(0.01);
});
