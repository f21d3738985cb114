import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { createScreenRecords } from '../../src/adapters/database/store/screenRecords.ts';
import { verifyTables } from '../../src/adapters/database/store/verifyTables.ts';
import { createDemoDesk } from '../../src/adapters/demo/demoDesk.ts';
import { demoPeriod } from '../../src/adapters/demo/simulation/demoSession.ts';
import { mailDemoToday } from '../../src/commands/demoToday.ts';
import { openMorningDesk } from '../../src/commands/desk.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { LimitEvent } from '../../src/domain/limits/limitEvent.ts';
import { overrideStatus } from '../../src/domain/limits/override.ts';
import { askedChanges } from '../../src/domain/report/screens/askedChanges.ts';
import { copyDemoDesk, DEMO_SESSION as SESSION } from '../support/demoDesk.ts';
import { temporaryFolder } from '../support/stores.ts';
import { fakeWorld } from '../support/world.ts';

const NEXT = '2026-11-20';
const folder = temporaryFolder(afterAll);

interface Past {
  readonly events: readonly LimitEvent[];
  readonly overrides: readonly unknown[];
  readonly decided: readonly string[];
  readonly netPnl: readonly string[];
  readonly untied: readonly string[];
}

/** Opens the demo desk of a session, reads its past, and closes it. */
async function pastOf(session: string, file = 'daybreak.db', read = readPast): Promise<Past> {
  const { world } = fakeWorld({ DB_PATH: join(folder, file, 'daybreak.db') }, '2027-06-01T10:00:00Z');
  const desk = await openMorningDesk(world, session);
  try {
    return await read(desk.stores);
  } finally {
    await desk.close();
  }
}

async function readPast(stores: Stores): Promise<Past> {
  const decisions = await stores.decisions.decisions('0000-01-01', '9999-12-31');
  const days = await stores.reconciliation.compared('0000-01-01', '9999-12-31');
  expect((await verifyAudit(stores.database)).fault).toBeNull();
  expect((await verifyTables(stores.database)).findings).toEqual([]);
  return {
    events: await stores.limits.events('9999-12-31'),
    overrides: await stores.limits.overrides(),
    decided: decisions.map(({ sessionDate, trader, limit }) => `${sessionDate} ${trader} ${limit?.target}`),
    netPnl: days.map(
      ({ sessionDate, trader, ours }) => `${sessionDate} ${trader} ${ours?.netPnl.toFixed(2)}`,
    ),
    untied: days
      .filter(({ ours, theirs }) => Math.abs((ours?.netPnl ?? 0) - (theirs?.netPnl ?? 0)) > 1)
      .map(({ sessionDate, trader }) => `${sessionDate} ${trader}`),
  };
}

let calendar: ReturnType<typeof fakeWorld>['world']['calendar'];
let past: Past;
beforeAll(async () => {
  ({ calendar } = fakeWorld({}, '2027-06-01T10:00:00Z').world);
  await copyDemoDesk(join(folder, 'daybreak.db'));
  past = await pastOf(SESSION);
});

const sessionsOf = (rows: readonly string[]) => [...new Set(rows.map((row) => row.slice(0, 10)))];
const earlierThan = (rows: readonly string[], session: string) => rows.filter((row) => row < session);

