import { expect, it } from 'vitest';
import type { MorningState } from '../../../src/domain/session/morningStates.ts';
import type { DaemonLoop } from '../../../src/pipeline/daemon/daemonLoop.ts';
import type { DaemonStatus } from '../../../src/pipeline/daemon/daemonStatus.ts';
import { isTrouble } from '../../../src/pipeline/daemon/morningState.ts';
import type { SendResult } from '../../../src/ports/mail.ts';
import type { FillSource } from '../../../src/ports/source.ts';
import { SourceError } from '../../../src/shared/errors.ts';
import { type DayOptions, daemonDay } from '../../support/daemonDay.ts';
import { fakeSource } from '../../support/desk.ts';
import { history } from '../../support/morningDesk.ts';

const accepted: SendResult = { outcome: 'accepted', response: 'ok' };
const unreachable: SendResult = { outcome: 'unreachable', response: 'connection refused' };
const refused: SendResult = { outcome: 'refused', permanent: true, response: '550 no such user' };
const greylisted: SendResult = { outcome: 'refused', permanent: false, response: '450 later' };
const notReady = new SourceError('no_fills', 'Source · no fills · expected some', {
  hint: 'Wait.',
  retryable: true,
});
const badLogin = new SourceError('source_login', 'Source · a bad login · expected a good one', {
  hint: 'Check API_PASS.',
});

const newYork = (instant: Date) =>
  instant.toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });

function failing(error: Error): FillSource {
  return {
    ...fakeSource(history()),
    accounts: async () => {
      throw error;
    },
  };
}

/** The state of a day's morning at these times. */
async function statesOf(options: DayOptions, times: readonly string[]): Promise<readonly MorningState[]> {
  const day = await daemonDay(options);
  const daemon = await day.start();
  const states: MorningState[] = [];
  for (const time of times) {
    await day.until(time);
    states.push(daemon.status().morning);
  }
  return states;
}

it.each<[string, DayOptions, Readonly<Record<string, MorningState>>]>([
  ['goes well', {}, { '04:55': 'ahead', '05:05': 'mailed', '11:00': 'mailed' }],
  [
    'waits for a source that is never ready',
    { source: () => failing(notReady) },
    { '05:10': 'under way', '06:05': 'failing', '09:00': 'failing', '09:30': 'failed', '17:00': 'failed' },
  ],
  [
    'is refused by its source',
    { source: () => failing(badLogin) },
    { '05:01': 'failing', '09:30': 'failed' },
  ],
  [
    'is refused by one recipient',
    { send: (mail) => (mail.recipient.startsWith('ann') ? refused : accepted) },
    { '05:05': 'partly mailed' },
  ],
  ['begins after the deadline on a new desk', { starts: '2026-03-03T15:00:00Z' }, { '10:05': 'none' }],
])('the state of a morning that %s is reported', async (_, options, expected) => {
  expect(await statesOf(options, Object.keys(expected))).toEqual(Object.values(expected));
});

it('a morning that no process ran is missed on a desk with a past, and forgotten the day after', async () => {
  const day = await daemonDay();
  const daemon = await day.start();
  await day.until('09:30');
  day.set('2026-03-04T16:00:00Z');
  await day.pass(2);
  expect(daemon.status().morning).toBe('missed');
  day.set('2026-03-05T06:00:00Z');
  await day.pass(1);
  expect(daemon.status().morning).toBe('ahead');
});

it('a daemon that stands by reports an unknown morning', async () => {
  const day = await daemonDay();
  await day.start();
  const second = await day.start('host:2:b');
  await day.until('05:05');
  expect(second.status()).toMatchObject({ state: 'standing by', morning: 'unknown' });
});

it.each<[MorningState, boolean]>([
  ['none', false],
  ['ahead', false],
  ['under way', false],
  ['mailed', false],
  ['unknown', false],
  ['failing', true],
  ['partly mailed', true],
  ['failed', true],
  ['missed', true],
])('a morning that is %s needs the operator: %s', (state, expected) =>
  expect(isTrouble(state)).toBe(expected),
);

it('a run that waits for its mail server reports its backlog, its state and the next run', async () => {
  const seen: DaemonStatus[] = [];
  let daemon: DaemonLoop | null = null;
  const day = await daemonDay({
    // Read the status during the run, at each retry of a mail: the run ends at the deadline.
    send: () => {
      if (daemon !== null) seen.push(daemon.status());
      return unreachable;
    },
  });
  daemon = await day.start();
  await day.until('09:35');
  const between = (from: string, to: string) =>
    seen.find(({ wokenAt }) => wokenAt !== null && newYork(wokenAt) > from && newYork(wokenAt) < to);
  // Two morning mails, and later the alert and the two LATE, which the server does not take either.
  const expected = { state: 'running', why: 'the mails are going out' };
  expect(between('06:00', '07:00')).toMatchObject({
    ...expected,
    morning: 'failing',
    undelivered: 2,
    backlog: 3,
    nextRunAt: new Date('2026-03-04T10:00:00Z'),
  });
  expect(between('08:35', '09:00')).toMatchObject({ ...expected, morning: 'failing' });
  expect(daemon.status()).toMatchObject({ state: 'watching', morning: 'failed' });
  expect(day.observations.some((time) => time > '06:00' && time < '07:00')).toBe(true);
});

it('a mail that one server refuses for now is in the status after half an hour', async () => {
  const seen: DaemonStatus[] = [];
  let daemon: DaemonLoop | null = null;
  const day = await daemonDay({
    send: ({ recipient }) => {
      if (daemon !== null) seen.push(daemon.status());
      return recipient.startsWith('bob') ? greylisted : accepted;
    },
  });
  daemon = await day.start();
  await day.until('09:35');
  const at = (from: string, to: string) =>
    seen.find(({ wokenAt }) => wokenAt !== null && newYork(wokenAt) > from && newYork(wokenAt) < to);
  expect(at('05:10', '05:29')).toMatchObject({ morning: 'under way', undelivered: 0 });
  expect(at('05:32', '06:00')).toMatchObject({ morning: 'partly mailed', undelivered: 1 });
});
