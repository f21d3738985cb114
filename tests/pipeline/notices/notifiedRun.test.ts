import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../scripts/simulation/fakes.ts';
import { createMailSealer } from '../../../src/adapters/email/mailSealer.ts';
import { morningTimes } from '../../../src/domain/session/schedule.ts';
import { type MorningResult, runMorning } from '../../../src/pipeline/morning.ts';
import type { NoticeContext } from '../../../src/pipeline/notices/noticeContext.ts';
import { notifiedRun, notifyWithoutStore } from '../../../src/pipeline/notices/notifiedRun.ts';
import { newProcessState } from '../../../src/pipeline/sessionState.ts';
import { Stopped } from '../../../src/pipeline/stop.ts';
import type { SealedMail, SendResult } from '../../../src/ports/mail.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError, StoreError } from '../../../src/shared/errors.ts';
import { decoded, newYork, problemOf, quickRenderer } from '../../support/daemonDay.ts';
import { fakeSource } from '../../support/desk.ts';
import { accepted, history, morningPorts, request, storePast } from '../../support/morningDesk.ts';
import { temporaryStores } from '../../support/stores.ts';

const SESSION = request.sessionDate;
const unreachable: SendResult = { outcome: 'unreachable', response: 'connection refused' };
const refusedAddress: SendResult = { outcome: 'refused', permanent: true, response: '550 no such user' };
const refusedLogin = new SourceError('source_login', 'Source · found a bad login · expected a good one', {
  hint: 'Check API_PASS.',
});

interface Trouble {
  readonly starts?: string;
  readonly send?: (mail: SealedMail, time: string) => SendResult;
  readonly source?: FillSource;
  readonly settings?: Partial<NoticeContext['settings']>;
}

/** A desk of the one-shot run on Tuesday 3 March 2026, without a daemon. */
async function oneShotDesk({ starts = '10:00', send = () => accepted, source, settings }: Trouble = {}) {
  const stores = await temporaryStores();
  await storePast(stores, history());
  const clock = fakeClock(`2026-03-03T${starts}:00Z`);
  const mails: { readonly line: string; readonly text: string }[] = [];
  const pings: string[] = [];
  const handOver = async (mail: SealedMail) => {
    const time = newYork(clock.now());
    const end = send(mail, time);
    const [, kind = ''] = /^<([a-z]+)/.exec(mail.messageId) ?? [];
    const line = `${time} ${kind} ${mail.recipient.split('@')[0]}`;
    if (end.outcome === 'accepted') mails.push({ line, text: decoded(mail.bytes.toString()) });
    return end;
  };
  const ports = {
    ...morningPorts(stores, source ?? fakeSource(history()), handOver, clock),
    renderer: quickRenderer,
  };
  const timesOf = (sessionDate: string) =>
    morningTimes(sessionDate, ports.calendar, {
      timezone: 'America/New_York',
      runAt: '05:00',
      lateAt: '08:30',
      sendDeadline: '09:25',
      correctionEveryMs: null,
    });
  /** Each run is another process, with an empty state. */
  const newContext = (): NoticeContext => ({
    ports: {
      ...ports,
      sealer: createMailSealer({ from: 'Daybreak <risk@desk.example>' }),
      heartbeat: { ping: async (what) => void pings.push(`${newYork(clock.now())} ${what}`) },
      lastLines: () => ports.log.lines.slice(-5),
      problemOf,
    },
    settings: {
      timezone: 'America/New_York',
      owner: 'host:1:a',
      leaseMs: 90_000,
      recipients: request.recipients,
      alertRecipients: ['op@desk.example'],
      notifySuccess: false,
      defaultLimit: 5000,
      remindUnanswered: false,
      limitLifetime: 'until-changed',
      isOneShot: true,
      ...settings,
    },
    state: newProcessState(null),
  });
  const run = (work?: () => Promise<MorningResult>, sessionDate = SESSION) => {
    const times = timesOf(sessionDate);
    const asked = { ...request, sessionDate, begins: times.begins, deadline: times.deadline };
    return notifiedRun(newContext(), { ports, times, run: work ?? (() => runMorning(ports, asked)) }).then(
      ({ outcome }) => outcome,
      (error: { code?: string; name: string }) => error.code ?? error.name,
    );
  };
  return {
    run,
    newContext,
    timesOf,
    clock,
    pings,
    mails,
    lines: () => mails.map(({ line }) => line),
    log: ports.log,
  };
}

const withBadLogin: FillSource = {
  ...fakeSource(history()),
  accounts: () => Promise.reject(refusedLogin),
};

