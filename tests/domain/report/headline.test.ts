import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headline, preheader, subjectLine } from '../../../src/domain/report/headline.ts';
import { badMorning, calmMorning, hostileMorning, morningByHand } from '../../support/mornings.ts';
import { cut, decision, report } from '../../support/report.ts';

const others = (many: number) =>
  Array.from({ length: many }, (_, index) => decision({ trader: `OTHER${index}` }));

it.each([
  [
    'three cuts',
    report({ decisions: [cut('A', 60), cut('B', 20), cut('C', 45), ...others(38)] }),
    '[Risk] Tue 6 Oct: cut 3 of 41 traders (max −60%)',
  ],
  ['no cuts', report({ decisions: others(41) }), '[Risk] Tue 6 Oct: no cuts, 41 traders'],
  ['one trader', report({ decisions: [cut('A', 80)] }), '[Risk] Tue 6 Oct: cut 1 of 1 trader (max −80%)'],
  ['withheld with cuts', badMorning(), '[Risk] Tue 6 Oct: cut 3 of 12 traders (max −60%), 1 withheld'],
  [
    'only decisions by hand',
    morningByHand(),
    '[Risk] Tue 6 Oct: no cuts, 3 traders, 1 withheld, 1 to review',
  ],
  ['the demo desk', report({ source: 'demo' }), '[Risk] Tue 6 Oct: no cuts, 3 traders, demo data'],
])('the subject of %s', (_name, morning, subject) => {
  expect(subjectLine(morning)).toBe(subject);
});

it.each([
  [badMorning(), 'NET001 to $2,000 (−60%). 1 withheld. 1 to review. Data through Mon 5 Oct.'],
  [calmMorning(), '3 base limits unchanged. The model decides today. Data through Mon 5 Oct.'],
  [
    report({ source: 'demo' }),
    'DEMO DATA. 3 base limits unchanged. The rules decide today. Data through Mon 5 Oct.',
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
  [badMorning(), 'Cut 3 of 12 traders'],
  [calmMorning(), 'No cuts, 3 traders'],
  [morningByHand(), 'No engine could decide: no cuts'],
  [report({ decisions: [decision({ action: 'review' })] }), 'Decide 1 trader by hand'],
])('the heading', (morning, words) => {
  expect(headline(morning)).toBe(words);
});
