import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ProposedCut, strategyEffects } from '../../../src/domain/evaluation/strategies.ts';
import {
  CUT_GRID_PCT,
  type JudgedDay,
  outcomesOverCuts,
  outcomeUnderCut,
} from '../../../src/domain/outcome/counterfactual.ts';
import { regretOf, regretOfCut, regretsOverCuts } from '../../../src/domain/outcome/regret.ts';
import { approximately } from '../../support/approximately.ts';

interface GoldenDay extends ProposedCut {
  readonly name: string;
  readonly netPnl: number;
  readonly untimedPnl: number;
  readonly baseLimit: number;
  readonly slippageBasisPoints: number;
  readonly marks: readonly (readonly [number, number, number, number])[];
  readonly expected: {
    readonly outcomes: readonly number[];
    readonly regrets: readonly number[];
    readonly outcome: number;
    readonly regret: number;
    readonly strategies: ReturnType<typeof strategyEffects>;
  };
}

// Made by scripts/golden_counterfactual.py from the text of the methods.
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

describe.each(days)('the trader-day "$name", computed a second time in another language', (golden) => {
  const { baseLimit, reductionPct, expected } = golden;
  const day = judged(golden);
  const outcomes = new Float64Array(CUT_GRID_PCT.length);
  outcomesOverCuts(day, baseLimit, golden, outcomes);

  it('comes out the same under every cut', () => {
    expect([...outcomes]).toEqual(approximately(expected.outcomes, 9));
    expect(outcomeUnderCut(day, baseLimit, reductionPct, golden)).toBeCloseTo(expected.outcome, 9);
  });

  it('is regretted as much', () => {
    const regrets = new Float64Array(CUT_GRID_PCT.length);
    regretsOverCuts(outcomes, baseLimit, regrets);
    expect([...regrets]).toEqual(approximately(expected.regrets, 9));
    expect(CUT_GRID_PCT.map((_, index) => regretOf(outcomes, index, baseLimit))).toEqual([...regrets]);
    const cut = { reductionPct, outcome: outcomeUnderCut(day, baseLimit, reductionPct, golden) };
    expect(regretOfCut(outcomes, cut, baseLimit)).toBeCloseTo(expected.regret, 9);
  });

  it('has the same effect of every strategy', () => {
    expect(strategyEffects(day, baseLimit, golden, golden)).toEqual(approximately(expected.strategies, 9));
  });
});
