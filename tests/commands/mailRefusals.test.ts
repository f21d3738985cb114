import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';
import { FILLS_HEADER } from '../support/fillsFile.ts';
import { type SinkAnswers, smtpSink } from '../support/smtpSink.ts';
import { tradedDay, zoneWhereItIsMorning } from '../support/tradedDay.ts';
import { workplace } from '../support/workplace.ts';

const RECIPIENTS = Array.from({ length: 8 }, (_, at) => `r${at + 1}@desk.example`);

/** A desk with fills through yesterday, and a mail server on this machine that asks for a login. */
async function desk(answers: SinkAnswers) {
  const place = workplace();
  const zone = zoneWhereItIsMorning(new Date());
  const today = new Date().toLocaleDateString('en-CA', { timeZone: zone });
  const rows = [5, 4, 3, 2, 1].flatMap((ago) => tradedDay(today, ago));
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...rows));
  const sink = await smtpSink(answers);
  const run = (args: readonly string[], settings: Readonly<Record<string, string>> = {}) =>
    cli(
      args,
      {
        EMAIL_FROM: 'Daybreak <risk@desk.example>',
        EMAIL_RECIPIENTS: RECIPIENTS.join(),
        ALERT_RECIPIENTS: 'op@desk.example',
        SMTP_HOST: '127.0.0.1',
        SMTP_PORT: String(sink.port),
        SMTP_SECURITY: 'none',
        EMAIL_PASSWORD: 'secret-word',
        CALENDAR: 'everyday',
        TIMEZONE: zone,
        ...settings,
      },
      place.folder,
    );
  return { run, sink };
}

describe('a login that the mail server refuses', () => {
  it('is tried once for eight recipients and the operator, and not by the next run', async () => {
    const { run, sink } = await desk({ auth: '535 5.7.8 bad login' });
    const first = await run(['morning']);
    expect([first.exitCode, sink.count('AUTH'), sink.taken]).toEqual([1, 1, []]);
    for (const recipient of RECIPIENTS) expect(first.stdout).toContain(`${recipient}: refused`);
    expect(first.stderr).toContain('the operator could not be alerted by mail');
    expect(first.stdout + first.stderr).not.toContain('secret-word');
    const second = await run(['morning']);
    expect([second.exitCode, sink.count('AUTH')]).toEqual([1, 1]);
    expect(second.stdout).toContain('login not tried');
  });

  it('is tried at once with another password, by test-email, and with --force', async () => {
    const { run, sink } = await desk({ auth: '535 5.7.8 bad login' });
    await run(['morning']);
    await run(['test-email']);
    await run(['morning', '--force']);
    expect([sink.count('AUTH'), sink.taken]).toEqual([3, []]);
    sink.answer({});
    const mended = await run(['morning'], { EMAIL_PASSWORD: 'other-word' });
    expect([mended.exitCode, sink.taken]).toEqual([0, RECIPIENTS]);
  });
});

describe('a recipient whom the mail server refuses', () => {
  it('does not keep the mail from the seven others, and the operator is alerted', async () => {
    const { run, sink } = await desk({
      rcpt: (address) => (address.startsWith('r3') ? '550 5.1.1 unknown' : '250 ok'),
    });
    const { exitCode, stdout } = await run(['morning']);
    const others = RECIPIENTS.filter((each) => !each.startsWith('r3'));
    expect([exitCode, sink.taken]).toEqual([1, [...others, 'op@desk.example']]);
    expect(stdout).toContain('r3@desk.example: refused');
  });
});

describe('a mail above the SIZE of the server', () => {
  it('is refused for good, and the log states it', async () => {
    const { run, sink } = await desk({ ehlo: '250-sink\r\n250-AUTH PLAIN\r\n250 SIZE 1000' });
    const { exitCode, stdout, stderr } = await run(['morning']);
    expect([exitCode, sink.taken]).toEqual([1, []]);
    expect(stdout).toContain('Message size larger than allowed 1000');
    expect(stderr).toContain('the operator could not be alerted by mail');
  });
});