describe('a one-shot run', () => {
  it('that goes well mails the cuts, pings, and sends no alert', async () => {
    const { run, lines, pings } = await oneShotDesk();
    expect(await run()).toBe('sent');
    expect(lines()).toEqual(['05:00 morning ann', '05:00 morning bob']);
    expect(pings).toEqual(['05:00 start', '05:00 success']);
  });

  it('sends the note of success once where NOTIFY_SUCCESS is set, however often it is run', async () => {
    const { run, lines } = await oneShotDesk({ settings: { notifySuccess: true } });
    await run();
    expect(await run()).toBe('already-mailed');
    expect(lines()).toEqual(['05:00 morning ann', '05:00 morning bob', '05:00 success op']);
  });

  it('that fails alerts the operator once, with error, hint, step and log', async () => {
    const { run, lines, mails, pings } = await oneShotDesk({ source: withBadLogin });
    expect([await run(), await run()]).toEqual(['source_login', 'source_login']);
    expect(lines()).toEqual(['05:00 alert op']);
    for (const words of [
      'source_login',
      'Check API_PASS',
      'Nothing tries it again by itself',
      'the morning failed',
    ])
      expect(mails[0]?.text).toContain(words);
    expect(mails[0]?.text).toMatch(/"text": "Fetch/i);
    expect(pings).toEqual(['05:00 start', '05:00 fail', '05:00 start', '05:00 fail']);
  });

  it('with one recipient refused alerts of that recipient, once', async () => {
    const { run, lines, mails } = await oneShotDesk({
      send: (mail) => (mail.recipient.startsWith('bob') ? refusedAddress : accepted),
    });
    expect([await run(), await run()]).toEqual(['partly-sent', 'partly-sent']);
    expect(lines()).toEqual(['05:00 morning ann', '05:00 alert op']);
    expect(mails[1]?.text).toMatch(/bob@desk.example[\s\S]*550 no such user/);
  });

  it('whose mail server is down until after the deadline sends FAILED and an alert when it is back', async () => {
    const { run, lines } = await oneShotDesk({
      send: (_, time) => (time < '09:30' ? unreachable : accepted),
    });
    expect(await run()).toBe('late');
    expect(lines().map((line) => line.slice(6))).toEqual(['failed ann', 'failed bob', 'alert op']);
    expect(lines()[0]?.slice(0, 5)).toMatch(/^09:3\d$/);
  });

  it('stops retrying notices after a while, and leaves them to the next run', async () => {
    const { run, lines, clock, log } = await oneShotDesk({
      starts: '14:20',
      send: (_, time) => (time < '11:00' ? unreachable : accepted),
    });
    expect(await run()).toBe('late');
    expect(newYork(clock.now()) < '09:45').toBe(true);
    expect(log.lines.some((line) => line.startsWith('error notices were not sent'))).toBe(true);
    clock.set('2026-03-03T16:10:00Z');
    expect(await run()).toBe('late');
    expect(lines().map((line) => line.slice(6))).toEqual(['failed ann', 'failed bob', 'alert op']);
  });

  it('that fails after the deadline sends FAILED, because it began in time', async () => {
    const { run, lines, clock, mails } = await oneShotDesk();
    const work = async () => {
      clock.set('2026-03-03T14:26:00Z');
      throw refusedLogin;
    };
    expect(await run(work)).toBe('source_login');
    expect(lines()).toEqual(['09:26 failed ann', '09:26 failed bob', '09:26 alert op']);
    expect(mails[2]?.text).toMatch(/deadline_passed[\s\S]*found a bad login/);
  });

  it('sends FAILED once, at a later run of a morning that began in time', async () => {
    const { run, lines, clock } = await oneShotDesk({ source: withBadLogin });
    await run();
    clock.set('2026-03-03T15:00:00Z');
    await run();
    await run();
    expect(lines()).toEqual(['05:00 alert op', '10:00 failed ann', '10:00 failed bob', '10:00 alert op']);
  });

  it.each([
    ['and alerts the operator of a desk that has mailed before', true, ['11:00 alert op']],
    ['and, on a desk without a past, sends nothing at all', false, []],
  ])('first begun after the deadline sends the risk managers nothing, %s', async (_, hasPast, expected) => {
    const { run, lines, clock, mails } = await oneShotDesk();
    clock.set('2026-03-02T10:00:00Z');
    if (hasPast) await run(undefined, '2026-03-02');
    mails.length = 0;
    clock.set('2026-03-03T16:00:00Z');
    expect(await run()).toBe('late');
    expect(lines()).toEqual(expected);
  });

  it.each([
    ['after the close', '21:30', () => Promise.reject(refusedLogin), 'source_login'],
    ['when it was asked to stop', '10:00', () => Promise.reject(new Stopped()), 'Stopped'],
    [
      'when another process took the morning over',
      '10:00',
      () => Promise.reject(new StoreError('lease_lost', 'lost', { hint: 'None.' })),
      'lease_lost',
    ],
    [
      'when another process has the morning',
      '10:00',
      async () => ({
        outcome: 'held-by-another' as const,
        sessionDate: SESSION,
        holder: { owner: 'host:2:b', until: new Date() },
      }),
      'held-by-another',
    ],
  ])('sends no notice %s', async (_, starts, work, outcome) => {
    const { run, lines } = await oneShotDesk({ starts });
    expect(await run(work)).toBe(outcome);
    expect(lines()).toEqual([]);
  });

  it('whose database must be restored sends the alert and FAILED without it', async () => {
    const { newContext, timesOf, lines } = await oneShotDesk();
    const damaged = new StoreError('database_damaged', 'Database · damaged · expected intact', {
      hint: 'Restore.',
    });
    await notifyWithoutStore(newContext(), timesOf(SESSION), damaged);
    expect(lines()).toEqual(['05:00 alert op', '05:00 failed ann', '05:00 failed bob']);
  });

  it('without ALERT_RECIPIENTS logs that the operator could not be alerted', async () => {
    const { run, lines, log } = await oneShotDesk({
      source: withBadLogin,
      settings: { alertRecipients: [] },
    });
    await run();
    expect(lines()).toEqual([]);
    expect(log.lines.some((line) => line.includes('ALERT_RECIPIENTS is not set'))).toBe(true);
  });
});
