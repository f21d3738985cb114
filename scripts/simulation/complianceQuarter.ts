import type { TrailRecord } from '../../src/domain/compliance/trailRecord.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import {
  at,
  deskFacts,
  limitEntry,
  overrideGiven,
  quietMorning,
  traderFacts,
  trail,
  type Unnumbered,
} from './trailRecords.ts';

export const QUARTER = { from: '2026-01-02', to: '2026-03-31' };
const calendar = createCalendar('nyse');
export const quarterSessions = calendar.sessionsBetween(QUARTER.from, QUARTER.to);

/**
 * The entries of a quarter of so many traders. Each morning mails a change to every fifth trader. One
 * individual answers; every seventh change has another amount or no answer. Each session has an override, an
 * ignored stop and an acceptance: it is a desk with far more to report than any.
 */
export function busyQuarter(traders: number): readonly TrailRecord[] {
  const names = Array.from({ length: traders }, (_, place) => `NET${String(place + 1).padStart(3, '0')}`);
  return trail(...quarterSessions.map((session, day) => busySession(session, day, names)));
}

function busySession(session: string, day: number, names: readonly string[]): readonly Unnumbered[] {
  const dataThrough = calendar.previousSession(session);
  const traders = names.map((trader, place) =>
    traderFacts({ trader, stop: place === day % names.length ? 'ignored' : 'not-reached', netPnl: place }),
  );
  const changed = names.filter((_, place) => (place + day) % 5 === 0);
  const [first = ''] = names;
  return [
    ...quietMorning(deskFacts(session, dataThrough, { traders })).map((entry) =>
      entry.kind === 'decision' && changed.includes(entry.trader)
        ? { ...entry, action: 'cut', newLimit: 3000 }
        : entry,
    ),
    ...changed.flatMap((trader, place) => answeredChange(session, trader, place)),
    overrideGiven(session, { id: day + 1, trader: first, renewals: day % 5, note: 'earnings of the sector' }),
    {
      kind: 'acceptance',
      at: at(session, '12:30'),
      trader: first,
      sessionDate: dataThrough,
      reason: 'the source books the fee a day later',
      by: 'head-of-risk@desk.example',
    },
    {
      kind: 'import',
      at: at(session, '09:00'),
      subject: `fills-${session}.csv`,
      what: 'read: 9000, inserted: 9000',
      by: 'op',
    },
    { kind: 'roster', at: at(session, '20:00'), subject: first, what: 'baseLimit: 4000 → 5000', by: 'op' },
  ];
}

function answeredChange(session: string, trader: string, place: number): readonly Unnumbered[] {
  const mailed = limitEntry(session, { trader });
  if (place % 7 === 0) return [mailed];
  const event = place % 7 === 1 ? ('different' as const) : ('applied' as const);
  const dollars = event === 'different' ? 3600 : 3000;
  const reason = event === 'different' ? 'spoken to the trader before the open' : null;
  return [
    mailed,
    limitEntry(session, {
      event,
      at: at(session, '12:00'),
      trader,
      dollars,
      reason,
      by: `risk${place % 3}@desk.example`,
      through: 'page',
    }),
  ];
}
