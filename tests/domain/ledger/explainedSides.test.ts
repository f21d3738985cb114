import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runLedger, type SessionFills } from '../../../scripts/simulation/runLedger.ts';
import type { LedgerFill, Side } from '../../../src/domain/ledger/fill.ts';
import { type Unexplained, unexplained } from '../../../src/domain/ledger/unexplained.ts';
import { fill, tape } from '../../support/fills.ts';

/**
 * One decision of a simulated trader: how much of the position to close or to open, and how it is recorded.
 */
const step = fc.record({
  session: fc.nat(3),
  symbol: fc.constantFrom('X', 'Y'),
  quantity: fc.integer({ min: 1, max: 9 }),
  closes: fc.boolean(),
  long: fc.boolean(),
  /** Seconds since the fill before: several fills share a second. */
  later: fc.constantFrom(0, 0, 1, 60),
  hasNoTime: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
  /** Place of the fill among those of its second, as the source sends them. */
  rank: fc.nat(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const steps = fc.array(step, { minLength: 1, maxLength: 40 });

describe('a source that sends the right sides', () => {
  it('has no finding, in whatever order it sends the fills of a second and those without a time', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const found = closed(rightSides(all)).flatMap(({ findings }) => findings);
        expect(found.filter(({ code }) => code === 'position_not_explained')).toEqual([]);
      }),
      { numRuns: 2_000, seed: 20_261_128 },
    );
  });

  it('has a finding where an opening fill is left out', () => {
    const sides = fc.constantFrom<[Side, Side]>(['B', 'S'], ['T', 'C']);
    fc.assert(
      fc.property(sides, fc.boolean(), ([opening, closing], hasTime) => {
        const fills = [
          fill({ side: opening }),
          fill({ side: closing, secondOfDay: hasTime ? 40_000 : null }),
        ];
        const codes = (kept: LedgerFill[]) =>
          closed([{ sessionDate: '2024-03-15', fills: kept }]).flatMap(({ findings }) =>
            findings.map((f) => f.code),
          );
        expect(codes(fills)).toEqual([]);
        expect(codes(fills.slice(1))).toEqual(['position_not_explained']);
      }),
    );
  });
});

describe('the unexplained quantity', () => {
  it.each<[string, number, string[], Partial<Unexplained>]>([
    ['nothing for a sale of what was carried', 100, ['09:45 S 100 X 1'], { sold: 0, fills: 0 }],
    ['the whole sale of a short position', -100, ['09:45 S 30 X 1'], { sold: 30, fills: 1 }],
    ['the rest of a cover', -100, ['09:45 C 130 X 1'], { covered: 30, fills: 1 }],
    ['every closing fill of the second', 0, ['09:45 S 30 X 1', '09:45 S 10 X 1'], { sold: 40, fills: 2 }],
    [
      'each second by itself',
      0,
      ['09:45 S 30 X 1', '09:46 B 30 X 1', '09:47 S 5 X 1'],
      { sold: 35, fills: 2 },
    ],
    [
      'no rounding error of many fractions',
      0.3,
      ['09:45 S 0.1 X 1', '09:46 S 0.1 X 1', '09:47 S 0.1 X 1'],
      { sold: 0 },
    ],
  ])('is %s', (_, carried, lines, expected) => {
    expect(unexplained(carried, tape(lines))).toMatchObject(expected);
  });
});

function closed(sessions: readonly SessionFills[]) {
  return [...runLedger({ trader: 'NET001', openingLots: [], sessions })];
}

/** Fills whose side says what they do: a trader who buys and sells in the order of the steps. */
function rightSides(all: readonly Step[]): SessionFills[] {
  const positions = new Map<string, number>();
  const sessions = [0, 1, 2, 3].map((session) => {
    const sessionDate = `2024-03-${11 + session}`;
    let second = 34_200;
    const fills = all
      .filter((each) => each.session === session)
      .map((each) => {
        second += each.later;
        const held = positions.get(each.symbol) ?? 0;
        const { side, quantity } = sideOf(each, held);
        positions.set(each.symbol, held + (side === 'B' || side === 'C' ? quantity : -quantity));
        const secondOfDay = each.hasNoTime ? null : second;
        return {
          rank: each.rank,
          ...fill({ sessionDate, symbol: each.symbol, side, quantity, secondOfDay }),
        };
      });
    return { sessionDate, fills: fills.toSorted((a, b) => a.rank - b.rank) };
  });
  return sessions.filter(({ fills }) => fills.length > 0);
}

function sideOf({ closes, long, quantity }: Step, held: number): { side: Side; quantity: number } {
  if (held > 0) return closes ? { side: 'S', quantity: Math.min(quantity, held) } : { side: 'B', quantity };
  if (held < 0) return closes ? { side: 'C', quantity: Math.min(quantity, -held) } : { side: 'T', quantity };
  return { side: long ? 'B' : 'T', quantity };
}
