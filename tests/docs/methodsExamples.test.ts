import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { circuitBreaker } from '../../src/domain/engines/circuitBreaker.ts';
import { CUT_CURVES, cutFor, FIRST_CURVE } from '../../src/domain/engines/cutCurve.ts';
import { decideGate } from '../../src/domain/engines/gate.ts';
import { nextLevel, nextTradeProbability } from '../../src/domain/engines/model/adaptiveCoverage.ts';
import { predict, targetsOf, untrainedModel } from '../../src/domain/engines/model/locationScale.ts';
import { modelConfidence } from '../../src/domain/engines/model/modelConfidence.ts';
import { foldsOf } from '../../src/domain/engines/model/penalty.ts';
import { forecastTrader } from '../../src/domain/engines/model/traderForecast.ts';
import { TraderRecord } from '../../src/domain/engines/model/traderRecord.ts';
import { tierOf } from '../../src/domain/engines/modelTier.ts';
import { firedRules } from '../../src/domain/engines/rules/rules.ts';
import { matchedControl } from '../../src/domain/evaluation/matchedControl.ts';
import { strategyEffects } from '../../src/domain/evaluation/strategies.ts';
import { deskMornings } from '../../src/domain/indicators/deskMornings.ts';
import { computeIndicators } from '../../src/domain/indicators/registry.ts';
import { scaledBy, scaleThrough } from '../../src/domain/indicators/scale.ts';
import { TraderSeries } from '../../src/domain/indicators/traderSeries.ts';
import { tiesOut } from '../../src/domain/ledger/reconciliation.ts';
import {
  CUT_GRID_PCT,
  outcomesOverCuts,
  outcomeUnderLimit,
} from '../../src/domain/outcome/counterfactual.ts';
import { limitAfter, roundCut } from '../../src/domain/outcome/reduction.ts';
import { regretOf } from '../../src/domain/outcome/regret.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { coverageZone, pooledCoverage } from '../../src/domain/statistics/pooledCoverage.ts';
import { reliability, wilsonInterval } from '../../src/domain/statistics/reliability.ts';
import { areaUnderCurve, brierScore, brierSkill, pinballLoss } from '../../src/domain/statistics/scores.ts';
import { intervalOfSum } from '../../src/domain/statistics/sessionInterval.ts';
import {
  conditionalCoverageTest,
  independenceTest,
  kupiecTest,
  transitionsOf,
} from '../../src/domain/statistics/varBacktest.ts';
import { factsOf } from '../support/facts.ts';
import { closeDay, lot, tape } from '../support/fills.ts';

/** One worked example of docs/methods.md: what the code computes, as the page writes it. */
interface Example {
  readonly section: number;
  readonly title: string;
  readonly numbers: () => readonly string[];
}

/** Net P&L of ten sessions, dollars; repeated, the history of the page's trader. */
const TEN_DAYS = [300, -200, 450, -150, 250, -350, 600, 100, -400, 200];
const THREE_LOSSES = [-600, -700, -900];
const sixtyDays = Array.from({ length: 60 }, (_, day) => TEN_DAYS[day % 10] ?? 0);

const sessions = createCalendar('nyse');
const stop = { slippageBasisPoints: 5 };

/** The day of section 2, with its path: down $1,200 at 10:40, back to −$300 at the close. */
const judged = {
  netPnl: -300,
  untimedPnl: 0,
  marks: [
    { runningPnl: -400, totalPnl: -400, secondOfDay: 36_000, openNotional: 0 },
    { runningPnl: -1_050, totalPnl: -1_050, secondOfDay: 37_800, openNotional: 20_000 },
    { runningPnl: -1_200, totalPnl: -1_200, secondOfDay: 38_400, openNotional: 40_000 },
  ],
};

