import { beforeAll, describe, expect, it } from 'vitest';
import { ledgeredDesk } from '../../../scripts/simulation/ledgeredDesk.ts';
import { walkDesk } from '../../../scripts/simulation/walkedDesk.ts';
import type { DeskPlan } from '../../../src/adapters/demo/simulation/desk.ts';
import { cutBy } from '../../../src/domain/engines/model/proposedCuts.ts';
import type { WalkedSession } from '../../../src/pipeline/walkSessions.ts';
import { benefitOf } from '../../support/walkScores.ts';

/** Seeds that neither the simulation nor the model was tuned on. */
const SEEDS = [500, 501, 502, 503, 504];
const DRIFTLESS: DeskPlan = { truth: 'noEdge', traders: 12, sessions: 500 };
const SMALL_TILTING: DeskPlan = { ...DRIFTLESS, truth: 'tilt' };
/**
 * A desk of 12 proves the model rarely: it is 5-12 % better than the rules there, and a bound of 120 sessions
 * includes chance.
 */
const TILTING: DeskPlan = { truth: 'tilt', traders: 30, sessions: 520 };

/** Walks each desk from fills through the ledger to the forecasts; keeps what is asked, and not the desk. */
function ofEachDesk<Kept>(plan: DeskPlan, keep: (days: readonly WalkedSession[]) => Kept): readonly Kept[] {
  return SEEDS.map((seed) => {
    const desk = ledgeredDesk(seed, plan);
    return keep([...walkDesk(desk, desk.sessions)]);
  });
}

const mayDecide = (days: readonly WalkedSession[]) =>
  days.map(({ forecast: { engine } }) => engine === 'ridge');
const benefitInForce = (days: readonly WalkedSession[]) =>
  benefitOf(days, (trader, { forecast: morning }) => cutBy(morning.engine, trader));
const shareOf = (mornings: readonly boolean[]) => mornings.filter((is) => is).length / mornings.length;

describe('the gate on fills of a desk without an edge', () => {
  let inForce: readonly (readonly boolean[])[] = [];
  beforeAll(() => {
    inForce = ofEachDesk(DRIFTLESS, mayDecide);
  });

  it('ends with the rules in force, on every desk', () => {
    expect(inForce.map((mornings) => mornings.at(-1))).toEqual(SEEDS.map(() => false));
  });

  it('has had the model in force on one morning in twelve at most', () => {
    expect(shareOf(inForce.flat())).toBeLessThan(1 / 12);
  });
});

describe('the gate on fills of a desk that tilts after losses', () => {
  it('puts an engine in force that reduces losses on every desk', () => {
    for (const { interval } of ofEachDesk(SMALL_TILTING, benefitInForce))
      expect(interval[0]).toBeGreaterThan(0);
  });
});

describe('the gate on fills of a large desk that tilts after losses', () => {
  let desks: readonly { inForce: readonly boolean[]; leastBenefit: number }[] = [];
  beforeAll(() => {
    desks = ofEachDesk(TILTING, (days) => ({
      inForce: mayDecide(days),
      leastBenefit: benefitInForce(days).interval[0],
    }));
  });

  it('ends with the model in force, and had it there for most of the last sixty mornings', () => {
    const proved = desks.filter(
      ({ inForce }) => inForce.at(-1) === true && shareOf(inForce.slice(-60)) > 0.5,
    );
    expect(proved.length).toBeGreaterThanOrEqual(SEEDS.length - 1);
  });

  it('puts an engine in force that reduces losses on every desk', () => {
    for (const { leastBenefit } of desks) expect(leastBenefit).toBeGreaterThan(0);
  });
});
