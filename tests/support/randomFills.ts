import fc from 'fast-check';
import type { SessionFills } from '../../scripts/simulation/runLedger.ts';
import { fill } from './fills.ts';

const SESSION_DATES = ['2024-03-13', '2024-03-14', '2024-03-15'];

/**
 * One to three sessions of a trader with two accounts and two symbols. Quantities are whole, prices and fees
 * in cents. Few distinct seconds make many fills share one; some times are unknown. Close prices make
 * positions grow, shrink and cross zero often.
 */
export const randomSessions: fc.Arbitrary<SessionFills[]> = fc
  .array(fc.array(fillSketch(), { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 3 })
  .map((sessions) =>
    sessions.map((sketches, session) => {
      const sessionDate = SESSION_DATES[session] ?? '';
      return { sessionDate, fills: sketches.map((sketch) => fill({ sessionDate, ...sketch })) };
    }),
  );

function fillSketch() {
  return fc.record({
    account: fc.constantFrom('NET001', 'NET002'),
    symbol: fc.constantFrom('X', 'Y'),
    side: fc.constantFrom('B' as const, 'C' as const, 'S' as const, 'T' as const),
    quantity: fc.integer({ min: 1, max: 6 }),
    price: fc.integer({ min: 950, max: 1_050 }).map((cents) => cents / 100),
    fees: fc.integer({ min: -2, max: 5 }).map((cents) => cents / 100),
    secondOfDay: fc.option(
      fc.integer({ min: 0, max: 12 }).map((step) => 34_200 + step * 601),
      { freq: 8 },
    ),
    orderId: fc.constantFrom('O1', 'O2', 'O3', 'O4'),
  });
}
