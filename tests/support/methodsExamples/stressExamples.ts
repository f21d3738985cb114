import { stressedLoss } from '../../../src/domain/risk/stress/deskLoss.ts';
import { exitSeconds } from '../../../src/domain/risk/stress/exitTime.ts';
import { reverseStress } from '../../../src/domain/risk/stress/reverseStress.ts';
import { NO_CHANGE } from '../../../src/domain/risk/stress/scenario.ts';
import { runScenario } from '../../../src/domain/risk/stress/scenarioResult.ts';
import { sizedOutcome } from '../../../src/domain/risk/stress/sizedDays.ts';
import { StressDesk } from '../../../src/domain/risk/stress/stressDesk.ts';
import { stressLevel } from '../../../src/domain/risk/stress/stressLevel.ts';
import { exposureOf, forecastOf, stressDay, stressInput, stressTrader } from '../stressInputs.ts';
import { dollars, type Example } from './example.ts';

const OWN = { ...NO_CHANGE, name: 'own', label: 'own' };

/** Section 14: each part of a scenario. */
export const stressExamples: readonly Example[] = [
  {
    section: 14,
    title: 'price',
    numbers: () => {
      const positions = [{ symbol: 'KLMN', notional: 20_000 }];
      const trader = stressTrader('A', { positions, exposure: exposureOf({ netLong: 100_000 }) });
      const desk = new StressDesk(stressInput({ traders: [trader] }));
      const { deskPnl } = runScenario(desk, { ...OWN, priceShock: -0.3 });
      return [`−6,000 − 30,000 − 50 = ${dollars(deskPnl, 0)}`];
    },
  },
  {
    section: 14,
    title: 'volatility',
    numbers: () => {
      const residuals = Array.from({ length: 60 }, (_, day) => ({
        sessionDate: `${day}`,
        byTrader: new Map(Object.entries(day % 10 === 0 ? { A: -2, B: 0.5 } : { A: 0.5, B: 0 })),
      }));
      const trader = { forecast: forecastOf(1_000), limitInForce: 2_000 };
      const traders = [stressTrader('A', trader), stressTrader('B', trader)];
      const desk = new StressDesk(stressInput({ traders, residuals, slippageBasisPoints: 0 }));
      const { loss } = runScenario(desk, { ...OWN, volatilityFactor: 3 });
      const own = stressedLoss({ valueAtRisk95: 900, expectedShortfall95: 900 }, -100, 3);
      return [
        `Without limits VaR 95 is ${dollars(loss?.unlimited.valueAtRisk95 ?? 0, 0)}`,
        `with limits ${dollars(loss?.inForce.valueAtRisk95 ?? 0, 0)}`,
        `3 · (900 − 100) + 100 = ${dollars(own.valueAtRisk95, 0)}`,
      ];
    },
  },
  {
    section: 14,
    title: 'size and time to exit',
    numbers: () => {
      const marks = [{ runningPnl: -420, totalPnl: -480, secondOfDay: 36_000, openNotional: 40_000 }];
      const day = { ...stressDay('A', -300), judged: { netPnl: -300, marks, untimedPnl: 0 } };
      const seconds = exitSeconds(exposureOf({ netLong: 300_000 }), { ...OWN, volumeFactor: 0.3 });
      return [
        `2 · (−480 − 20) = ${dollars(sizedOutcome(day, 2, 800, 5), 0)}`,
        `${((seconds ?? 0) / 60).toFixed(0)} minutes`,
      ];
    },
  },
  {
    section: 14,
    title: 'level and reverse stress',
    numbers: () => {
      const positions = [{ symbol: 'KLMN', notional: -50_000 }];
      const desk = new StressDesk(stressInput({ traders: [stressTrader('A', { positions })] }));
      const { priceShock } = reverseStress(desk);
      return [
        `limits of $72,000: ${stressLevel(-18_000, 72_000)}`,
        `a rise of ${(100 * (priceShock ?? 0)).toFixed(1)} %`,
      ];
    },
  },
];
