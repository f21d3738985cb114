import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import { ProcessKilled, portsKilledAt } from '../../scripts/simulation/processKill.ts';
import type { SqliteDatabase } from '../../src/adapters/database/sqlite/open.ts';
import { createSmtpTransport } from '../../src/adapters/email/smtpTransport.ts';
import type { Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { sendDeadline, startOfMorning } from '../../src/domain/session/due.ts';
import { parseCalendarOverrides } from '../../src/domain/session/overrides.ts';
import type { MorningPorts, MorningRequest } from '../../src/pipeline/morning.ts';
import type { SealedMail, SendResult } from '../../src/ports/mail.ts';
import { clientOf } from '../adapters/sources/propReports/stubServer.ts';
import { fakeSource } from '../support/desk.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../support/morningDesk.ts';
import { temporaryFolder, temporaryStores, testsPostgres } from '../support/stores.ts';

/*
 * The fault drill: every fault that can hit a morning, and the test that causes it.
 *
 *   mail server down for an hour          here
 *   mail server refuses one recipient     pipeline/morning, commands/delivery, adapters/email/smtpTransport
 *   connection lost after DATA            adapters/email/smtpTransport, pipeline/morning, commands/kill
 *   source: 500, slow, half pages, token  pipeline/sourceFaults, adapters/sources/propReports/protocol
 *   names that do not resolve             here
 *   database locked, full, read-only      adapters/database/faults for messages; here on SQLite
 *   database damaged                      adapters/database/faults, commands/restore
 *   clock jumping back and forth          here
 *   clock changes, host in any zone       domain/session/{marketTime,due}; here for the complete mail
 *   a holiday the calendar does not know  here
 *   killed at any moment                  pipeline/ownership, scripts/killDrill; run ledger afterwards here
 *   all of it at random, for a year       scripts/simulatedYear
 */

const SESSION = request.sessionDate;
const ann: Partial<MorningRequest> = { owner: 'host:1:ann' };
const bob: Partial<MorningRequest> = { owner: 'host:2:bob' };

type Answer = (mail: SealedMail) => SendResult | Promise<SendResult>;

/** One database, one clock and one mail server, used by several processes. */
async function desk(answer: Answer = () => accepted, fills = history()) {
  const path = join(temporaryFolder(), 'daybreak.db');
  const clock = fakeClock('2026-03-03T10:00:00Z');
  const handedOver: (SealedMail & { readonly at: string })[] = [];
  const send = async (mail: SealedMail) => {
    handedOver.push({ ...mail, at: clock.now().toISOString() });
    return answer(mail);
  };
  const process = async () => morningPorts(await temporaryStores(path), fakeSource(fills), send, clock);
  const first = await process();
  await storePast(first, history());
  return { clock, handedOver, process, first };
}

const minutesLater = (clock: ReturnType<typeof fakeClock>, minutes: number) =>
  clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());

describe('a mail server that is down for an hour', () => {
  it('gets every mail once when it is back, and at most one attempt every five minutes', async () => {
    const { first, clock, handedOver } = await desk(() =>
      clock.now() < new Date('2026-03-03T11:00:00Z')
        ? { outcome: 'unreachable', response: 'connect ECONNREFUSED' }
        : accepted,
    );
    const { outcome, delivery } = await runOwn(first);
    expect(outcome).toBe('sent');
    expect(delivery.recipients.map(({ status }) => status)).toEqual(['sent', 'sent']);
    for (const recipient of request.recipients) {
      const own = handedOver.filter((mail) => mail.recipient === recipient);
      expect(own.filter(({ at }) => at >= '2026-03-03T11:00:00.000Z')).toHaveLength(1);
      expect(own.length).toBeLessThanOrEqual(16);
      expect(new Set(own.map(({ bytes }) => bytes.toString('base64'))).size).toBe(1);
      // No recipient waits more than five minutes after the server is back.
      expect(own.at(-1)?.at).toMatch(/^2026-03-03T11:0[0-5]/);
    }
  });
});

describe('a name that does not resolve', () => {
  it('of the source is a retryable error without a secret in its text', async () => {
    const client = clientOf({ url: 'https://nowhere.invalid' }, { retry: { retries: 1, firstDelayMs: 1 } });
    await expect(client.accounts()).rejects.toMatchObject({
      code: 'source_unreachable',
      retryable: true,
      message: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    });
    await client.close();
  });

  it('of the mail server leaves the mail pending', async () => {
    const transport = createSmtpTransport({
      host: 'nowhere.invalid',
      port: 587,
      security: 'starttls',
      from: 'Daybreak <risk@desk.example>',
    });
    const mail = { recipient: 'ann@desk.example', messageId: '<m@desk.example>', bytes: Buffer.from('x') };
    expect(await transport.send(mail)).toEqual({
      outcome: 'unreachable',
      response: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|EDNS/),
    });
  });
});

