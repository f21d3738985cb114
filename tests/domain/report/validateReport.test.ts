import { describe, expect, it } from 'vitest';
import { validateReport } from '../../../src/domain/report/validateReport.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import {
  badMorning,
  calmMorning,
  hostileMorning,
  largeMorning,
  morningByHand,
} from '../../support/mornings.ts';
import { cut, decision, report } from '../../support/report.ts';

it.each([badMorning, calmMorning, hostileMorning, largeMorning, morningByHand])(
  'a consistent report passes',
  (morning) => {
    expect(() => validateReport(morning())).not.toThrow();
  },
);

it.each([
  { baseLimit: 999.99, newLimit: 650 },
  { baseLimit: 999.99, newLimit: 669 },
])('a limit of $newLimit, rounded down, passes', (limits) => {
  const decisions = [cut('A', 33, limits)];
  expect(() => validateReport(report({ decisions }))).not.toThrow();
});

it('a withheld trader may keep the lower limit that was mailed last', () => {
  const decisions = [decision({ action: 'withheld', newLimit: 3000 })];
  expect(() => validateReport(report({ decisions }))).not.toThrow();
});

describe('a report that contradicts itself is stopped', () => {
  it.each([
    ['a new limit above what the cut says', [cut('A', 60, { newLimit: 2000.02 })], 'new limit 2000.02'],
    ['a new limit a cent above it', [cut('A', 33, { baseLimit: 999.99, newLimit: 670 })], 'new limit 670'],
    [
      'a new limit more than a tenth of the base limit below it',
      [cut('A', 33, { baseLimit: 999.99, newLimit: 569 })],
      'new limit 569',
    ],
    [
      'a cut on numbers that are not proven',
      [cut('A', 60, { notProven: [{ code: 'untied', session: '2026-10-05', symbol: null, text: 'x' }] })],
      'is not proven',
    ],
    [
      'a withheld trader with a raised limit',
      [decision({ action: 'withheld', newLimit: 6000 })],
      'withheld with new limit 6000',
    ],
    ['a new limit far below it', [cut('A', 60, { newLimit: 200 })], 'new limit 200'],
    ['a cut of nothing', [cut('A', 0)], 'cut of 0 %'],
    ['a cut of more than all', [cut('A', 120, { newLimit: 0 })], 'cut of 120 %'],
    ['a limit that is no number', [cut('A', 60, { newLimit: Number.NaN })], 'new limit NaN'],
    ['a base limit of nothing', [decision({ baseLimit: 0, newLimit: 0 })], 'base limit 0'],
    ['a kept limit that moved', [decision({ newLimit: 4000 })], 'keep with new limit 4000'],
    [
      'a withheld cut that counts',
      [decision({ action: 'withheld', reductionPct: 30 })],
      'withheld with new limit 5000',
    ],
    ['a cut on numbers that do not tie out', [cut('A', 60, { reconciled: false })], 'does not tie out'],
    ['a trader decided twice', [cut('A', 60), decision({ trader: 'A' })], 'trader "A" twice'],
  ])('is stopped when it has %s', (_name, decisions, words) => {
    const check = () => validateReport(report({ decisions }));
    expect(check).toThrow(DecisionError);
    expect(check).toThrow(words);
  });

  it.each(['2026-10-06', '2026-10-07'])('data through %s for the session of 6 October', (dataThrough) => {
    expect(() => validateReport(report({ dataThrough }))).toThrow(`data through ${dataThrough}`);
  });
});
