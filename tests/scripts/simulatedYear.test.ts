import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulateYear } from '../../scripts/drill/year.ts';
import { createYearDesk } from '../../scripts/drill/yearDesk.ts';
import { drawFaults, type YearFault } from '../../scripts/drill/yearFaults.ts';
import { readYear } from '../../scripts/drill/yearRecord.ts';
import { yearRows } from '../../scripts/drill/yearTable.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { drillStores } from '../support/drillStores.ts';
import { temporaryFolder } from '../support/stores.ts';

/** Each morning runs undisturbed too. The seed draws every kind of fault within them. */
const MORNINGS = 20;
const SEED = 154;
const calendar = createCalendar('nyse');
const KINDS: Readonly<Record<YearFault['kind'], true>> = {
  'source late': true,
  'half page': true,
  'token expiry': true,
  'refused for now': true,
  'refused for good': true,
  'mail server down': true,
  'ambiguous end': true,
  crash: true,
  restart: true,
  'second owner': true,
  'clock jump': true,
  'late start': true,
};
const kindsIn = (faults: readonly (readonly YearFault[])[]) => new Set(faults.flat().map(({ kind }) => kind));

describe('twenty mornings with faults drawn at random', () => {
  it('end each with one mail per recipient or a reason, nothing stale, and the cuts of an undisturbed month', async () => {
    const folder = join(temporaryFolder(), 'year');
    const record = await simulateYear({
      folder,
      stores: await drillStores(),
      mornings: MORNINGS,
      seed: SEED,
      logProgress: () => undefined,
    });
    expect(record.violations).toEqual([]);
    expect(record.lines).toHaveLength(2 * MORNINGS);
    expect(record.sameCuts).toBe(record.decided);
    expect(yearRows(record).filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(record.played.processes).toBeGreaterThan(MORNINGS);

    // The checks find each of: a missing mail, extra copies, a changed copy, a late one, and an unknown one.
    const { played } = record;
    const [first, second] = played.inbox;
    if (!first || !second) throw new Error('nothing was mailed');
    const desk = createYearDesk(SEED, MORNINGS, calendar);
    const faults = desk.sessions.map((sessionDate) => drawFaults(SEED, sessionDate));
    expect(kindsIn(faults)).toEqual(new Set(Object.keys(KINDS)));
    const read = async (inbox: typeof played.inbox) => {
      const bounds = { startOf: () => new Date(0), deadlineOf: () => new Date('2100-01-01') };
      const recipients = ['ann@desk.example', 'bob@desk.example'];
      return (await readYear({ desk, recipients, calm: played, year: { ...played, inbox }, ...bounds }))
        .violations;
    };
    expect(await read(played.inbox)).toEqual([]);
    expect(await read(played.inbox.slice(2))).not.toEqual([]);
    expect(await read([...played.inbox, first, first])).not.toEqual([]);
    expect(await read([...played.inbox, { ...first, bytes: Buffer.from('other') }])).not.toEqual([]);
    expect(await read([...played.inbox, { ...first, handedOverAt: new Date('2100-01-02') }])).not.toEqual([]);
    expect(await read([...played.inbox, { ...first, messageId: '<morning.2030-01-02.x@desk>' }])).not.toEqual(
      [],
    );
  });
});

describe('the faults of a year', () => {
  it('depend on the seed only, cover every kind, and leave some mornings undisturbed', () => {
    const sessions = createYearDesk(SEED, 250, calendar).sessions;
    const faults = (seed: number) => sessions.map((sessionDate) => drawFaults(seed, sessionDate));
    expect(faults(1)).toEqual(faults(1));
    expect(faults(1)).not.toEqual(faults(2));
    expect(kindsIn(faults(1))).toEqual(new Set(Object.keys(KINDS)));
    expect(faults(1).filter((each) => each.length === 0).length).toBeGreaterThan(40);
  });

  it('include corrections that the source makes after the fact', () => {
    const desk = createYearDesk(SEED, 250, calendar);
    const { past, sessions } = desk;
    const all = [...past, ...sessions];
    const corrected = all.filter(
      (date, index) =>
        JSON.stringify(desk.fills(date, all[index + 1] ?? date)) !==
        JSON.stringify(desk.fills(date, '2100-01-01')),
    );
    expect(corrected.length).toBeGreaterThan(5);
  });
});