const storeFaults: readonly [string, string, (ports: MorningPorts & Driven) => () => void][] = [
  ['full', 'SQLITE_FULL', (ports) => pragma(ports, 'max_page_count', pagesOf(ports))],
  ['read-only', 'SQLITE_READONLY', (ports) => pragma(ports, 'query_only', 1)],
  ['locked by another process', 'SQLITE_BUSY', (ports) => locked(ports)],
];

// Faults of a server are in adapters/database/postgres/errors.
describe.skipIf(testsPostgres)('a SQLite file that during a morning is', () => {
  it.each(
    storeFaults.flatMap(([name, code, spoil]) =>
      (['renderer.morning', 'source.accounts'] as const).map((moment) => ({ name, code, spoil, moment })),
    ),
  )('$name from $moment on fails the run, mails nothing, and is no loss afterwards', async (fault) => {
    const undisturbed = await desk().then(({ first }) => runOwn(first));
    const { first, process, handedOver } = await desk();
    let mend = () => undefined as unknown;
    const spoil = () => {
      mend = fault.spoil(first);
    };
    await expect(runOwn(spoiledAt(first, fault.moment, spoil), ann)).rejects.toMatchObject({
      code: expect.stringContaining(fault.code),
    });
    expect(handedOver).toEqual([]);
    mend();
    const second = await process();
    const result = await runOwn(second, bob);
    expect(result.outcome).toBe('sent');
    expect(result.report.decisions).toEqual(undisturbed.report.decisions);
    expect(handedOver.map(({ recipient }) => recipient)).toEqual(request.recipients);
    expect(driverOf(second).pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('a clock that jumps', () => {
  it.each([
    ['an hour back', -60],
    ['a day back', -1_440],
    ['an hour forth', 60],
  ])('%s while a mail is sent sends no recipient a second copy', async (_, minutes) => {
    let jumped = false;
    const { first, process, clock, handedOver } = await desk(() => {
      if (!jumped) minutesLater(clock, minutes);
      jumped = true;
      return accepted;
    });
    expect((await runOwn(first, ann)).outcome).toBe('sent');
    expect((await runOwn(await process(), bob)).outcome).toBe('already-mailed');
    expect(handedOver.map(({ recipient }) => recipient)).toEqual(request.recipients);
  });

  it('past the deadline while the desk is read sends nothing, and sends the mail once the clock is right', async () => {
    const { first, process, clock, handedOver } = await desk();
    const jump = () => clock.set('2026-03-03T15:30:00Z');
    expect((await runOwn(spoiledAt(first, 'renderer.morning', jump), ann)).outcome).toBe('late');
    expect(handedOver).toEqual([]);
    clock.set('2026-03-03T10:20:00Z');
    expect((await runOwn(await process(), bob)).outcome).toBe('sent');
    expect(handedOver.map(({ recipient }) => recipient)).toEqual(request.recipients);
  });

  it('back after a process died makes the next process wait for the lease and no longer', async () => {
    const { first, process, clock, handedOver } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after runs.begin decide'), ann)).rejects.toThrow(ProcessKilled);
    minutesLater(clock, -60);
    const { outcome } = await runOwn(await process(), bob);
    expect(outcome).toBe('sent');
    expect(clock.now().toISOString() <= '2026-03-03T10:02:00.000Z').toBe(true);
    expect(handedOver).toHaveLength(2);
  });
});

describe('the host’s zone', () => {
  const hostZone = process.env['TZ'];
  afterEach(() => {
    if (hostZone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = hostZone;
  });

  /** Mondays after the clock change of New York: before and after the change in Europe. */
  it.each(['2026-03-09', '2026-11-02'])(
    'does not change a byte or a time of the mail of %s',
    async (session) => {
      const mails: string[] = [];
      for (const zone of ['UTC', 'Europe/Berlin', 'Asia/Kolkata']) {
        process.env['TZ'] = zone;
        const { first, clock, handedOver } = await desk(() => accepted, movedTo(session));
        const hours = {
          begins: startOfMorning(session, '05:00', 'America/New_York'),
          deadline: sendDeadline(session, '09:25', 'America/New_York'),
        };
        clock.set(hours.begins.toISOString());
        expect((await runOwn(first, { sessionDate: session, ...hours })).outcome).toBe('sent');
        expect(clock.now()).toEqual(hours.begins);
        mails.push(handedOver.map(({ bytes }) => bytes.toString()).join());
      }
      expect(new Set(mails).size).toBe(1);
    },
  );
});

describe('a holiday that the calendar does not know', () => {
  const fills = history().filter(({ sessionDate }) => sessionDate !== '2026-03-02');

  it('stops the next morning with a hint, and the morning runs once the holiday is in CALENDAR_OVERRIDES', async () => {
    const { first, process, handedOver } = await desk(() => accepted, fills);
    await expect(runOwn(first, ann)).rejects.toMatchObject({
      code: 'no_fills',
      message: expect.stringContaining('2026-03-02'),
      hint: expect.stringContaining('CALENDAR_OVERRIDES'),
    });
    expect(handedOver).toEqual([]);
    const overrides = parseCalendarOverrides('2026-03-02 closed day of mourning', 'calendar.txt');
    const told = { ...(await process()), calendar: createCalendar('nyse', overrides) };
    const { outcome, report } = await runOwn(told, bob);
    expect([outcome, report.dataThrough]).toEqual(['sent', '2026-02-27']);
    expect(handedOver).toHaveLength(2);
  });
});

describe('the run ledger of a morning whose process was killed', () => {
  it.each([
    'after decisions.save',
    'before runs.done queue',
    'after outbox.settle #2',
    'before runs.done send',
  ])('%s has every step done once the next one is through', async (moment) => {
    const { first, process } = await desk();
    await expect(runOwn(portsKilledAt(first, moment), ann)).rejects.toThrow(ProcessKilled);
    const second = await process();
    await runOwn(second, bob);
    const steps = await second.runs.steps(SESSION);
    expect(steps.filter(({ status }) => status !== 'done')).toEqual([]);
    expect(steps).toHaveLength(9);
  });

  it('states why a mail that was never attempted was not sent', async () => {
    const { first, process, clock } = await desk();
    await expect(runOwn(portsKilledAt(first, 'after decisions.save'), ann)).rejects.toThrow(ProcessKilled);
    clock.set('2026-03-03T14:30:00Z');
    const { delivery } = await runOwn(await process(), bob);
    expect(delivery.recipients.map(({ status, response }) => [status, response])).toEqual([
      ['expired', 'its time was over before it was handed over'],
      ['expired', 'its time was over before it was handed over'],
    ]);
  });
});

type Driven = Pick<Stores, 'database'>;

/** The driver of a SQLite file. */
function driverOf({ database }: Driven) {
  if (!('driver' in database)) throw new Error('expected a SQLite file');
  return (database as SqliteDatabase).driver;
}

/** Causes a fault just before the morning calls this function. */
function spoiledAt<P extends MorningPorts>(
  ports: P,
  moment: 'renderer.morning' | 'source.accounts',
  happens: () => void,
): P {
  const { renderer, source } = ports;
  if (moment === 'renderer.morning' || source === null)
    return {
      ...ports,
      renderer: {
        ...renderer,
        morning: (report: Parameters<typeof renderer.morning>[0]) => {
          happens();
          return renderer.morning(report);
        },
      },
    };
  return {
    ...ports,
    source: {
      ...source,
      accounts: () => {
        happens();
        return source.accounts();
      },
    },
  };
}

function pragma(desk: Driven, name: string, value: number): () => void {
  const driver = driverOf(desk);
  const before = driver.pragma(name, { simple: true });
  driver.pragma(`${name} = ${value}`);
  return () => driver.pragma(`${name} = ${before}`);
}

function pagesOf(desk: Driven): number {
  return driverOf(desk).pragma('page_count', { simple: true }) as number;
}

function locked(desk: Driven): () => void {
  const driver = driverOf(desk);
  const other = new (driver.constructor as new (path: string) => typeof driver)(driver.name);
  driver.pragma('busy_timeout = 20');
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

/** The same history, shifted so that its last session is just before this one. */
function movedTo(session: string) {
  const calendar = createCalendar('nyse');
  const from = [...new Set(history().map(({ sessionDate }) => sessionDate))];
  const to = [calendar.previousSession(session)];
  while (to.length < from.length) to.unshift(calendar.previousSession(to[0] ?? session));
  return history().map((fill) => ({ ...fill, sessionDate: to[from.indexOf(fill.sessionDate)] ?? session }));
}
