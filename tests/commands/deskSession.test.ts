import { describe, expect, it } from 'vitest';
import { deskSession } from '../../src/commands/deskSession.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';

const calendar = createCalendar('nyse');

function sessionOf(source: boolean, last: string | null, noTrading: readonly string[] = []): Promise<string> {
  return deskSession(
    {
      calendar,
      clock: { now: () => new Date('2026-11-30T12:00:00Z') },
      config: { timezone: 'America/New_York', source: source ? {} : null },
    } as never,
    {
      fills: { sessionRange: async () => (last === null ? null : { first: last, last }) },
      acceptances: { noTrading: async () => noTrading.map((sessionDate) => ({ sessionDate })) },
    } as never,
  );
}

describe('the session that a desk stands at', () => {
  it.each([
    ['with a source is the one due by the clock', true, '2026-05-01', [], '2026-11-30'],
    ['with imported fills of the past follows the newest fill', false, '2026-05-01', [], '2026-05-04'],
    ['with imported fills skips sessions without trading', false, '2026-05-01', ['2026-05-04'], '2026-05-05'],
    ['with fills of the future follows them', false, '2026-12-24', [], '2026-12-28'],
    ['without fills is the one due by the clock', false, null, [], '2026-11-30'],
  ] as const)('%s', async (_, source, last, noTrading, expected) => {
    expect(await sessionOf(source, last, noTrading)).toBe(expected);
  });
});
