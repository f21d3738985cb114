import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { forecastContents, walkedDesk } from '../../../scripts/simulation/walkedDesk.ts';
import { cutBy } from '../../../src/domain/engines/model/proposedCuts.ts';
import { strategyForecast } from '../../../src/domain/engines/model/strategyForecast.ts';
import type { ShadowStrategy } from '../../../src/domain/engines/shadowStrategy.ts';
import { compareShadows } from '../../../src/domain/evaluation/shadowComparison.ts';
import { walkedScores, walkedShadow } from '../../../src/domain/evaluation/walkedShadow.ts';
import type { LowWaterMark } from '../../../src/domain/ledger/traderDayFacts.ts';
import type { WalkedSession } from '../../../src/pipeline/walkSessions.ts';
import { SAME, shadowStrategy, UNCUT } from '../../support/shadowStrategies.ts';

/** Sessions before which no engine has much history. */
const WARM_UP = 150;
const TERMS = { maxReductionPct: 80, limitRoundTo: 50, slippageBasisPoints: 5 };
const UNGATED = shadowStrategy({ name: 'ungated', engine: 'model' });
const CAPPED = shadowStrategy({ name: 'capped', maxReductionPct: 30 });
const RULES = shadowStrategy({ name: 'rules', engine: 'rules' });

/** The comparison of one strategy with the engines in force. */
function compared(walked: readonly WalkedSession[], strategy: ShadowStrategy, terms = TERMS) {
  const scores = walked.flatMap((session) => walkedScores(session, [strategy], terms));
  const [comparison] = compareShadows([], scores);
  if (comparison === undefined) throw new Error('a strategy with scores');
  return comparison;
}

describe('a shadow strategy on a simulated desk', () => {
  const walked = walkedDesk({ truth: 'tilt', seed: 204, sessions: 300, traders: 10 });
  const judged = walked.slice(WARM_UP);

  it('that is the chain itself decides the same, and has a difference of exactly 0', () => {
    for (const { forecast } of walked)
      expect(
        isDeepStrictEqual(forecastContents(strategyForecast(forecast, SAME, 80)), forecastContents(forecast)),
      ).toBe(true);
    expect(compared(judged, SAME)).toMatchObject({
      sessions: judged.length,
      differingDays: 0,
      difference: 0,
      interval: [0, 0],
      regret: { difference: 0, interval: [0, 0] },
      verdict: 'not enough to tell',
    });
  });

  it('without cuts costs exactly what the cuts in force saved, computed with a plain loop', () => {
    const { difference, differingDays } = compared(judged, UNCUT);
    const saved = savedByCuts(judged);
    expect(saved.cutDays).toBeGreaterThan(100);
    expect(differingDays).toBe(saved.cutDays);
    expect(difference).toBeCloseTo(-saved.dollars, 6);
  });

  it('is worse without cuts where traders tilt after losses, and its tail is deeper', () => {
    const { verdict, tail } = compared(judged, UNCUT);
    expect(verdict).toBe('worse');
    expect(tail?.shadow).toBeLessThan(tail?.inForce ?? Number.NEGATIVE_INFINITY);
  });

  it('never cuts deeper than its own deepest cut, and uses its own curve', () => {
    const early = shadowStrategy({ engine: 'model', curve: { beginsAt: 0.1, fullAt: 0.5 } });
    for (const session of judged) {
      for (const { shadowPct } of walkedShadow(session, CAPPED, TERMS).decisions)
        expect(shadowPct).toBeLessThanOrEqual(30);
      for (const { forecast, modelReductionPct } of strategyForecast(session.forecast, early, 80).traders)
        if ((forecast?.riskRatio ?? 0) >= 0.5) expect(modelReductionPct).toBe(80);
    }
  });

  it('of the rules alone, or of the model without its gate, decides by that engine', () => {
    const engines = (strategy: ShadowStrategy) =>
      new Set(judged.map((session) => walkedShadow(session, strategy, TERMS).engine));
    expect(engines(SAME)).toEqual(new Set(['ridge', 'rules']));
    expect(engines(RULES)).toEqual(new Set(['rules']));
    expect(engines(UNGATED)).toContain('ridge');
  });

  it('leaves the decision to the rules where the circuit breaker trips on its own cuts', () => {
    const everyone = shadowStrategy({ engine: 'model', curve: { beginsAt: 0.001, fullAt: 0.002 } });
    const [last] = judged.slice(-1);
    if (last === undefined) throw new Error('a session');
    const shadow = strategyForecast(last.forecast, everyone, 80);
    expect(shadow.breaker).toBe('it asks for the same cut of 80% for everybody');
    expect(shadow.engine).toBe('rules');
  });

  it('does not use a model that is not trained yet', () => {
    const [first] = walked;
    if (first === undefined) throw new Error('a session');
    expect(strategyForecast(first.forecast, UNGATED, 80).engine).toBe('rules');
  });
});

/**
 * Without slippage every stop on such a desk is worth 0 on average, so 0 is the true difference. On 120 desks
 * (seeds 300 to 419, four strategies) the interval covered it in 428 of 480 comparisons, 89 %: 107 of 120
 * without cuts, 106 for the model without its gate, 104 for cuts up to 30 %, 111 for another curve.
 */
describe('the 90 % interval on desks without an edge', () => {
  const strategies = [UNCUT, UNGATED, CAPPED];
  const comparisons = Array.from({ length: 10 }, (_, place) => {
    const walked = walkedDesk({ truth: 'noEdge', seed: 300 + place }).slice(WARM_UP);
    return strategies.map((strategy) => compared(walked, strategy, { ...TERMS, slippageBasisPoints: 0 }));
  }).flat();

  it('covers 0 on about nine desks of ten', () => {
    const covers = comparisons.filter(({ interval: [low, high] }) => low <= 0 && high >= 0).length;
    expect(comparisons.length).toBe(30);
    expect(covers).toBeGreaterThanOrEqual(24);
  });

  it('is that of desks with many effects', () => {
    for (const { effectSessions, verdict } of comparisons) {
      // On a desk whose cuts were switched off for a time, fewer sessions have one.
      expect(effectSessions).toBeGreaterThan(30);
      expect(verdict).not.toBe('not enough to tell');
    }
  });
});

/** What the cuts in force saved: the P&L under the cut limits less that under the base limits. */
function savedByCuts(sessions: readonly WalkedSession[]): { dollars: number; cutDays: number } {
  let dollars = 0;
  let cutDays = 0;
  for (const { forecast, outcomes } of sessions) {
    for (const trader of forecast.traders) {
      const { member } = trader;
      const outcome = outcomes.get(member.trader);
      const cutPct = cutBy(forecast.engine, trader);
      if (outcome === undefined || cutPct === 0) continue;
      cutDays++;
      const { netPnl } = outcome.summary;
      const cutLimit = 50 * Math.floor((member.baseLimit * (100 - cutPct)) / 100 / 50 + 1e-9);
      dollars += stopped(outcome.marks, cutLimit, netPnl) - stopped(outcome.marks, member.baseLimit, netPnl);
    }
  }
  return { dollars, cutDays };
}

function stopped(marks: readonly LowWaterMark[], limit: number, netPnl: number): number {
  for (const { runningPnl, totalPnl, openNotional } of marks)
    if (runningPnl <= -limit) return totalPnl - 0.0005 * openNotional;
  return netPnl;
}
