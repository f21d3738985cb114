import { circuitBreaker } from '../../../src/domain/engines/circuitBreaker.ts';
import { proveCuts, tailGain, whyCutsAreOff } from '../../../src/domain/engines/cutProof.ts';
import { decideGate } from '../../../src/domain/engines/gate.ts';
import { equalCuts } from '../../../src/domain/evaluation/equalCuts.ts';
import { matchedControl } from '../../../src/domain/evaluation/matchedControl.ts';
import { strategyEffects } from '../../../src/domain/evaluation/strategies.ts';
import {
  CUT_GRID_PCT,
  outcomesOverCuts,
  outcomeUnderLimit,
} from '../../../src/domain/outcome/counterfactual.ts';
import { intervalOfSum } from '../../../src/domain/statistics/sessionInterval.ts';
import { tailOf } from '../../../src/domain/statistics/tail.ts';
import { roughDollars } from '../../../src/domain/text/money.ts';
import { regretOf } from '../plainRegret.ts';
import { dollars, type Example, signed } from './example.ts';

const stop = { slippageBasisPoints: 5, limitRoundTo: 50 };

/** The day of section 8, with its path: down $1,200 at 10:40, back to −$300 at the close. */
const judged = {
  netPnl: -300,
  untimedPnl: 0,
  marks: [
    { runningPnl: -400, totalPnl: -400, secondOfDay: 36_000, openNotional: 0 },
    { runningPnl: -1_050, totalPnl: -1_050, secondOfDay: 37_800, openNotional: 20_000 },
    { runningPnl: -1_200, totalPnl: -1_200, secondOfDay: 38_400, openNotional: 40_000 },
  ],
};

/** Sections 8 and 9: what a cut would have done, the gate. */
export const outcomeExamples: readonly Example[] = [
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
        `sizing +${dollars(effects.sizing)}`,
        `filtering +${dollars(effects.filtering)}`,
        `combined +${dollars(effects.combined)}`,
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
    title: 'the same cuts for everyone',
    numbers: () => {
      const session = {
        effects: Float64Array.of(0, 300 - 100),
        days: Float64Array.of(1, 1),
        net: 300,
        bindingDays: 1,
      };
      const { equal, targeting } = equalCuts([0, 50], [session], { seed: 1 });
      return [`0.5 · 300 − 0.5 · 100 = ${dollars(equal.net)}`, `targeting adds ${dollars(targeting.net)}`];
    },
  },
  {
    section: 8,
    title: 'tail',
    numbers: () => {
      const tail = tailOf([100, -300, 50, -200, 400]);
      const of = (value: number | undefined) => dollars(value ?? Number.NaN);
      return [
        `worst ${of(tail?.worst)}`,
        `5 % day ${of(tail?.quantile05)}`,
        `ES 5 % ${of(tail?.shortfall05)}`,
        `drawdown ${of(tail?.maxDrawdown)}`,
      ];
    },
  },
  {
    section: 8,
    title: 'matched control',
    numbers: () => {
      const days = [-2.1, -2, -1.9, -2.2, 0.5].flatMap((precedingR, at) => [
        { sessionDate: `2026-03-0${at + 1}`, precedingR, r: at === 0 ? -0.6 : -0.1 * at, isCut: at === 0 },
      ]);
      const sessions = days.map(({ sessionDate }) => sessionDate);
      const control = matchedControl(days, sessions, { seed: 1 });
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
    title: 'no cut',
    numbers: () => {
      const scale = 500;
      const sessions = (saved: number) =>
        Array.from({ length: 100 }, () => ({
          net: saved - 200,
          uncut: Float64Array.of(-1_000 / scale, 0, 400 / scale, 400 / scale),
          cut: Float64Array.of((saved - 1_000) / scale, 0, 300 / scale, 300 / scale),
        }));
      const [off, on] = [19, 21].map((saved) => proveCuts(sessions(saved), '2026-11-30'));
      if (off === undefined || on === undefined) return [];
      const gain = (proof: typeof off) => `by ${(100 * (tailGain(proof) ?? Number.NaN)).toFixed(1)} %`;
      return [
        `100·(19 − 200) = ${roughDollars(off.upperBound ?? Number.NaN)}`,
        `from ${(off.shortfallUncut ?? Number.NaN).toFixed(0)} to ${(off.shortfallCut ?? Number.NaN).toFixed(3)}, ${gain(off)}`,
        whyCutsAreOff(off, false) === null ? 'on' : 'cuts are off',
        `it falls ${gain(on)}`,
        whyCutsAreOff(on, false) === null ? 'they stay on' : 'off',
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
];
