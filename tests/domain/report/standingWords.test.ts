import { describe, expect, it } from 'vitest';
import type { StandingLimit } from '../../../src/domain/report/notices.ts';
import { standingSummary, standingWhy } from '../../../src/domain/report/standingWords.ts';

function standing(parts: Partial<StandingLimit> = {}): StandingLimit {
  return {
    trader: 'NET001',
    desk: 'Equities',
    baseLimit: 5000,
    dollars: 3000,
    source: 'assumed',
    since: '2026-10-01',
    ...parts,
  };
}
const atBase = standing({ dollars: 5000, source: 'base', since: null });
const unknown = standing({ dollars: null, source: 'unknown' });
const confirmed = standing({ source: 'answered' });

describe('the limits in force in a notice', () => {
  it.each([
    [standing(), 'assumed since Thu 1 Oct, base $5,000'],
    [confirmed, 'confirmed since Thu 1 Oct, base $5,000'],
    [standing({ dollars: 5000, source: 'readback' }), 'read from the platform since Thu 1 Oct'],
    [atBase, 'base limit'],
    [unknown, 'not known: look at the platform'],
  ])('say where each is known from: %o', (limit, words) => {
    expect(standingWhy(limit)).toBe(words);
  });

  it.each([
    [[atBase], 'None of 1 limit in force is known to differ from the base limit.'],
    [
      [standing(), standing(), confirmed, atBase],
      '3 of 4 limits in force differ from the base limit: 1 confirmed or set, 2 assumed from a mail.',
    ],
    [
      [atBase, unknown],
      'None of 2 limits in force is known to differ from the base limit. 1 is not known: look at the platform.',
    ],
    [
      [confirmed, unknown, unknown],
      '1 of 3 limits in force differ from the base limit: 1 confirmed or set, 0 assumed from a mail. 2 are not known: look at the platform.',
    ],
  ])('are counted: %o', (limits, words) => {
    expect(standingSummary(limits)).toBe(words);
  });
});