describe('the past of the demo desk', () => {
  it('has a decided and mailed morning for every session of the period, and none for the morning due', () => {
    const { firstMailed, through } = demoPeriod(calendar.previousSession(SESSION), calendar);
    const sessions = calendar.sessionsBetween(firstMailed, through);
    expect(sessions.length).toBeGreaterThanOrEqual(10);
    expect(sessionsOf(past.decided)).toEqual(sessions);
    const mailed = past.events.filter(({ kind }) => kind === 'mailed');
    expect(sessions).toEqual(expect.arrayContaining(mailed.map(({ sessionDate }) => sessionDate)));
    for (const { recordedAt, sessionDate, by } of mailed)
      expect([recordedAt.toISOString(), by]).toEqual([`${sessionDate}T10:01:00.000Z`, 'daybreak']);
  });

  it('has limits that were lowered and raised, answers of every kind, and an override', () => {
    const kinds = new Set(past.events.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['mailed', 'applied', 'different', 'not-applied']));
    expect(past.overrides.length).toBeGreaterThan(0);
    expect(new Set(past.events.map(({ by, through }) => `${by} ${through}`))).toEqual(
      new Set([
        'daybreak mail',
        'risk@example.com link',
        'head-of-risk@example.com page',
        'risk-desk command',
        'platform@example.com api',
      ]),
    );
  });

  it('has totals of the source that agree with the ledger on every trader-day', () => {
    expect(past.netPnl.length).toBeGreaterThan(1_500);
    expect(past.untied).toEqual([]);
  });

  it('ends some days at a limit that was lowered, where they would have gone on', () => {
    const free = createDemoDesk(calendar.previousSession(SESSION), calendar);
    const freely = new Map(
      free.days.map(({ trader, sessionDate, symbols }) => [
        `${sessionDate} ${trader.trader}`,
        symbols.reduce((sum, { net }) => sum + net, 0),
      ]),
    );
    const ended = past.netPnl.filter((row) => {
      const [session, trader, netPnl] = row.split(' ');
      return Math.abs(Number(netPnl) - (freely.get(`${session} ${trader}`) ?? 0)) > 1;
    });
    const [firstMailed = ''] = sessionsOf(past.decided);
    expect(ended.filter((row) => row >= firstMailed)).not.toEqual([]);
  });

  it('is extended by one session for the next morning, as if it had been made for it', async () => {
    const next = await pastOf(NEXT);
    expect(earlierThan(next.decided, SESSION)).toEqual(past.decided);
    expect(earlierThan(next.netPnl, SESSION)).toEqual(past.netPnl);
    expect(next.events.filter(({ sessionDate }) => sessionDate < SESSION)).toEqual(past.events);
    expect(sessionsOf(next.decided)).toEqual([...sessionsOf(past.decided), SESSION]);
    expect(sessionsOf(next.netPnl)).toEqual([...sessionsOf(past.netPnl), SESSION]);
    expect(await pastOf(NEXT, 'made for the next morning')).toEqual(next);
  });

  it('is made again for an earlier morning, and is the same', async () => {
    expect(await pastOf(SESSION)).toEqual(past);
    expect(await pastOf(SESSION)).toEqual(past);
  });

  it('shows today with a correction, an unconfirmed answer, and overrides of every state', async () => {
    const dbPath = join(folder, 'daybreak.db', 'daybreak.db');
    const { world } = fakeWorld({ DB_PATH: dbPath }, '2027-06-01T10:00:00Z');
    const desk = await openMorningDesk(world, SESSION);
    const { stores } = desk;
    await mailDemoToday(world, stores, SESSION);
    await mailDemoToday(world, stores, SESSION);
    const report = await stores.decisions.report(SESSION);
    const overrides = (await stores.limits.overrides()).filter(
      ({ firstSession }) => firstSession === SESSION,
    );
    expect(report?.revision).toBe(1);
    expect(overrides.map((each) => overrideStatus(each, SESSION)).toSorted()).toEqual([
      'ended',
      'in-force',
      'in-force',
      'pending',
    ]);
    const changes = askedChanges({
      report: report ?? expect.fail('no morning was decided'),
      replaced: await createScreenRecords(stores.database).replaced(SESSION),
      events: (await stores.limits.events(SESSION)).filter(({ sessionDate }) => sessionDate === SESSION),
      waiting: await stores.unconfirmed.of(SESSION),
    });
    expect(changes.filter(({ askedBefore, given }) => askedBefore !== null && given === null)).toHaveLength(
      1,
    );
    expect(changes.some(({ given }) => given?.kind === 'applied')).toBe(true);
    expect(changes.flatMap(({ waiting }) => waiting)).toHaveLength(1);
    expect((await verifyAudit(stores.database)).fault).toBeNull();
    expect((await verifyTables(stores.database)).findings).toEqual([]);
    await desk.close();
  });
});
