import { describe, expect, it } from 'vitest';
import { endedOverrides, limitBeforeOverride } from '../../../src/domain/limits/endedOverrides.ts';
import type { Override } from '../../../src/domain/limits/override.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { newOverride } from '../../support/limits.ts';

const { previousSession } = createCalendar('nyse');
/** Of Monday 23 to Wednesday 25 November 2026; Thursday is Thanksgiving. */
const override = (parts: Partial<Override> = {}): Override => ({
  id: 1,
  approvedBy: null,
  endedFrom: null,
  endedBy: null,
  ...newOverride({ firstSession: '2026-11-23', lastSession: '2026-11-25' }),
  ...parts,
});

const named = (overrides: readonly Override[], sessionDate: string, lastMailed: string | null) =>
  endedOverrides(overrides, sessionDate, lastMailed, previousSession).map(
    ({ override: { id }, lastSession, because }) => [id, lastSession, because],
  );

describe('an override that ended', () => {
  it.each([
    { what: 'not while it holds', session: '2026-11-25', mailed: '2026-11-24', expected: [] },
    {
      what: 'on the first morning after it',
      session: '2026-11-27',
      mailed: '2026-11-25',
      expected: [[1, '2026-11-25', 'over']],
    },
    { what: 'once', session: '2026-11-30', mailed: '2026-11-27', expected: [] },
    {
      what: 'later, where the morning after it failed',
      session: '2026-11-30',
      mailed: '2026-11-25',
      expected: [[1, '2026-11-25', 'over']],
    },
    { what: 'never before the first mail', session: '2026-11-27', mailed: null, expected: [] },
  ])('is named $what', ({ session, mailed, expected }) => {
    expect(named([override()], session, mailed)).toEqual(expected);
  });

  it.each([
    {
      what: 'by an individual',
      parts: { endedFrom: '2026-11-24', endedBy: 'ann' },
      expected: [[1, '2026-11-23', 'ended']],
    },
    {
      what: 'because no cut remained',
      parts: { endedFrom: '2026-11-24', endedBy: 'daybreak' },
      expected: [[1, '2026-11-23', 'no-cut']],
    },
    { what: 'before it began: not named', parts: { endedFrom: '2026-11-23', endedBy: 'ann' }, expected: [] },
    {
      what: 'without an approval: not named',
      parts: { dollars: 6000, lastSession: '2026-11-23' },
      expected: [],
    },
    {
      what: 'after an approval',
      parts: { dollars: 6000, lastSession: '2026-11-23', approvedBy: 'bob' },
      expected: [[1, '2026-11-23', 'over']],
    },
  ])('is named as ended $what', ({ parts, expected }) => {
    expect(named([override(parts)], '2026-11-24', '2026-11-23')).toEqual(expected);
  });

  it('is not named while a renewal holds', () => {
    const renewal = override({ id: 2, firstSession: '2026-11-27', lastSession: '2026-11-30' });
    expect(named([override(), renewal], '2026-11-27', '2026-11-25')).toEqual([]);
  });
});

describe('the limit from before an override', () => {
  const before = (dollars: number | null, since: string | null, ...overrides: readonly Override[]) =>
    limitBeforeOverride(overrides, 'NET001', { dollars, since }, previousSession);

  it.each([
    { what: 'is what was recommended then', given: override(), dollars: 4000, since: '2026-11-23', is: 3000 },
    {
      what: 'is the base limit without a recommendation',
      given: override({ recommended: null }),
      dollars: 4000,
      since: '2026-11-24',
      is: 5000,
    },
    {
      what: 'is not known of another amount',
      given: override(),
      dollars: 4100,
      since: '2026-11-23',
      is: null,
    },
    {
      what: 'is not known of an earlier limit',
      given: override(),
      dollars: 4000,
      since: '2026-11-20',
      is: null,
    },
    {
      what: 'is not known of a later limit',
      given: override(),
      dollars: 4000,
      since: '2026-11-27',
      is: null,
    },
    { what: 'is not known of the base limit', given: override(), dollars: 4000, since: null, is: null },
    {
      what: 'is not known of an unknown limit',
      given: override(),
      dollars: null,
      since: '2026-11-23',
      is: null,
    },
    {
      what: 'is not known of an override without approval',
      given: override({ dollars: 8000 }),
      dollars: 8000,
      since: '2026-11-23',
      is: null,
    },
    {
      what: 'is not known of the override of another trader',
      given: override({ trader: 'NET002' }),
      dollars: 4000,
      since: '2026-11-23',
      is: null,
    },
  ])('$what', ({ given, dollars, since, is }) => {
    expect(before(dollars, since, given)).toBe(is);
  });
});
