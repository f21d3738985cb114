import { beforeEach, describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import type { Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { type AcceptRequest, acceptDay } from '../../src/pipeline/accept.ts';
import { readProof } from '../../src/pipeline/steps/proof.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import { trade } from '../support/desk.ts';
import { append, temporaryStores } from '../support/stores.ts';

const calendar = createCalendar('nyse');
const DAY = '2026-02-26';
const LAST = '2026-03-02';
const request: AcceptRequest = {
  sessionDate: DAY,
  reason: 'a fee that is booked later',
  by: 'ann',
  at: new Date('2026-03-03T12:00:00Z'),
  lastClosed: LAST,
};

let stores: Stores;
const ports = () => ({ ...stores, calendar });
const open = async () =>
  [...(await readProof(ports(), LAST)).byTrader].flatMap(([trader, { notProven }]) =>
    notProven.map(({ code, session }) => [trader, code, session]),
  );

/** ANN makes 100 on each of three sessions; on one the source has 90. */
beforeEach(async () => {
  stores = await temporaryStores();
  const sessions = [DAY, '2026-02-27', LAST];
  await append(
    stores,
    sessions.flatMap((session) => trade('ANN', session, 100)),
  );
  await updateLedger({ ...stores, progress: noProgress });
  await stores.reconciliation.saveTotals(
    sessions.map((sessionDate) => {
      const netPnl = sessionDate === DAY ? 90 : 100;
      return { account: 'ANN', sessionDate, grossPnl: netPnl, fees: 0, netPnl, fills: 2, rows: 1 };
    }),
  );
});

describe('accepting a trader-day', () => {
  it('settles it, says what remains, and is in the audit trail', async () => {
    expect(await open()).toEqual([['ANN', 'untied', DAY]]);
    const result = await acceptDay(ports(), 'ANN', request);
    expect(result).toMatchObject({
      settled: [{ code: 'untied', session: DAY }],
      remaining: [],
      othersWithheld: 0,
    });
    expect(await open()).toEqual([]);
    const entry = await stores.database.connection.get(
      "SELECT subject, body FROM audit_entry WHERE kind = 'acceptance'",
    );
    expect(entry).toMatchObject({ subject: 'ANN' });
    expect(JSON.stringify(entry)).toContain('a fee that is booked later');
  });

  it('does not cover a late fill of that day', async () => {
    await acceptDay(ports(), 'ANN', request);
    await append(
      stores,
      trade('ANN', DAY, 25).map((fill) => ({ ...fill, identity: `${fill.identity}-late` })),
    );
    await updateLedger({ ...stores, progress: noProgress });
    expect(await open()).toEqual([['ANN', 'untied', DAY]]);
  });

  it.each([
    {
      what: 'an unknown trader',
      trader: 'ANNE',
      change: {},
      code: 'unknown_trader',
      text: 'did you mean ANN',
    },
    {
      what: 'a session with nothing to accept',
      trader: 'ANN',
      change: { sessionDate: LAST },
      code: 'nothing_to_accept',
      text: `open are ${DAY} (P&L does not tie out)`,
    },
    {
      what: 'a session that is not over',
      trader: 'ANN',
      change: { sessionDate: '2026-03-03' },
      code: 'future_session',
      text: LAST,
    },
  ])('refuses $what, and stores nothing', async ({ trader, change, code, text }) => {
    const attempt = acceptDay(ports(), trader, { ...request, ...change });
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
    expect(await stores.acceptances.accepted('2026-01-01', LAST)).toEqual([]);
  });
});

it('does not look further back than sixty sessions', async () => {
  const through = calendar.sessionsBetween(DAY, '2026-12-31')[60] ?? '';
  expect((await readProof(ports(), calendar.previousSession(through))).byTrader.size).toBe(1);
  expect((await readProof(ports(), through)).byTrader.size).toBe(0);
});
