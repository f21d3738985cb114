import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headline, preheader, subjectLine } from '../../../src/domain/report/headline.ts';
import { staleMorning, steadyMorning, tenthMorning, unknownMorning } from '../../support/limitMornings.ts';
import { calmMorning, hostileMorning, morningByHand } from '../../support/mornings.ts';
import { cut, decision, report, withLine } from '../../support/report.ts';

const others = (many: number) =>
  Array.from({ length: many }, (_, index) => decision({ trader: `OTHER${index}` }));

it.each([
  ['changes', tenthMorning(), '[Risk] Tue 6 Oct: change 4 of 12 limits (2 lower, 2 back up), 1 withheld'],
  ['no changes', steadyMorning(), '[Risk] Tue 6 Oct: no changes, 2 of 3 stay cut'],
  ['no cuts', report({ decisions: others(41) }), '[Risk] Tue 6 Oct: no changes, no cuts'],
  ['one trader', report({ decisions: [cut('A', 80)] }), '[Risk] Tue 6 Oct: change 1 of 1 limit (1 lower)'],
  ['unknown limits', unknownMorning(), '[Risk] Tue 6 Oct: set all 12 limits (in force unknown), 1 withheld'],
  [
    'one unknown limit among others',
    report({
      decisions: [
        ...others(2),
        withLine(decision({ trader: 'A' }), { limitInForce: null }),
        withLine(cut('B', 40), { limitInForce: 5000 }),
      ],
    }),
    '[Risk] Tue 6 Oct: change 2 of 4 limits (1 lower, 1 to set)',
  ],
  ['old fills', staleMorning(), '[Risk] Tue 6 Oct: change 2 of 10 limits (2 lower), 1 withheld, STALE'],
  ['the demo desk', report({ source: 'demo' }), '[Risk] Tue 6 Oct: no changes, no cuts, demo data'],
])('the subject of %s', (_name, morning, subject) => {
  expect(subjectLine(morning)).toBe(subject);
});

it.each([
  [tenthMorning(), 'NET011 $10,000 → $2,000. 1 withheld. Desk −$4,211. Data through Mon 5 Oct.'],
  [unknownMorning(), 'NET011 unknown → $2,000. 1 withheld. Desk −$4,211. Data through Mon 5 Oct.'],
  [calmMorning(), '3 limits as they are. Data through Mon 5 Oct.'],
  [
    report({ source: 'demo', stale: true }),
    'DEMO DATA. STALE. 3 limits as they are. Data through Mon 5 Oct.',
  ],
])('the preheader says what the subject does not', (morning, words) => {
  expect(preheader(morning)).toBe(words);
});

it('the preheader has 40 to 90 characters whatever the desk', () => {
  const trader = fc.record({
    name: fc.string({ maxLength: 60 }),
    baseLimit: fc.double({ min: 0.01, max: 1e9, noNaN: true }),
    kind: fc.constantFrom('cut', 'keep', 'review', 'withheld'),
  });
  const source = fc.constantFrom('propreports', 'csv', 'demo');
  fc.assert(
    fc.property(fc.array(trader, { minLength: 1, maxLength: 30 }), source, (traders, from) => {
      const decisions = traders.map(({ name, baseLimit, kind }) =>
        kind === 'cut'
          ? cut(name, 50, { baseLimit })
          : decision({ trader: name, baseLimit, newLimit: baseLimit, action: kind as 'keep' }),
      );
      const { length } = preheader(report({ decisions, source: from as 'csv' }));
      expect(length).toBeGreaterThanOrEqual(40);
      expect(length).toBeLessThanOrEqual(90);
    }),
  );
});

it('the subject never breaks a line', () => {
  expect(subjectLine(hostileMorning())).toMatch(/^[^\p{Cc}]+$/u);
});

it.each([
  [tenthMorning(), 'Change 4 of 12 limits'],
  [steadyMorning(), 'No changes, 2 of 3 stay cut'],
  [unknownMorning(), 'Set all 12 limits'],
  [staleMorning(), 'STALE: Change 2 of 10 limits'],
  [calmMorning(), 'No changes, no cuts'],
  [morningByHand(), 'No engine could decide: no changes'],
])('the heading', (morning, words) => {
  expect(headline(morning)).toBe(words);
});
