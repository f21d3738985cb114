import { describe, expect, it } from 'vitest';
import { fakeClock, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { Revision } from '../../src/domain/ledger/revision.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { fetchSessions, sessionsToFetch } from '../../src/pipeline/steps/fetch.ts';
import type { FetchPorts } from '../../src/pipeline/steps/fetchBlocks.ts';
import { readFillQuality } from '../../src/pipeline/steps/fillQuality.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import type { FillSource } from '../../src/ports/source.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { storedFill } from '../support/fill.ts';
import { leaseOf } from '../support/morningDesk.ts';
import { decision, report } from '../support/report.ts';
import { temporaryStores } from '../support/stores.ts';

const calendar = createCalendar('nyse');
const THROUGH = '2026-03-02';
const NEXT = '2026-03-03';
/** Tue 24 February to Mon 2 March. */
const sessions = sessionsToFetch(calendar, THROUGH);
const [first = '', second = '', third = ''] = sessions;

/** Four traders; LONG carries 100 shares from the first session into the third, and is flat after. */
function deskFills(): Fill[] {
  return [
    ...sessions.flatMap((session) => ['ANN', 'BOB'].flatMap((trader) => trade(trader, session, 40))),
    storedFill({ account: 'LONG', sessionDate: first, price: 10 }),
    storedFill({ account: 'LONG', sessionDate: second, secondOfDay: 36_000, symbol: 'TSLA' }),
    storedFill({ account: 'LONG', sessionDate: second, secondOfDay: 37_000, symbol: 'TSLA', side: 'S' }),
    storedFill({ account: 'LONG', sessionDate: third, side: 'S', price: 12 }),
    ...trade('LONG', THROUGH, 5),
  ];
}

function ports(stores: Stores): FetchPorts {
  return {
    ...stores,
    clock: fakeClock('2026-03-03T10:00:00Z'),
    log: recordingLog(),
    progress: noProgress,
    calendar,
    rejectsOf: () => ({ add: () => undefined, close: () => null, discard: () => undefined }),
  };
}

async function fetchThrough(stores: Stores, fills: Fill[], through: string) {
  const fetched = await fetchSessions(
    ports(stores),
    fakeSource(fills),
    sessionsToFetch(calendar, through),
    through,
  );
  await updateLedger({ ...stores, progress: noProgress });
  return readFillQuality({ ...stores, calendar }, through, fetched);
}

/** Facts and lots of every trader-day, exactly as stored. */
async function daysOf({ database: { connection } }: Stores): Promise<Map<string, string>> {
  const days = await connection.all<{ day: string }>(
    `SELECT name || ' ' || session_date AS day, trader_day.*
       FROM trader_day JOIN trader ON trader.id = trader_id ORDER BY day`,
  );
  const lots = await connection.all<{ day: string }>(
    `SELECT name || ' ' || session_date AS day, account, symbol, quantity, price, opened_on
       FROM open_lot JOIN trader ON trader.id = trader_id ORDER BY day, ordinal`,
  );
  return new Map(
    days.map((row) => [row.day, JSON.stringify([row, lots.filter(({ day }) => day === row.day)])]),
  );
}

function differing(before: Map<string, string>, after: Map<string, string>): string[] {
  const days = new Set([...before.keys(), ...after.keys()]);
  return [...days].filter((day) => before.get(day) !== after.get(day)).sort();
}

describe('a fetched session of which rows are rejected', () => {
  const row = {
    where: 'fills page 1',
    line: 7,
    column: 'Qty',
    value: '1,0',
    reason: 'not a number',
    raw: '',
  };
  const withRejects = (source: FillSource): FillSource => ({
    ...source,
    async *fills(from, to) {
      for await (const batch of source.fills(from, to))
        yield {
          ...batch,
          rejected: [THROUGH, null].map((sessionDate) => ({ ...row, account: 'BOB', sessionDate })),
          unreadColumns: ['Exotic'],
        };
    },
  });

  it('is incomplete until it is fetched without them, and its unread columns are named', async () => {
    const stores = await temporaryStores();
    const fetch = (source: FillSource) => fetchSessions(ports(stores), source, [THROUGH], THROUGH);
    const fetched = await fetch(withRejects(fakeSource(deskFills())));
    await updateLedger({ ...stores, progress: noProgress });
    expect(await stores.fills.incompleteDays(first, THROUGH)).toEqual([
      {
        trader: 'BOB',
        account: 'BOB',
        sessionDate: THROUGH,
        rows: 2,
        where: 'fills page 1',
        reason: 'line 7: Qty “1,0”, not a number',
      },
    ]);
    expect(await readFillQuality({ ...stores, calendar }, THROUGH, fetched)).toMatchObject({
      rejectedRows: 2,
      unreadColumns: ['Exotic'],
    });
    await fetch(fakeSource(deskFills()));
    expect(await stores.fills.incompleteDays(first, THROUGH)).toEqual([]);
  });
});

/** Two mornings in a row. Before the second, `correct` changes earlier fills of the source. */
async function correctedOvernight(correct: (fills: Fill[]) => Fill[]) {
  const stores = await temporaryStores();
  const fills = deskFills();
  await fetchThrough(stores, fills, THROUGH);
  const before = await daysOf(stores);
  const today = ['ANN', 'BOB', 'LONG'].flatMap((trader) => trade(trader, NEXT, 1));
  const corrected = correct(fills);
  const intake = await fetchThrough(stores, [...corrected, ...today], NEXT);
  const after = new Map([...(await daysOf(stores))].filter(([day]) => !day.endsWith(NEXT)));
  return { stores, before, after, intake };
}

const inCents = (revisions: readonly Revision[]) => {
  const cents = (net: number | null) => (net === null ? null : Math.round(net * 100) / 100);
  return revisions.map((each) => ({
    ...each,
    netBefore: cents(each.netBefore),
    netAfter: cents(each.netAfter),
  }));
};

const inSession = (account: string, sessionDate: string) => (fill: Fill) =>
  fill.account === account && fill.sessionDate === sessionDate;

describe('a session corrected after the fact', () => {
  it('without any correction does not change an earlier trader-day, and reports nothing', async () => {
    const { before, after, intake } = await correctedOvernight((fills) => fills);
    expect(differing(before, after)).toEqual([]);
    expect(intake.revisions).toEqual([]);
  });

  it('by an added fill changes that trader-day alone', async () => {
    const { before, after, intake } = await correctedOvernight((fills) => [
      ...fills,
      ...trade('BOB', THROUGH, -90),
    ]);
    expect(differing(before, after)).toEqual([`BOB ${THROUGH}`]);
    expect(inCents(intake.revisions)).toEqual([
      { trader: 'BOB', sessionDate: THROUGH, netBefore: 40, netAfter: -50, added: 2, changed: 0, removed: 0 },
    ]);
  });

  it('by a changed price of an overnight lot changes the days that carry it, and no day after it is sold', async () => {
    const { before, after, intake } = await correctedOvernight((fills) =>
      fills.map((fill) => (inSession('LONG', first)(fill) ? { ...fill, price: 11 } : fill)),
    );
    // The second morning no longer fetches the first session, so it does not see that correction.
    expect(differing(before, after)).toEqual([]);
    expect(intake.revisions).toEqual([]);
    const inTime = await correctedInTime((fills) =>
      fills.map((fill) => (inSession('LONG', first)(fill) ? { ...fill, price: 11 } : fill)),
    );
    expect(differing(inTime.before, inTime.after)).toEqual([
      `LONG ${first}`,
      `LONG ${second}`,
      `LONG ${third}`,
    ]);
    expect(inCents(inTime.intake.revisions)).toEqual([
      { trader: 'LONG', sessionDate: first, netBefore: 0, netAfter: 0, added: 0, changed: 1, removed: 0 },
      { trader: 'LONG', sessionDate: third, netBefore: 200, netAfter: 100, added: 0, changed: 0, removed: 0 },
    ]);
  });

  it('by cancelling the whole day of a trader removes it, and reports the old figures', async () => {
    const { before, after, intake } = await correctedOvernight((fills) =>
      fills.filter((fill) => !inSession('ANN', third)(fill)),
    );
    expect(differing(before, after)).toEqual([`ANN ${third}`]);
    expect(after.has(`ANN ${third}`)).toBe(false);
    expect(inCents(intake.revisions)).toEqual([
      { trader: 'ANN', sessionDate: third, netBefore: 40, netAfter: null, added: 0, changed: 0, removed: 2 },
    ]);
  });

  it('by the first fills of a trader on that day adds it, and reports it', async () => {
    const { intake } = await correctedOvernight((fills) => [...fills, ...trade('LATE', third, 7)]);
    expect(inCents(intake.revisions)).toEqual([
      { trader: 'LATE', sessionDate: third, netBefore: null, netAfter: 7, added: 2, changed: 0, removed: 0 },
    ]);
  });

  it('is reported again by the next morning if this one failed, until a morning is mailed', async () => {
    const { stores } = await correctedOvernight((fills) => [...fills, ...trade('BOB', THROUGH, -90)]);
    const told = async (through: string) =>
      (await readFillQuality({ ...stores, calendar }, through, null)).revisions.length;
    const mailed = async (sessionDate: string) => {
      const dataThrough = calendar.previousSession(sessionDate);
      const decided = report({ sessionDate, dataThrough, decisions: [decision()] });
      const lease = await leaseOf(stores, sessionDate);
      await stores.decisions.save(lease, { report: decided, decidedAt: new Date(0) }, []);
    };
    await mailed(NEXT);
    expect([await told(NEXT), await told('2026-03-04')]).toEqual([1, 1]);
    await mailed('2026-03-04');
    expect([await told(NEXT), await told('2026-03-04')]).toEqual([1, 0]);
  });
});

describe('a morning run again', () => {
  it('reports no correction of the last session', async () => {
    const stores = await temporaryStores();
    const fills = deskFills();
    await fetchThrough(stores, fills, THROUGH);
    const { revisions } = await fetchThrough(stores, [...fills, ...trade('BOB', THROUGH, -90)], THROUGH);
    expect(revisions).toEqual([]);
  });

  it('does not report a change of the roster as a correction', async () => {
    const stores = await temporaryStores();
    const fills = deskFills();
    await fetchThrough(stores, fills, THROUGH);
    await stores.roster.setMultiplier({ pattern: 'AAPL', multiplier: 2 });
    const { revisions } = await fetchThrough(stores, fills, THROUGH);
    expect(revisions).toEqual([]);
    expect(
      (await stores.ledger.days(second, second)).find(({ trader }) => trader === 'ANN')?.netPnl,
    ).toBeCloseTo(80, 6);
  });
});

/** Runs the same morning twice, with a correction in between. Both fetch all five sessions. */
async function correctedInTime(correct: (fills: Fill[]) => Fill[]) {
  const stores = await temporaryStores();
  const fills = deskFills();
  await fetchThrough(stores, fills, THROUGH);
  const before = await daysOf(stores);
  const intake = await fetchThrough(stores, correct(fills), THROUGH);
  return { before, after: await daysOf(stores), intake };
}
