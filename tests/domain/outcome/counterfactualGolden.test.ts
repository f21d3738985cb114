import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ProposedCut, strategyEffects } from '../../../src/domain/evaluation/strategies.ts';
import {
  CUT_GRID_PCT,
  type JudgedDay,
  outcomesOverCuts,
} from '../../../src/domain/outcome/counterfactual.ts';
import { regretsOverCuts } from '../../../src/domain/outcome/regret.ts';
import { approximately } from '../../support/approximately.ts';
import { outcomeUnderCut } from '../../support/evaluatedDays.ts';
import { regretOf, regretOfCut } from '../../support/plainRegret.ts';

interface GoldenDay extends ProposedCut {
  readonly name: string;
  readonly netPnl: number;
  readonly untimedPnl: number;
  readonly baseLimit: number;
  readonly slippageBasisPoints: number;
  readonly limitRoundTo: number;
  readonly marks: readonly (readonly [number, number, number, number])[];
  readonly expected: {
    readonly outcomes: readonly number[];
    readonly regrets: readonly number[];
    readonly outcome: number;
    readonly regret: number;
    readonly strategies: ReturnType<typeof strategyEffects>;
  };
}

// scripts/golden_counterfactual.py computes this file from the text of docs/methods.md.
const golden = new URL('../../golden/counterfactual.json', import.meta.url);
const days = JSON.parse(readFileSync(golden, 'utf8')) as readonly GoldenDay[];

function judged({ netPnl, untimedPnl, marks }: GoldenDay): JudgedDay {
  return {
    netPnl,
    untimedPnl,
    marks: marks.map(([runningPnl, totalPnl, secondOfDay, openNotional]) => ({
      runningPnl,
      totalPnl,
      secondOfDay,
      openNotional,
    })),
  };
}

describe.each(days)('the trader-day "$name", compared with the Python reference', (golden) => {
  const { baseLimit, reductionPct, expected } = golden;
  const day = judged(golden);
  const outcomes = new Float64Array(CUT_GRID_PCT.length);
  outcomesOverCuts(day, baseLimit, golden, outcomes);

  it('has the same outcome under every cut', () => {
    expect([...outcomes]).toEqual(approximately(expected.outcomes, 9));
    expect(outcomeUnderCut(day, baseLimit, reductionPct, golden)).toBeCloseTo(expected.outcome, 9);
  });

  it('has the same regret of every cut', () => {
    const regrets = new Float64Array(CUT_GRID_PCT.length);
    regretsOverCuts(outcomes, baseLimit, regrets);
    expect([...regrets]).toEqual(approximately(expected.regrets, 9));
    expect(CUT_GRID_PCT.map((_, index) => regretOf(outcomes, index, baseLimit))).toEqual([...regrets]);
    const cut = { reductionPct, outcome: outcomeUnderCut(day, baseLimit, reductionPct, golden) };
    expect(regretOfCut(outcomes, cut, baseLimit)).toBeCloseTo(expected.regret, 9);
  });

  it('has the same effects of all strategies', () => {
    expect(strategyEffects(day, baseLimit, golden, golden)).toEqual(approximately(expected.strategies, 9));
  });
});
