import { coverageZone, pooledCoverage } from '../../../src/domain/statistics/pooledCoverage.ts';
import { reliability, wilsonInterval } from '../../../src/domain/statistics/reliability.ts';
import {
  areaUnderCurve,
  brierScore,
  brierSkill,
  pinballLoss,
} from '../../../src/domain/statistics/scores.ts';
import {
  conditionalCoverageTest,
  independenceTest,
  kupiecTest,
} from '../../../src/domain/statistics/varBacktest.ts';
import { transitionsOf } from '../transitions.ts';
import type { Example } from './example.ts';

/** Section 10: VaR backtests and scores. */
export const scoreExamples: readonly Example[] = [
  {
    section: 10,
    title: 'Kupiec',
    numbers: () => {
      const lr = (x: number, forecasts: number) => kupiecTest(x, forecasts);
      return [
        `LR(20 of 250) = ${lr(20, 250).statistic.toFixed(4)}`,
        `p = ${lr(20, 250).pValue.toFixed(3)}`,
        `LR(0 of 250) = ${lr(0, 250).statistic.toFixed(4)}`,
      ];
    },
  },
  {
    section: 10,
    title: 'Christoffersen',
    numbers: () => {
      const breaches = Array.from(
        { length: 100 },
        (_, day) => day === 20 || day === 21 || day === 50 || day === 80 || day === 81,
      );
      const transitions = transitionsOf([breaches]);
      const independence = independenceTest(transitions);
      const both = conditionalCoverageTest(
        kupiecTest(5, 100),
        independence ?? { statistic: Number.NaN, pValue: Number.NaN },
      );
      return [
        `${transitions.breachedBreached} of 5 breaches`,
        `LR = ${independence?.statistic.toFixed(2)}, p = ${independence?.pValue.toFixed(4)}`,
        `conditional coverage p = ${both.pValue.toFixed(4)}`,
      ];
    },
  },
  {
    section: 10,
    title: 'zones',
    numbers: () =>
      [60, 125, 250, 500].map((forecasts) => {
        const all = Array.from({ length: forecasts + 1 }, (_, x) => coverageZone(x, forecasts));
        return `| ${forecasts} | 0-${all.lastIndexOf('green')} | ${all.indexOf('yellow')}-${all.lastIndexOf('yellow')} | ${all.indexOf('red')} and more |`;
      }),
  },
  {
    section: 10,
    title: 'pooled coverage',
    numbers: () => {
      const bySession = Array.from({ length: 100 }, (_, day) => ({
        forecasts: 10,
        exceptions: day % 20 === 7 ? 9 : 0,
      }));
      const pooled = pooledCoverage(bySession);
      return [
        `${pooled.exceptions} breaches in ${pooled.forecasts.toLocaleString('en-US')} forecasts`,
        `as much as ${Math.round(pooled.effectiveForecasts)} independent forecasts`,
        `zone is ${pooled.zone}`,
        `from ${(100 * pooled.interval[0]).toFixed(1)} % to ${(100 * pooled.interval[1]).toFixed(1)} %`,
      ];
    },
  },
  {
    section: 10,
    title: 'pinball loss',
    numbers: () => [
      `loss of ${pinballLoss(-900, -700, 0.05).toFixed(0)}`,
      `gain of $300 a loss of ${pinballLoss(300, -700, 0.05).toFixed(0)}`,
    ],
  },
  {
    section: 10,
    title: 'probabilities',
    numbers: () => {
      const rows = [
        { probability: 0.4, happened: true },
        { probability: 0.3, happened: false },
        { probability: 0.2, happened: true },
        { probability: 0.1, happened: false },
        { probability: 0.05, happened: false },
      ];
      return [
        `Brier score ${brierScore(rows)?.toFixed(4)}`,
        `skill ${brierSkill(rows)?.toFixed(3)}`,
        `area ${areaUnderCurve(rows)?.toFixed(3)}`,
        `${reliability(rows).length} bins`,
        `from ${wilsonInterval(3, 20)
          .map((share) => (100 * share).toFixed(1))
          .join(' % to ')} %`,
      ];
    },
  },
];
