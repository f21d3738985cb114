import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, refusal } from '../../scripts/simulation/mailServer.ts';
import { cli } from '../support/cli.ts';
import { FILLS_HEADER } from '../support/fillsFile.ts';
import { runningDaemon } from '../support/runningDaemon.ts';
import { tradedDay, zoneWhereItIsMorning } from '../support/tradedDay.ts';
import { workplace } from '../support/workplace.ts';

const PASSWORD = 'hunter-two';

/**
 * A desk that trades every day, with fills through yesterday, in whose zone it is a quarter past six or so.
 */
async function desk(
  options: Parameters<typeof mailServer>[0] = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const place = workplace();
  const zone = zoneWhereItIsMorning(new Date());
  const today = new Date().toLocaleDateString('en-CA', { timeZone: zone });
  const rows = [5, 4, 3, 2, 1].flatMap((ago) => tradedDay(today, ago));
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...rows));
  const server = await mailServer(options);
  onTestFinished(() => server.close());
  const all = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example,bob@desk.example',
    ALERT_RECIPIENTS: 'op@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    CALENDAR: 'everyday',
    TIMEZONE: zone,
    LEASE_SECONDS: '2',
    LOG_LEVEL: 'debug',
    ...settings,
  };
  return {
    run: () => cli(['morning'], all, place.folder),
    start: () => runningDaemon(all, place.folder, 'morning'),
    received: server.received,
    subjects: () => server.received.map(({ to, bytes }) => `${to.join()} ${kindOf(bytes)}`),
  };
}

const kindOf = (bytes: Buffer) => /^Message-ID: <([a-z]+)/m.exec(bytes.toString())?.[1];

describe('npm run morning', () => {
  it('whose source cannot be reached mails the operator what to do, and no secret', async () => {
    const { run, subjects, received } = await desk(
      {},
      { API_URL: 'http://127.0.0.1:9', API_USER: 'risk', API_PASS: PASSWORD },
    );
    const { exitCode, stdout, stderr } = await run();
    expect([exitCode, subjects()]).toEqual([1, ['op@desk.example alert']]);
    expect(stderr).toContain('the morning failed');
    const mail = received[0]?.bytes.toString() ?? '';
    expect(mail).toContain('Nothing tries it again by itself');
    expect(mail + stdout + stderr).not.toContain(PASSWORD);
  });

  it('with one recipient refused mails the others, and the operator', async () => {
    const { run, subjects, received } = await desk({
      onRcptTo: ({ address }, _, answer) =>
        address.startsWith('ann') ? answer(refusal(550, '5.1.1 no such user')) : answer(),
    });
    expect((await run()).exitCode).toBe(1);
    expect(subjects()).toEqual(['bob@desk.example morning', 'op@desk.example alert']);
    expect(received[1]?.bytes.toString()).toContain('ann@desk.example');
  });

  it('stopped by SIGTERM while a mail is on its way settles it, so that no recipient gets two', async () => {
    let take = () => undefined as unknown;
    const taken = new Promise<void>((resolved) => {
      take = () => resolved();
    });
    const { run, start, subjects } = await desk({
      // The server answers a recipient only after the signal.
      onRcptTo: (_address, _session, answer) => void taken.then(() => answer()),
    });
    const first = start();
    await first.waitForLog('mail goes out');
    first.signal('SIGTERM');
    await first.waitForLog('asked to stop');
    take();
    expect(await first.ended).toEqual({ exitCode: 1, signal: null });
    expect(subjects()).toEqual(['ann@desk.example morning']);
    expect((await run()).exitCode).toBe(0);
    expect(subjects()).toEqual(['ann@desk.example morning', 'bob@desk.example morning']);
  });

  it('stopped while it waits for a mail server that is away ends at once', async () => {
    const { start } = await desk({}, { SMTP_PORT: '9' });
    const waiting = start();
    await waiting.waitForLog('mail not taken');
    waiting.signal('SIGTERM');
    const asked = Date.now();
    expect(await waiting.ended).toEqual({ exitCode: 1, signal: null });
    expect(Date.now() - asked).toBeLessThan(15_000);
  });
});
