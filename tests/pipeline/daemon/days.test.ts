import { describe, expect, it } from 'vitest';
import type { SendResult } from '../../../src/ports/mail.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError, StoreError } from '../../../src/shared/errors.ts';
import { daemonDay } from '../../support/daemonDay.ts';
import { fakeSource, trade } from '../../support/desk.ts';
import { history, request } from '../../support/morningDesk.ts';

const notReady = new SourceError('no_fills', 'Source · no fills for 2026-03-02 · expected some', {
  hint: 'Wait.',
  retryable: true,
});
const refused = new SourceError('source_login', 'Source · found a bad login · expected a good one', {
  hint: 'Check API_PASS.',
});
const unreachable: SendResult = { outcome: 'unreachable', response: 'connection refused' };

/** A source that throws the error that `trouble` returns, and otherwise has the fills of `history`. */
function troubled(trouble: () => Error | null, fills = history()): FillSource {
  const source = fakeSource(fills);
  return {
    ...source,
    accounts: async () => {
      const error = trouble();
      if (error !== null) throw error;
      return source.accounts();
    },
  };
}

const timeOf = (now: Date) =>
  now.toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });

/** A day whose source fails until a time. */
const lateDay = (until: string, error: Error, changes: Parameters<typeof daemonDay>[0] = {}) =>
  daemonDay({ source: (clock) => troubled(() => (timeOf(clock.now()) < until ? error : null)), ...changes });

