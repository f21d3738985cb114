import { describe, expect, it } from 'vitest';
import { ledgeredDesk } from '../../../scripts/simulation/ledgeredDesk.ts';
import { walkDesk } from '../../../scripts/simulation/walkedDesk.ts';
import type { KnownTruth } from '../../../src/adapters/demo/simulation/knownTruth.ts';
import { cutBy } from '../../../src/domain/engines/model/proposedCuts.ts';
import type { EngineName } from '../../../src/domain/engines/proposal.ts';
import type { WalkedSession } from '../../../src/pipeline/walkSessions.ts';
import { benefitOf } from '../../support/walkScores.ts';

/** Seeds that neither the simulation nor the model was tuned on. */
const SEEDS = [500, 501, 502, 503, 504];
const walked = new Map<string, readonly WalkedSession[]>();

/** Walks each desk once, from fills through the ledger to the forecasts. */
function desks(truth: KnownTruth): readonly (readonly WalkedSession[])[] {
  return SEEDS.map((seed) => {
    const key = `${truth} ${seed}`;
    const days = walked.get(key) ?? walkFills(truth, seed);
    walked.set(key, days);
    return days;
  });
}

function walkFills(truth: KnownTruth, seed: number): readonly WalkedSession[] {
  const desk = ledgeredDesk(seed, { truth, traders: 12, sessions: 500 });
  return [...walkDesk(desk, desk.sessions)];
}

/** Which engine decided each session on a desk of thirty: too large to keep whole. */
function enginesOnLargeDesk(seed: number): readonly EngineName[] {
  const desk = ledgeredDesk(seed, { truth: 'tilt', traders: 30, sessions: 520 });
  return Array.from(walkDesk(desk, desk.sessions), ({ forecast: morning }) => morning.engine);
}

const isInForce = ({ forecast: morning }: WalkedSession) => morning.engine === 'ridge';
const endsInForce = (days: readonly WalkedSession[]) => days.slice(-1).some(isInForce);
const benefitInForce = (days: readonly WalkedSession[]) =>
  benefitOf(days, (trader, { forecast: morning }) => cutBy(morning.engine, trader));

describe('the gate on fills of a desk without an edge', () => {
  it('ends with the rules in force, on every desk', () => {
    expect(desks('noEdge').map(endsInForce)).toEqual(SEEDS.map(() => false));
  });

  it('has had the model in force on one morning in twelve at most', () => {
    const days = desks('noEdge').flat();
    expect(days.filter(isInForce).length / days.length).toBeLessThan(1 / 12);
  });
});

describe('the gate on fills of a desk that tilts after losses', () => {
  it('ends with the model in force, and had it there for most of the last sixty mornings, on large desks', () => {
    // A desk of 12 proves it rarely: the model is 5-12 % better than the rules there, and a bound of 120
    // sessions includes chance.
    const inForce = SEEDS.map(enginesOnLargeDesk).filter(
      (engines) =>
        engines.at(-1) === 'ridge' && engines.slice(-60).filter((engine) => engine === 'ridge').length > 30,
    );
    expect(inForce.length).toBeGreaterThanOrEqual(SEEDS.length - 1);
  });

  it('puts an engine in force that reduces losses on every desk', () => {
    for (const days of desks('tilt')) expect(benefitInForce(days).interval[0]).toBeGreaterThan(0);
  });
});
