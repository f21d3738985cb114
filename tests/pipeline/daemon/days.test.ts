import { describe, expect, it } from 'vitest';
import type { HandOver } from '../../../src/ports/mail.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError, StoreError } from '../../../src/shared/errors.ts';
import { fakeSource, trade } from '../../support/desk.ts';
import { history } from '../../support/morningDesk.ts';
import { watchedDay } from '../../support/watchedDay.ts';

const notReady = new SourceError('no_fills', 'Source · no fills for 2026-03-02 · expected some', {
  hint: 'Wait.',
  retryable: true,
});
const refused = new SourceError('source_login', 'Source · found a bad login · expected a good one', {
  hint: 'Check API_PASS.',
});
const unreachable: HandOver = { outcome: 'unreachable', response: 'connection refused' };

/** A source that fails while it says so, and has the fills of `history` afterwards. */
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

/** A day whose source is in trouble until a time. */
const lateDay = (until: string, error: Error, changes: Parameters<typeof watchedDay>[0] = {}) =>
  watchedDay({ source: (clock) => troubled(() => (timeOf(clock.now()) < until ? error : null)), ...changes });

describe('a day of the daemon', () => {
  it('that goes well mails everybody once, looks again, and finds nothing new', async () => {
    const day = await watchedDay({ settings: { notifySuccess: true } });
    await day.start();
    await day.until('10:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:00 success op']);
    expect(day.pings).toEqual(['05:00 start', '05:00 success']);
    expect(day.log().filter((line) => line.includes('looked at the mailed morning again')).length).toBe(8);
  });

  it('whose source is ready at 07:10 mails then, and the operator hears after an hour', async () => {
    const day = await lateDay('07:10', notReady);
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual(['06:00 alert op', '07:10 morning ann', '07:10 morning bob']);
  });

  it('whose source is ready at 08:45 says LATE at 08:30', async () => {
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

  it('whose source never has the fills ends with FAILED, the limits to keep, and the word about the calendar', async () => {
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

  it('whose source refuses for good alerts at once, once, and asks only every half hour', async () => {
    let asked = 0;
    const day = await watchedDay({
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

  it('with another trouble each hour alerts of each once', async () => {
    const day = await watchedDay({
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

  it('whose mail server is down for an hour mails the cuts as it comes back, once', async () => {
    const day = await watchedDay({
      send: (_, time) => (time < '06:00' ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob']);
    expect(day.mails()[0]?.slice(0, 4)).toBe('06:0');
  });

  it('whose mail server is down until 10:00 sends no cuts, and FAILED once it is back', async () => {
    const day = await watchedDay({
      send: (_, time) => (time < '10:00' ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    await day.start();
    await day.until('10:30');
    expect(new Set(day.mails().map((mail) => mail.slice(6)))).toEqual(
      new Set(['failed ann', 'failed bob', 'alert op']),
    );
    expect(day.mails().filter((mail) => mail.includes('failed')).length).toBe(2);
  });

  it('whose source hangs from 05:00 on says LATE and FAILED all the same', async () => {
    const day = await watchedDay({
      source: (clock) => ({
        ...fakeSource(history()),
        accounts: async () => {
          await clock.wait(5 * 3_600_000);
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

  it('whose database cannot be opened tells everybody past it, once, and says so in its status', async () => {
    const broken = new StoreError('database_damaged', 'Database · damaged · expected intact', {
      hint: 'Restore.',
    });
    const day = await watchedDay({ unopenable: (time) => (time >= '04:58' ? broken : null) });
    const watch = await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual([
      '05:00 alert op',
      '08:30 late ann',
      '08:30 late bob',
      '09:26 failed ann',
      '09:26 failed bob',
    ]);
    expect(watch.status().databaseProblem).toContain('damaged');
  });

  it('of a database that could never be read today leaves the risk managers alone: the cuts may have gone out', async () => {
    const broken = new StoreError('database_damaged', 'Database · damaged · expected intact', {
      hint: 'Restore.',
    });
    const day = await watchedDay({ unopenable: () => broken });
    await day.start();
    await day.until('09:40');
    expect(day.mails()).toEqual(['05:00 alert op']);
  });
});

describe('a daemon', () => {
  it('suspended over 05:00 runs on waking, for the latest session only', async () => {
    const day = await watchedDay({ starts: '2026-02-27T22:00:00Z' });
    await day.start();
    day.set('2026-03-03T12:30:00Z');
    await day.pass(1);
    expect(day.mails()).toEqual(['07:31 morning ann', '07:31 morning bob']);
  });

  it('started after the deadline does nothing, says so, and tells nobody on a desk without a past', async () => {
    const day = await watchedDay({ starts: '2026-03-03T15:00:00Z' });
    await day.start();
    await day.until('11:00');
    expect(day.mails()).toEqual([]);
    const said = day.log().filter((line) => line.includes('nothing goes out for it'));
    expect(said.length).toBe(1);
  });

  it('suspended over the whole morning tells the operator of a desk that has mailed before', async () => {
    const day = await watchedDay();
    await day.start();
    await day.until('09:30');
    day.set('2026-03-04T16:00:00Z');
    await day.pass(3);
    expect(day.mails().slice(2)).toEqual(['11:01 alert op']);
    expect(day.taken.at(-1)?.text).toContain('morning_missed');
  });

  it('never mails a day again when the clock is set back, or is restarted', async () => {
    const day = await watchedDay();
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

  it('takes a clock that jumps ahead for what it says: after the deadline nothing goes out', async () => {
    const day = await lateDay('07:00', notReady);
    await day.start();
    await day.until('05:30');
    day.set('2026-03-03T15:00:00Z');
    await day.until('10:30');
    expect(day.mails().filter((mail) => mail.includes('morning'))).toEqual([]);
    expect(day.mails()).toContain('10:05 failed ann');
  });

  it('restarted in the middle of a late morning says LATE and FAILED no second time', async () => {
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
    // Of the source that is late, and of the deadline: each once, whoever noticed it.
    expect(day.mails().filter((mail) => mail.includes('alert')).length).toBe(2);
  });

  it('stands by while another keeps the watch, and takes over when that one dies', async () => {
    const day = await watchedDay();
    const first = await day.start('host:1:a');
    const second = await day.start('host:2:b');
    expect([first.status().state, second.status().state]).toEqual(['watching', 'standing by']);
    day.kill('host:1:a');
    await day.until('05:10');
    expect(second.status().state).toBe('watching');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob']);
    expect(day.log('host:2:b').filter((line) => line.includes('standing by')).length).toBe(1);
  });

  it('asked to stop gives the watch back, so that another has it at once', async () => {
    const day = await watchedDay();
    const first = await day.start('host:1:a');
    const second = await day.start('host:2:b');
    await first.standDown();
    await second.wakeUp();
    expect([first.status().state, second.status().state]).toEqual(['stopped', 'watching']);
  });

  it('asked to stop while it waits for a mail server hands the morning over', async () => {
    let isDown = true;
    const day = await watchedDay({
      send: () => (isDown ? unreachable : { outcome: 'accepted', response: 'ok' }),
    });
    const first = await day.start('host:1:a');
    const passing = day.until('05:20');
    const stopped = first.standDown();
    await Promise.all([passing, stopped]);
    isDown = false;
    await day.start('host:2:b');
    await day.until('05:40');
    expect(day.mails().map((mail) => mail.slice(6))).toEqual(['morning ann', 'morning bob']);
    const steps = await day.stores.runs.steps('2026-03-03');
    expect(steps.every(({ status }) => status === 'done')).toBe(true);
  });

  it('does nothing on a holiday', async () => {
    const day = await watchedDay({ starts: '2026-11-26T09:50:00Z' });
    await day.start();
    await day.until('10:00');
    expect(day.mails()).toEqual([]);
  });

  it('that fails by a fault of its own goes on waking, and alerts', async () => {
    const day = await watchedDay({
      settings: { notifySuccess: true },
      ports: {
        heartbeat: {
          ping: async (what) => {
            if (what === 'success') throw new TypeError('no such thing');
          },
        },
      },
    });
    const watch = await day.start();
    await day.until('05:20');
    expect(day.mails()).toEqual([
      '05:00 morning ann',
      '05:00 morning bob',
      '05:00 success op',
      '05:00 alert op',
    ]);
    expect(watch.status()).toMatchObject({ state: 'watching', databaseProblem: null });
    expect(day.log().filter((line) => line.includes('nothing can be done')).length).toBe(1);
  });

  it('tells the operator of a backup that failed, once', async () => {
    const day = await watchedDay({
      ports: {
        housekeeping: async () => {
          throw new StoreError('backup_disk', 'Backup · no room · expected some', { hint: 'Make room.' });
        },
      },
    });
    await day.start();
    await day.until('06:00');
    expect(day.mails()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:00 alert op']);
    expect(day.taken.at(-1)?.text).toContain('backup_disk');
  });

  it('tells the operator of a recipient whom the server refuses, and goes on', async () => {
    const day = await watchedDay({
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
  it('at 06:30 goes out in the thread, old beside new, once, and takes the place of what was decided', async () => {
    const day = await watchedDay();
    await day.start();
    await day.until('06:20');
    // The streak was none: the fifth loss turns into a gain.
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
    expect(correction?.text).toMatch(/"before": "\$2,500 \(−50%\)"[\s\S]*"now": "\$5,000 \(base limit\)"/);
    const now = await day.stores.decisions.decisions('2026-03-03', '2026-03-03');
    expect(now.find(({ trader }) => trader === 'STREAK')).toMatchObject({ action: 'keep' });
    const replaced = day.stores.database.driver
      .prepare("SELECT json_extract(detail, '$.newLimit') FROM replaced_decision WHERE trader = 'STREAK'")
      .pluck()
      .all();
    expect(replaced).toEqual([2500]);
  });

  it('of a correction answers the first mail too, under its subject', async () => {
    const day = await watchedDay();
    await day.start();
    await day.until('05:20');
    const say = (profit: number) =>
      day.fills.splice(
        0,
        day.fills.length,
        ...day.fills.filter((fill) => !(fill.account === 'STREAK' && fill.sessionDate === '2026-03-02')),
        ...trade('STREAK', '2026-03-02', profit),
      );
    say(400);
    await day.until('05:50');
    say(-50);
    await day.until('07:00');
    const corrections = day.taken.filter(({ kind, to }) => kind === 'correction' && to.startsWith('ann'));
    expect(corrections.map(({ at }) => at)).toEqual(['05:30', '06:00']);
    const subjects = corrections.map(({ bytes }) => /^Subject: [\s\S]*?\r\n(?! )/m.exec(bytes)?.[0]);
    expect(subjects[1]).toBe(subjects[0]);
  });

  it('that cannot be looked for changes nothing and is looked for again', async () => {
    const day = await watchedDay({
      source: (clock) =>
        troubled(() => (timeOf(clock.now()) >= '05:20' && timeOf(clock.now()) < '06:10' ? notReady : null)),
    });
    await day.start();
    await day.until('09:40');
    expect(day.mails().length).toBe(2);
    expect(day.log().filter((line) => line.includes('could not be looked at again')).length).toBe(2);
  });
});