describe('a day of the daemon', () => {
  it('that goes well sends each mail once, and later looks find nothing new', async () => {
    const day = await daemonDay({ settings: { notifySuccess: true } });
    await day.start();
    await day.until('10:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:00 success op']);
    expect(day.pings).toEqual(['05:00 start', '05:00 success']);
    expect(day.log().filter((line) => line.includes('looked at the mailed morning again')).length).toBe(8);
  });

  it('whose source is ready at 07:10 mails then, and alerts the operator after an hour', async () => {
    const day = await lateDay('07:10', notReady);
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual(['06:00 alert op', '07:10 morning ann', '07:10 morning bob']);
  });

  it('whose source is ready at 08:45 sends LATE at 08:30', async () => {
    const day = await lateDay('08:45', notReady);
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '06:00 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '08:45 morning ann',
      '08:45 morning bob',
    ]);
    expect(day.taken.find(({ kind }) => kind === 'late')?.text).toContain('source not ready');
  });

  it('whose source never has the fills ends with FAILED, which names CALENDAR_OVERRIDES', async () => {
    const day = await lateDay('99', notReady);
    await day.start();
    await day.until('10:30');
    expect(day.mails()).toEqual([
      '06:00 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
      '09:26 alert op',
    ]);
    expect(day.taken.find(({ kind }) => kind === 'failed')?.text).toContain('CALENDAR_OVERRIDES');
    expect(day.pings.at(-1)).toBe('09:26 fail');
  });

  it('whose source refuses the login alerts at once, once, and retries only every half hour', async () => {
    let asked = 0;
    const day = await daemonDay({
      source: (clock) =>
        troubled(() => {
          if (timeOf(clock.now()) >= '06:45') return null;
          asked++;
          return refused;
        }),
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual(['05:00 alert op', '07:00 morning ann', '07:00 morning bob']);
    expect(asked).toBe(4);
    expect(day.taken[0]?.text).toMatch(
      /source_login[\s\S]*Check API_PASS[\s\S]*fetch[\s\S]*the morning failed/,
    );
    expect(day.taken[0]?.text).toContain('the next try is at 05:30 EST');
  });

  it('with two different errors alerts once of each', async () => {
    const day = await daemonDay({
      source: (clock) =>
        troubled(() => {
          const time = timeOf(clock.now());
          if (time >= '07:20') return null;
          return time < '06:10' ? refused : new SourceError('source_refused', 'no', { hint: 'Ask.' });
        }),
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails().filter((mail) => mail.includes('alert'))).toEqual([
      '05:00 alert op',
      '06:30 alert op',
    ]);
  });

  it('whose mail server is down for an hour mails the cuts once, when the server is back', async () => {
    const day = await daemonDay({
      send: (_, time) => (time < '06:00' ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    await day.start();
    await day.until('09:40');
    // The alert of the mails that waited half an hour could not be sent either.
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob', 'alert op']);
    expect(day.mails()[0]?.slice(0, 4)).toBe('06:0');
    expect(day.taken.at(-1)?.text).toContain('mail_delayed');
  });

  it('whose mail server is down until 10:00 sends no cuts, and FAILED when the server is back', async () => {
    const day = await daemonDay({
      send: (_, time) => (time < '10:00' ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    await day.start();
    await day.until('10:30');
    expect(new Set(day.mails().map((mail) => mail.slice(6)))).toEqual(
      new Set(['failed ann', 'failed bob', 'alert op']),
    );
    expect(day.mails().filter((mail) => mail.includes('failed')).length).toBe(2);
  });

  it('whose source hangs from 05:00 on sends LATE and FAILED in time', async () => {
    const day = await daemonDay({
      source: (clock) => ({
        ...fakeSource(history()),
        accounts: async (signal) => {
          await clock.wait(5 * 3_600_000, signal);
          return [];
        },
      }),
    });
    await day.start();
    await day.until('10:30');
    expect(day.mails().filter((mail) => !mail.includes('alert'))).toEqual([
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
    ]);
  });

  it('whose database cannot be opened sends each notice once without it, and shows the problem in its status', async () => {
    const broken = new StoreError('database_damaged', 'Database · damaged · expected intact', {
      hint: 'Restore.',
    });
    const day = await daemonDay({ unopenable: (time) => (time >= '04:58' ? broken : null) });
    const daemon = await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '05:00 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
    ]);
    expect(daemon.status().databaseProblem).toContain('damaged');
  });

  it('whose database could never be read today sends LATE and FAILED once, and they state what is unknown', async () => {
    const broken = new StoreError('database_damaged', 'Database · damaged · expected intact', {
      hint: 'Restore.',
    });
    const day = await daemonDay({ unopenable: () => broken });
    const daemon = await day.start();
    await day.until('08:40');
    // A restart forgets everything that the process remembered.
    day.kill('host:1:a');
    await day.start('host:2:b');
    await day.until('09:40');
    day.kill('host:2:b');
    await day.start('host:3:c');
    await day.until('11:00');
    expect(day.mails()).toEqual([
      '05:00 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
    ]);
    for (const { text } of day.taken.filter(({ kind }) => kind !== 'alert'))
      expect(text).toContain('unknown whether limits were mailed for today');
    expect(daemon.status().databaseProblem).toContain('damaged');
  });

  it('whose database is only locked when the daemon starts sends no LATE before it could be read', async () => {
    const locked = new StoreError('database_locked', 'Database · locked · expected the lock', {
      hint: 'Wait.',
      retryable: true,
    });
    const day = await daemonDay({
      unopenable: (time) => (time >= '08:28' && time < '08:34' ? locked : null),
    });
    await day.start();
    await day.until('08:28');
    day.kill('host:1:a');
    await day.start('host:2:b');
    await day.until('09:40');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob', 'alert op']);
  });

  it('whose server refuses a recipient for now alerts the operator after half an hour, once, and retries', async () => {
    const day = await daemonDay({
      send: ({ recipient }, time) =>
        recipient.startsWith('bob') && time < '07:00'
          ? { outcome: 'refused', permanent: false, response: '450 4.2.0 greylisted' }
          : { outcome: 'accepted', response: 'ok' },
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails().map((mail) => mail.replace(/^07:0\d/, '07:0x'))).toEqual([
      '05:00 morning ann',
      '05:30 alert op',
      '07:0x morning bob',
    ]);
    expect(day.taken[1]?.text).toMatch(/mail_delayed[\s\S]*bob@desk.example[\s\S]*450 4.2.0 greylisted/);
    expect(day.taken[1]?.text).not.toContain('ann@desk.example');
  });

  it('whose limits are decided, and whose server takes no morning mail, sends LATE and FAILED in time', async () => {
    const day = await daemonDay({
      send: ({ messageId }) =>
        messageId.startsWith('<morning') ? unreachable : { outcome: 'accepted', response: 'ok' },
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '05:30 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '09:25 alert op',
      '09:26 failed ann',
      '09:26 failed bob',
      '09:26 alert op',
    ]);
    expect(day.taken[1]?.text).toContain('mail not delivered');
    expect(day.taken[1]?.text).not.toContain('The source does not answer');
  });

  it('whose mail server is down from 05:00 to 08:50 sends no LATE after the limits', async () => {
    const day = await daemonDay({
      send: (_, time) => (time < '08:50' ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    await day.start();
    await day.until('10:00');
    const mails = day.mails().map((mail) => mail.slice(6));
    expect(mails.filter((mail) => mail.startsWith('morning')).length).toBe(2);
    const first = mails.indexOf('morning ann');
    expect(mails.slice(first)).not.toContain('late ann');
    expect(mails.slice(mails.indexOf('morning bob'))).not.toContain('late bob');
  });

  it('whose correction is refused for good alerts the operator', async () => {
    const day = await daemonDay({
      send: ({ messageId }) =>
        messageId.startsWith('<correction')
          ? { outcome: 'refused', permanent: true, response: '552 mailbox full' }
          : { outcome: 'accepted', response: 'ok' },
    });
    await day.start();
    await day.until('05:20');
    const trades = trade('STREAK', '2026-03-02', 400);
    const others = day.fills.filter(
      ({ account, sessionDate }) => !(account === 'STREAK' && sessionDate === '2026-03-02'),
    );
    day.fills.splice(0, day.fills.length, ...others, ...trades);
    await day.until('06:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:30 alert op']);
    expect(day.taken.at(-1)?.text).toMatch(/notice_undelivered[\s\S]*552 mailbox full/);
  });
});

describe('a slow source', () => {
  it('that never ends fails the try at LATE_AT, and the next one at the deadline', async () => {
    const tries: string[] = [];
    const day = await daemonDay({
      source: (clock) => ({
        ...fakeSource(history()),
        accounts: async (signal) => {
          tries.push(timeOf(clock.now()));
          await clock.wait(12 * 3_600_000, signal);
          return [];
        },
      }),
    });
    const daemon = await day.start();
    await day.until('09:40');
    expect(tries[0]).toBe('05:00');
    expect(tries[1]?.slice(0, 4)).toBe('08:3');
    expect(day.log().filter((line) => line.includes('source_timeout')).length).toBeGreaterThanOrEqual(2);
    expect(
      day
        .mails()
        .filter((mail) => !mail.includes('alert'))
        .map((mail) => mail.slice(6)),
    ).toEqual(['late ann', 'late bob', 'failed ann', 'failed bob']);
    expect(
      day
        .mails()
        .find((mail) => mail.includes('late'))
        ?.slice(0, 5),
    ).toBe('08:30');
    expect(day.taken.find(({ kind }) => kind === 'alert')?.text).toContain('source_timeout');
    expect(daemon.status().morning).toBe('failed');
  });
});

describe('a daemon', () => {
  it('suspended over 05:00 runs on waking, for the latest session only', async () => {
    const day = await daemonDay({ starts: '2026-02-27T22:00:00Z' });
    await day.start();
    day.set('2026-03-03T12:30:00Z');
    await day.pass(1);
    expect(day.mails()).toEqual(['07:31 morning ann', '07:31 morning bob']);
  });

  it('started after the deadline on a new desk sends nothing and logs why', async () => {
    const day = await daemonDay({ starts: '2026-03-03T15:00:00Z' });
    await day.start();
    await day.until('11:00');
    expect(day.mails()).toEqual([]);
    const logged = day.log().filter((line) => line.startsWith('warn the deadline passed before the morning'));
    expect(logged.length).toBe(1);
  });

  it('suspended over the whole morning alerts the operator of a desk that has mailed before', async () => {
    const day = await daemonDay();
    await day.start();
    await day.until('09:30');
    day.set('2026-03-04T16:00:00Z');
    await day.pass(3);
    expect(day.mails().slice(2)).toEqual(['11:01 alert op']);
    expect(day.taken.at(-1)?.text).toContain('morning_missed');
  });

  it('never mails a day again when the clock is set back, or is restarted', async () => {
    const day = await daemonDay();
    await day.start();
    await day.until('05:30');
    day.set('2026-03-03T09:30:00Z');
    await day.until('05:10');
    day.kill('host:1:a');
    await day.start('host:2:b');
    day.set('2026-03-02T09:30:00Z');
    await day.pass(3);
    day.set('2026-03-03T13:00:00Z');
    await day.until('09:40');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob']);
  });

  it('sends no cuts after the deadline, when the clock jumps ahead', async () => {
    const day = await lateDay('07:00', notReady);
    await day.start();
    await day.until('05:30');
    day.set('2026-03-03T15:00:00Z');
    await day.until('10:30');
    expect(day.mails().filter((mail) => mail.includes('morning'))).toEqual([]);
    expect(day.mails()).toContain('10:05 failed ann');
  });

  it('restarted during a late morning sends LATE and FAILED only once', async () => {
    const day = await lateDay('99', notReady);
    await day.start();
    await day.until('08:40');
    day.kill('host:1:a');
    await day.pass(2);
    await day.start('host:2:b');
    await day.until('09:40');
    day.kill('host:2:b');
    await day.pass(2);
    await day.start('host:3:c');
    await day.until('10:00');
    const notices = day.mails().filter((mail) => !mail.includes('alert'));
    expect(notices.map((mail) => mail.slice(6))).toEqual([
      'late ann',
      'late bob',
      'failed ann',
      'failed bob',
    ]);
    // One alert about the late source and one about the deadline, although three processes found them.
    expect(day.mails().filter((mail) => mail.includes('alert')).length).toBe(2);
  });

  it('stands by while another holds the lease, and takes over when that one is killed', async () => {
    const day = await daemonDay();
    const first = await day.start('host:1:a');
    const second = await day.start('host:2:b');
    expect([first.status().state, second.status().state]).toEqual(['watching', 'standing by']);
    day.kill('host:1:a');
    await day.until('05:10');
    expect(second.status().state).toBe('watching');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob']);
    expect(day.log('host:2:b').filter((line) => line.includes('standing by')).length).toBe(1);
  });

  it('asked to stop releases its lease, so that another acquires it at once', async () => {
    const day = await daemonDay();
    const first = await day.start('host:1:a');
    const second = await day.start('host:2:b');
    await first.stop();
    await second.wakeUp();
    expect([first.status().state, second.status().state]).toEqual(['stopped', 'watching']);
  });

  it('asked to stop while it waits for a mail server leaves the morning to the next daemon', async () => {
    let isDown = true;
    const day = await daemonDay({
      send: () => (isDown ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    const first = await day.start('host:1:a');
    const passing = day.until('05:20');
    const stopped = first.stop();
    await Promise.all([passing, stopped]);
    isDown = false;
    await day.start('host:2:b');
    await day.until('05:40');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob']);
    const steps = await day.stores.runs.steps('2026-03-03');
    expect(steps.every(({ status }) => status === 'done')).toBe(true);
  });

  it('does nothing on a holiday', async () => {
    const day = await daemonDay({ starts: '2026-11-26T09:50:00Z' });
    await day.start();
    await day.until('10:00');
    expect(day.mails()).toEqual([]);
  });

  it('with a fault of its own keeps waking up, and alerts', async () => {
    const day = await daemonDay({
      settings: { notifySuccess: true },
      ports: {
        heartbeat: {
          ping: async (what) => {
            if (what === 'success') throw new TypeError('no such thing');
          },
        },
      },
    });
    const daemon = await day.start();
    await day.until('05:20');
    expect(day.mails()).toEqual([
      '05:00 morning ann',
      '05:00 morning bob',
      '05:00 success op',
      '05:00 alert op',
    ]);
    expect(daemon.status()).toMatchObject({ state: 'watching', databaseProblem: null });
    expect(day.log().filter((line) => line.includes('nothing can be done')).length).toBe(1);
  });

  it('alerts the operator once of a backup that failed', async () => {
    const day = await daemonDay({
      ports: {
        runMaintenance: async () => {
          throw new StoreError('backup_disk', 'Backup · no room · expected some', { hint: 'Make room.' });
        },
      },
    });
    await day.start();
    await day.until('06:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:00 alert op']);
    expect(day.taken.at(-1)?.text).toContain('backup_disk');
  });

  it('alerts the operator of a recipient whom the server refuses, and continues', async () => {
    const day = await daemonDay({
      send: ({ recipient }) =>
        recipient.startsWith('bob')
          ? { outcome: 'refused', permanent: true, response: '550 no such user' }
          : { outcome: 'accepted', response: 'ok' },
    });
    await day.start();
    await day.until('10:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 alert op']);
    expect(day.taken.at(-1)?.text).toMatch(/bob@desk.example[\s\S]*550 no such user/);
  });
});

describe('a correction', () => {
  it('at 06:30 is sent once, in the thread, with old and new limits, and replaces the decisions', async () => {
    const day = await daemonDay();
    await day.start();
    await day.until('06:20');
    // The streak ends: the fifth loss becomes a gain.
    const trades = trade('STREAK', '2026-03-02', 400);
    day.fills.splice(
      0,
      day.fills.length,
      ...day.fills.filter((fill) => !(fill.account === 'STREAK' && fill.sessionDate === '2026-03-02')),
      ...trades,
    );
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '05:00 morning ann',
      '05:00 morning bob',
      '06:30 correction ann',
      '06:30 correction bob',
    ]);
    const [morning, , correction] = day.taken;
    const id = /^Message-ID: (.*)$/m.exec(morning?.bytes ?? '')?.[1]?.trim();
    expect(correction?.bytes).toContain(`In-Reply-To: ${id}`);
    expect(correction?.text).toMatch(/"inForce": "\$2,500"[\s\S]*"target": "\$5,000"/);
    const now = await day.stores.decisions.decisions('2026-03-03', '2026-03-03');
    expect(now.find(({ trader }) => trader === 'STREAK')).toMatchObject({ action: 'keep' });
    const details = await day.stores.database.connection.values<string>(
      "SELECT detail FROM replaced_decision WHERE trader = 'STREAK'",
    );
    const replaced = details.map((detail) => (JSON.parse(detail) as { newLimit: number }).newLimit);
    expect(replaced).toEqual([2500]);
    const revisions = await day.stores.database.connection.rows(
      'SELECT kind, to_desk, revision FROM outbox GROUP BY kind, to_desk, revision ORDER BY min(id)',
    );
    expect(revisions).toEqual([
      ['morning', 1, 0],
      ['correction', 1, 1],
    ]);
    expect((await day.stores.decisions.report('2026-03-03'))?.revision).toBe(1);
  });

  it('that switches cuts off alerts the operator, once', async () => {
    let cutsRequireProof = false;
    const day = await daemonDay({ request: () => ({ walk: { ...request.walk, cutsRequireProof } }) });
    await day.start();
    await day.until('06:20');
    cutsRequireProof = true;
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '05:00 morning ann',
      '05:00 morning bob',
      '06:30 correction ann',
      '06:30 correction bob',
      '06:30 alert op',
    ]);
    expect(day.taken.at(-1)?.text).toMatch(
      /cuts are switched off[\s\S]*A correction of the morning was mailed/i,
    );
  });

  it('of a correction answers the first mail too, with the same subject', async () => {
    const day = await daemonDay();
    await day.start();
    await day.until('05:20');
    const correctTo = (profit: number) =>
      day.fills.splice(
        0,
        day.fills.length,
        ...day.fills.filter((fill) => !(fill.account === 'STREAK' && fill.sessionDate === '2026-03-02')),
        ...trade('STREAK', '2026-03-02', profit),
      );
    correctTo(400);
    await day.until('05:50');
    correctTo(-50);
    await day.until('07:00');
    const corrections = day.taken.filter(({ kind, to }) => kind === 'correction' && to.startsWith('ann'));
    expect(corrections.map(({ at }) => at)).toEqual(['05:30', '06:00']);
    const subjects = corrections.map(({ bytes }) => /^Subject: [\s\S]*?\r\n(?! )/m.exec(bytes)?.[0]);
    expect(subjects[1]).toBe(subjects[0]);
  });

  it('that cannot be looked for changes nothing, and is looked for again', async () => {
    const day = await daemonDay({
      source: (clock) =>
        troubled(() => (timeOf(clock.now()) >= '05:20' && timeOf(clock.now()) < '06:10' ? notReady : null)),
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails().length).toBe(2);
    expect(day.log().filter((line) => line.includes('could not be looked at again')).length).toBe(2);
  });
});
