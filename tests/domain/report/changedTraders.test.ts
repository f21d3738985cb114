import { expect, it } from 'vitest';
import { changedTraders } from '../../../src/domain/report/changedTraders.ts';
import { cut, decision } from '../../support/report.ts';

const kept = decision({ trader: 'ANN' });

it.each([
  ['nothing', [kept], [kept], []],
  [
    'another confidence or reason',
    [cut('ANN', 50)],
    [cut('ANN', 50, { confidence: 'low', reasons: [] })],
    [],
  ],
  ['a fraction of a cent', [{ ...kept, newLimit: 2500.001 }], [{ ...kept, newLimit: 2500.004 }], []],
  ['a limit', [cut('ANN', 50)], [cut('ANN', 40)], ['ANN']],
  ['what is to be done, at the same limit', [kept], [{ ...kept, action: 'withheld' as const }], ['ANN']],
  ['a trader who came, and one who went', [kept], [decision({ trader: 'BOB' })], ['ANN', 'BOB']],
])('of two mornings that differ by %s', (_, before, now, traders) => {
  expect(changedTraders(before, now)).toEqual(traders);
});