const examples: readonly Example[] = [
  {
    section: 1,
    title: 'the previous session and the early close',
    numbers: () => [
      `the session before Monday 30 November 2026 is Friday ${sessions.previousSession('2026-11-30').slice(8)} November`,
      `whose close is at ${sessions.closeSecond('2026-11-27') / 3600}:00`,
      `the session before that Friday is Wednesday ${sessions.previousSession('2026-11-27').slice(8)} November`,
    ],
  },
  {
    section: 2,
    title: 'a sale that takes lots of both days',
    numbers: () => {
      const { facts: day, closingLots } = closeDay({
        openingLots: [lot({ quantity: 100, price: 10 })],
        fills: tape(['09:31 B 50 AAPL 10.40 0.50', '09:45 S 120 AAPL 10.60 1.20']),
      });
      const kept = closingLots.map(
        ({ quantity, price }) => `${quantity} shares at ${dollars(price)} stay open`,
      );
      return [
        `gross ${dollars(day.grossPnl)}, fees ${dollars(day.fees)}, net ${dollars(day.netPnl)}`,
        ...kept,
      ];
    },
  },
  {
    section: 2,
    title: 'crossing zero',
    numbers: () => {
      const { facts: day, closingLots } = closeDay({
        fills: tape(['09:31 B 100 AAPL 20.00', '10:02 S 150 AAPL 19.50']),
      });
      return [
        `realises ${dollars(day.grossPnl)} and leaves ${-(closingLots[0]?.quantity ?? 0)} shares short at $19.50`,
      ];
    },
  },
  {
    section: 2,
    title: 'tolerance of the reconciliation',
    numbers: () => {
      const tie = (difference: number) =>
        tiesOut({ ours: { netPnl: 100 + difference, fills: 4_000 }, theirs: { netPnl: 100 } });
      expect([tie(0.05), tie(0.06)]).toEqual([true, false]);
      return ['4,000 fills may differ by $0.05'];
    },
  },
  {
    section: 2,
    title: 'low-water marks',
    numbers: () => {
      const { facts: day } = closeDay({
        fills: tape([
          '09:40 B 100 AAPL 50.00',
          '09:50 S 100 AAPL 46.00',
          '10:30 B 100 AAPL 46.00',
          '11:00 S 100 AAPL 49.00',
        ]),
      });
      const marks = day.lowWaterMarks.realised.map(({ runningPnl }) => dollars(runningPnl));
      return [
        `one low-water mark, ${marks.join(', ')}`,
        `closes at ${dollars(day.netPnl)}`,
        `best ${dollars(day.bestRunningPnl ?? Number.NaN)}, worst ${dollars(day.worstRunningPnl ?? Number.NaN)}`,
      ];
    },
  },
  {
    section: 3,
    title: 'scale and r',
    numbers: () => {
      const scale = scaleThrough(factsOf(sixtyDays), 5_000).at(-1) ?? Number.NaN;
      return [
        `median ${dollars(quantile(sixtyDays.map(Math.abs), 0.5) ?? Number.NaN)}`,
        `S = 1.4826 · 275 = ${dollars(scale)}`,
        `r = −900 / 407.72 = ${signed(scaledBy(-900, scale) ?? Number.NaN)}`,
      ];
    },
  },
  {
    section: 3,
    title: 'quantile, type 7',
    numbers: () => [
      `the 5 % quantile is ${signed(quantile([-900, -400, -200, 100, 300], 0.05) ?? Number.NaN, 0)}`,
    ],
  },
  {
    section: 4,
    title: 'every indicator',
    numbers: () => {
      const series = new TraderSeries('NET001', 5_000);
      for (const day of factsOf([...sixtyDays, ...THREE_LOSSES])) series.push(day);
      const [morning] = deskMornings([series], series.lastSession ?? '', () => 0);
      const values = morning ? computeIndicators(series, morning) : {};
      return [
        `S is now ${dollars(series.scale ?? Number.NaN)}`,
        ...Object.entries(values).map(([id, value]) => `| \`${id}\` | ${indicatorCell(id, value)} |`),
      ];
    },
  },
  {
    section: 5,
    title: 'rules',
    numbers: () => {
      const fired = firedRules({
        trader: 'NET001',
        netPnl: [...sixtyDays, ...THREE_LOSSES],
        activeSessions: 63,
        tradedLastSession: true,
        riskCapital: 12_000,
      });
      expect(fired.map(({ code }) => code)).toEqual(['drawdown', 'loss_streak', 'worst_day']);
      const [drawdown, streak, worst] = fired;
      return [
        `drawdown is ${drawdown?.value.toFixed(1)} % of risk capital: cut ${drawdown?.reductionPct} %`,
        `${streak?.value} losing sessions in a row: cut ${streak?.reductionPct} %`,
        `below the 5 % quantile of the 60 sessions before, ${signed(worst?.comparedWith ?? Number.NaN, 0)}: cut ${worst?.reductionPct} %`,
        `The proposal is ${drawdown?.reductionPct} %`,
      ];
    },
  },
  {
    section: 6,
    title: 'plain volatility',
    numbers: () => {
      const record = new TraderRecord({ trader: 'NET001', baseLimit: 5_000, riskCapital: 100_000 });
      for (const day of factsOf(sixtyDays)) record.push(day);
      const volatility = record.volatility ?? Number.NaN;
      const scale = record.series.scale ?? Number.NaN;
      return [
        `plain volatility ${dollars(volatility)}`,
        `σ₀ = ${(volatility / scale).toFixed(3)}`,
        `k = ${dollars(record.largeLossThreshold)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'targets of a row',
    numbers: () => {
      const targets = new Float64Array(2);
      targetsOf(-2.2074, 0.05, 1.02, targets);
      return [
        `location target ${signed(targets[0] ?? Number.NaN, 4)}`,
        `log-scale target ${(targets[1] ?? Number.NaN).toFixed(4)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'folds',
    numbers: () => {
      const [newest] = foldsOf(300);
      return [
        `${foldsOf(300).length} folds`,
        `trains on sessions ${(newest?.trainFrom ?? 0) + 1} to ${newest?.trainTo} and tests on ${(newest?.testFrom ?? 0) + 1} to ${newest?.testTo}`,
      ];
    },
  },
  {
    section: 6,
    title: 'from one distribution',
    numbers: () => {
      const model = untrainedModel(1);
      expect(predict(model, Float64Array.of(0))).toEqual({ location: 0, scaleFactor: 1 });
      const forecast = forecastTrader(model, {
        features: Float64Array.of(0),
        scale: 400,
        volatility: 440,
        largeLossThreshold: 350,
        exceptionLevel: 0.05,
      });
      return [
        `F⁻¹(0.05) = ${signed(model.pool.quantile(0.05))}`,
        `VaR95 = ${dollars(forecast.valueAtRisk95)}`,
        `F(−0.795) = ${forecast.largeLossProbability.toFixed(3)}`,
        `ρ = ${forecast.riskRatio.toFixed(2)}`,
      ];
    },
  },
  {
    section: 6,
    title: 'adapted level and chance of trading',
    numbers: () => [
      `breach moves the level from 5 % to ${(100 * nextLevel(0.05, true)).toFixed(3)} %`,
      `day without a breach to ${(100 * nextLevel(0.05, false)).toFixed(3)} %`,
      `from 1 to ${nextTradeProbability(1, false)}`,
    ],
  },
  {
    section: 7,
    title: 'curve, rounding, limit',
    numbers: () => [
      `${CUT_CURVES.length} curves`,
      `80 %·(1.9 − 1.3)/0.7 = 68.6 %, rounded to ${cutFor(1.9, { beginsAt: 1.3, fullAt: 2 }, 80)} %`,
      `at ρ = 3 the first curve cuts ${cutFor(3, FIRST_CURVE, 80)} %`,
      `a cut of 7 % becomes ${roundCut(7, 80)}`,
      `$3,333.33 cut by 20 % is ${dollars(limitAfter(3_333.33, 20))}`,
    ],
  },
  {
    section: 7,
    title: 'tier and confidence',
    numbers: () => [
      `ρ = 1.9 is ${tierOf(1.9, false, { high: 2, neutral: 1.3 })}`,
      `ρ = 2.1 is ${tierOf(2.1, false, { high: 2, neutral: 1.3 })}`,
      `is ${modelConfidence({ activeSessions: 80, modelReductionPct: 30, rulesReductionPct: 40, probabilityHalfWidth: 0.03 })} confidence`,
    ],
  },
  {
    section: 8,
    title: 'outcome under a limit',
    numbers: () => {
      const cut = outcomeUnderLimit(judged, 1_000, stop);
      const base = outcomeUnderLimit(judged, 2_000, stop);
      return [`−1,050 − 0.0005 · 20,000 = ${dollars(cut)}`, `Δ = −1,060 − (−300) = ${dollars(cut - base)}`];
    },
  },
  {
    section: 8,
    title: 'sizing, filtering, combined',
    numbers: () => {
      const effects = strategyEffects(judged, 2_000, { reductionPct: 50, tier: 'high' }, stop);
      return [
        `sizing +${dollars(effects.sizing.delta)}`,
        `filtering +${dollars(effects.filtering.delta)}`,
        `combined +${dollars(effects.combined.delta)}`,
      ];
    },
  },
  {
    section: 8,
    title: 'regret',
    numbers: () => {
      const outcomes = new Float64Array(CUT_GRID_PCT.length);
      outcomesOverCuts(judged, 2_000, stop, outcomes);
      const day = {
        ...judged,
        netPnl: -2_400,
        marks: [
          ...judged.marks,
          { runningPnl: -2_400, totalPnl: -2_400, secondOfDay: 50_000, openNotional: 0 },
        ],
      };
      const bad = new Float64Array(CUT_GRID_PCT.length);
      outcomesOverCuts(day, 2_000, stop, bad);
      return [
        `forgone gain of $760: regret ${regretOf(outcomes, 10, 2_000).toFixed(2)}`,
        `best outcome over the grid is ${dollars(Math.max(...bad))}, at 80 %`,
        `unprevented loss of $2,000: regret ${regretOf(bad, 0, 2_000).toFixed(2)}`,
      ];
    },
  },
  {
    section: 8,
    title: 'interval of a net',
    numbers: () => {
      const bySession = Array.from({ length: 60 }, (_, day) =>
        day % 6 === 0 ? 400 : day % 10 === 5 ? -300 : 0,
      );
      const net = bySession.reduce<number>((sum, value) => sum + value, 0);
      const [low, high] = intervalOfSum(bySession, { seed: 1, replicates: 2_000 });
      return [`net ${dollars(net)}`, `from ${dollars(low, 0)} to ${dollars(high, 0)}`];
    },
  },
  {
    section: 8,
    title: 'matched control',
    numbers: () => {
      const days = [-2.1, -2, -1.9, -2.2, 0.5].flatMap((precedingR, at) => [
        { sessionDate: `2026-03-0${at + 1}`, precedingR, r: at === 0 ? -0.6 : -0.1 * at, isCut: at === 0 },
      ]);
      const control = matchedControl(days, { seed: 1 });
      return [
        `controls average ${signed(control.meanControlR ?? Number.NaN, 1)}`,
        `difference ${signed(control.difference ?? Number.NaN, 1)}`,
        control.verdict,
      ];
    },
  },
  {
    section: 9,
    title: 'gate',
    numbers: () => {
      const scores = Array.from({ length: 120 }, (_, day) => ({
        sessionDate: `session ${day}`,
        modelRegret: day % 3 === 0 ? 0.3 : 0.2,
        rulesRegret: day % 4 === 0 ? 0.45 : 0.25,
        modelShortfall: 0.15,
        rulesShortfall: 0.16,
        varForecasts: 12,
        varExceptions: day % 2,
      }));
      const decision = decideGate(scores, '2026-11-30', false);
      return [
        `I = 1 − 28/36 = ${(decision.improvement ?? Number.NaN).toFixed(3)}`,
        `lower bound ${(decision.lowerBound ?? Number.NaN).toFixed(3)}`,
        `at equal weights ${(decision.evenImprovement ?? Number.NaN).toFixed(3)}`,
        `zone ${decision.zone}`,
        decision.inForce ? 'comes into force' : decision.why,
      ];
    },
  },
  {
    section: 9,
    title: 'circuit breaker',
    numbers: () => {
      const answer = (reductionPct: number) => ({
        reductionPct,
        rulesReductionPct: 0,
        figures: [1],
        features: 24,
        unknownFeatures: 0,
      });
      return [`“${circuitBreaker([50, 60, 45, 10].map(answer))}”`];
    },
  },
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

function indicatorCell(id: string, value: number | null): string {
  return value === null ? 'null' : signed(value, id === 'streak' ? 0 : 2);
}

function dollars(value: number, digits = 2): string {
  const size = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${value < 0 ? '−' : ''}$${size}`;
}

function signed(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−');
}

/** The text of each section of the page, line breaks as spaces, by number. */
function sectionsOf(page: string): ReadonlyMap<number, string> {
  const parts = page.split(/^## (?=\d+\. )/m).slice(1);
  return new Map(parts.map((part) => [Number.parseInt(part, 10), part.replace(/\n(?!\|)/g, ' ')]));
}

describe('the worked examples of docs/methods.md', () => {
  const sections = sectionsOf(readFileSync('docs/methods.md', 'utf8'));

  it.each(examples)('section $section: $title', ({ section, numbers }) => {
    const text = sections.get(section) ?? '';
    for (const number of numbers()) expect(text).toContain(number);
  });

  it('has every section that the code cites, 1 to 11', () => {
    expect([...sections.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});
