import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutDepths, outcomeFrom, outcomeSteps } from '../../../src/domain/outcome/outcomeSteps.ts';
import { arbitraryDay, fallingMarks, outcomeUnderCut } from '../../support/evaluatedDays.ts';

const exact = (dollars: number) => dollars;

describe('the outcomes of a day as steps', () => {
  it('are the worked example', () => {
    const marks = fallingMarks([
      [-420, -420],
      [-800, -800],
    ]);
    const day = { netPnl: -300, marks, untimedPnl: 0 };
    const options = { slippageBasisPoints: 0, limitRoundTo: 50 };
    expect(outcomeSteps(day, 1_000, cutDepths(80), options, exact)).toEqual([
      { fromPct: 0, pnl: -300 },
      { fromPct: 20, pnl: -800 },
      { fromPct: 60, pnl: -420 },
    ]);
  });

  it('give back the outcome of every cut, also of a cap between two steps', () => {
    const options = { slippageBasisPoints: 5, limitRoundTo: 50 };
    fc.assert(
      fc.property(
        arbitraryDay,
        fc.double({ min: 10, max: 6_000, noNaN: true }),
        fc.constantFrom(33, 57.5, 80),
        (day, baseLimit, cap) => {
          const steps = outcomeSteps(day, baseLimit, cutDepths(cap), options, exact);
          for (const depth of cutDepths(cap))
            expect(outcomeFrom(steps, depth)).toBe(outcomeUnderCut(day, baseLimit, depth, options));
        },
      ),
    );
  });

  it('are 0 on a day that was not traded', () => {
    expect(outcomeFrom([], 50)).toBe(0);
  });
});
