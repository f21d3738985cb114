import { describe, expect, it } from 'vitest';
import type { SessionOutcome } from '../../../src/domain/engines/model/sessionOutcome.ts';
import { type ShadowDecision, scoreShadow } from '../../../src/domain/evaluation/shadowScore.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';
import { facts } from '../../support/facts.ts';

const STOP = { slippageBasisPoints: 0, limitRoundTo: 50 };

const DECISION: ShadowDecision = {
  trader: 'AAA',
  baseLimit: 5000,
  recommendedLimit: 2500,
  recommendedPct: 50,
  shadowLimit: 4000,
  shadowPct: 20,
};

/** Fell to −$2,600 and closed at −$1,000. */
const RECOVERED: SessionOutcome = {
  summary: facts({ trader: 'AAA', netPnl: -1000 }),
  marks: fallingMarks([[-2600, -2600]]),
};

function scored(decision: Partial<ShadowDecision>, outcome: SessionOutcome = RECOVERED) {
  const shadow = {
    sessionDate: '2026-03-03',
    name: 'a',
    definition: 'engine:rules',
    engine: 'rules' as const,
    decisions: [{ ...DECISION, ...decision }],
  };
  return scoreShadow(shadow, new Map([[outcome.summary.trader, outcome]]), STOP);
}

describe('the score of a shadow strategy', () => {
  it('is the P&L under its limit less that under the recommended one', () => {
    expect(scored({})).toEqual({
      sessionDate: '2026-03-03',
      name: 'a',
      definition: 'engine:rules',
      traderDays: 1,
      differingDays: 1,
      effectDays: 1,
      estimatedDays: 0,
      notKnownDays: 0,
      deskPnl: -2600,
      difference: 1600,
      // The best cut is any below 50 %; that of 50 % gave up 1,600 of 5,000.
      regretDifference: expect.closeTo(-1600 / 5000),
    });
  });

  it('is exactly 0 under the same limit, and the day does not differ', () => {
    expect(scored({ shadowLimit: 2500, shadowPct: 50 })).toMatchObject({
      differingDays: 0,
      effectDays: 0,
      difference: 0,
      regretDifference: 0,
    });
  });

  it('is 0 where neither limit was reached: the day differs and has no effect', () => {
    expect(scored({ recommendedLimit: 3000, recommendedPct: 40 })).toMatchObject({
      differingDays: 1,
      effectDays: 0,
      difference: 0,
      deskPnl: -1000,
    });
  });

  it('goes on like the donor on a day that a limit in force ended', () => {
    const drawn = {
      netPnl: -3500,
      marks: fallingMarks([
        [-2600, -2600],
        [-3600, -3600],
      ]),
      untimedPnl: 0,
    };
    expect(scored({ shadowLimit: 5000, shadowPct: 0 }, { ...RECOVERED, drawn })).toMatchObject({
      difference: -900,
      effectDays: 1,
      estimatedDays: 1,
    });
  });

  it('is not known where the day ended before the wider limit', () => {
    expect(scored({}, { ...RECOVERED, isCutShort: true })).toMatchObject({
      differingDays: 1,
      notKnownDays: 1,
      effectDays: 0,
      difference: 0,
    });
  });

  it('counts the P&L of a trader without a decision in both', () => {
    const other = { ...RECOVERED, summary: facts({ trader: 'BBB', netPnl: -1000 }) };
    expect(scored({}, other)).toMatchObject({ traderDays: 0, deskPnl: -1000, difference: 0 });
  });
});
