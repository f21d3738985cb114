import { expect, it } from 'vitest';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { answerMail } from '../../../src/pipeline/limits/answerMail.ts';
import { daemonDay } from '../../support/daemonDay.ts';

type Day = Awaited<ReturnType<typeof daemonDay>>;

const SESSION = '2026-03-03';
const remindUnanswered = true;
const reminders = ['09:10 reminder ann', '09:10 reminder bob'];
const mailsOf = (day: Day) => day.mails().filter((mail) => mail.includes('reminder'));

const answer = ({ stores, clock }: Day) =>
  answerMail(
    { ...stores, calendar: createCalendar('nyse') },
    { dueSession: SESSION, defaultLimit: 5000, lifetime: 'until-changed' },
    {
      sessionDate: SESSION,
      trader: null,
      answer: { kind: 'applied' },
      by: 'ann',
      at: clock.now(),
      through: 'link',
    },
  );

it('names the changes without an answer, once, in the thread of the morning mail', async () => {
  const day = await daemonDay({ settings: { remindUnanswered } });
  await day.start();
  await day.until('10:00');
  expect(mailsOf(day)).toEqual(reminders);
  const [mail] = day.taken.filter(({ kind }) => kind === 'reminder');
  const [morning] = day.taken.filter(({ kind }) => kind === 'morning');
  expect(mail?.text).toContain('"headline": "1 of 1 change without an answer"');
  expect(mail?.text).toContain('STREAK');
  expect(mail?.bytes).toContain(
    `In-Reply-To: ${/^Message-ID: (.*)$/m.exec(morning?.bytes ?? '')?.[1]?.trim()}`,
  );
});

it('is sent once across a restart and a process that was killed', async () => {
  const day = await daemonDay({ settings: { remindUnanswered } });
  await day.start('host:1:a');
  await day.until('09:10');
  day.kill('host:1:a');
  await day.pass(3);
  await day.start('host:2:b');
  await day.until('09:40');
  expect(mailsOf(day)).toEqual(reminders);
});

it('comes from a daemon that starts between its time and the deadline', async () => {
  const day = await daemonDay({ settings: { remindUnanswered } });
  await day.start('host:1:a');
  await day.until('06:00');
  day.kill('host:1:a');
  day.set('2026-03-03T14:20:00Z');
  await day.start('host:2:b');
  await day.until('09:40');
  expect(mailsOf(day)).toEqual(['09:20 reminder ann', '09:20 reminder bob']);
});

it('is tried again while the mail server refuses it for now, and expires at the deadline', async () => {
  const day = await daemonDay({
    settings: { remindUnanswered },
    send: ({ messageId, recipient }, time) =>
      messageId.startsWith('<reminder') && (recipient.startsWith('bob') || time < '09:14')
        ? { outcome: 'refused', permanent: false, response: '450 later' }
        : { outcome: 'accepted', response: '250 ok' },
  });
  await day.start();
  await day.until('10:00');
  expect(mailsOf(day)).toHaveLength(1);
  expect(mailsOf(day)[0]).toMatch(/^09:(?:1[4-9]|2[0-5]) reminder ann$/);
});

it.each<[string, Parameters<typeof daemonDay>[0], (day: Day) => Promise<unknown>]>([
  ['where it is not wanted', { settings: {} }, async () => undefined],
  ['where everything is answered', { settings: { remindUnanswered } }, answer],
  [
    'where no mail arrived',
    { settings: { remindUnanswered }, send: () => ({ outcome: 'unreachable', response: 'no' }) },
    async () => undefined,
  ],
])('is not sent %s', async (_name, options, work) => {
  const day = await daemonDay(options);
  await day.start();
  await day.until('05:30');
  await work(day);
  await day.until('10:00');
  expect(mailsOf(day)).toEqual([]);
});

it('names an answer that is not confirmed as such', async () => {
  const day = await daemonDay({ settings: { remindUnanswered } });
  await day.start();
  await day.until('05:30');
  await day.stores.unconfirmed.add([
    {
      sessionDate: SESSION,
      trader: 'STREAK',
      answer: { kind: 'applied' },
      revision: 0,
      by: 'ann@desk.example',
      at: day.clock.now(),
      because: 'it came without Origin',
    },
  ]);
  await day.until('10:00');
  expect(day.taken.find(({ kind }) => kind === 'reminder')?.text).toContain(
    'an answer of 05:30 EST is not confirmed and changes nothing',
  );
});
