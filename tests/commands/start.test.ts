import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, refusal } from '../../scripts/simulation/mailServer.ts';
import { start } from '../../src/commands/start.ts';
import { ConfigurationError } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { FILLS_HEADER } from '../support/fillsFile.ts';
import { runningDaemon } from '../support/runningDaemon.ts';
import { temporaryFolder } from '../support/stores.ts';
import { tradedDay, zoneWhereItIsMorning } from '../support/tradedDay.ts';
import { workplace } from '../support/workplace.ts';
import { fakeWorld } from '../support/world.ts';

const PASSWORD = 'hunter-two';

/**
 * A desk that trades every day, with fills through yesterday. Its zone is the one in which it is a quarter
 * past six or so now: so the morning has begun and is not over, whenever the test is run.
 */
async function desk(settings: Readonly<Record<string, string>> = {}, server = mailServer()) {
  const place = workplace();
  const zone = zoneWhereItIsMorning(new Date());
  const today = new Date().toLocaleDateString('en-CA', { timeZone: zone });
  const rows = [5, 4, 3, 2, 1].flatMap((ago) => tradedDay(today, ago));
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...rows));
  const mails = await server;
  onTestFinished(() => mails.close());
  const all = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    ALERT_RECIPIENTS: 'op@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(mails.port),
    CALENDAR: 'everyday',
    TIMEZONE: zone,
    LEASE_SECONDS: '2',
    LOG_LEVEL: 'debug',
    HEALTH_PORT: String(await freePort()),
    ...settings,
  };
  const start = (changes: Readonly<Record<string, string>> = {}) =>
    runningDaemon({ ...all, ...changes }, place.folder);
  const health = async (path = '/health') => {
    const answer = await fetch(`http://127.0.0.1:${all.HEALTH_PORT}${path}`);
    return { status: answer.status, text: await answer.text() };
  };
  const subjects = () => mails.received.map(({ to, bytes }) => `${to.join()} ${kindOf(bytes)}`);
  return { ...place, settings: all, start, health, subjects };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise<void>((closed) => server.close(() => closed()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const kindOf = (bytes: Buffer) => /^Message-ID: <([a-z]+)/m.exec(bytes.toString())?.[1];

describe('npm start', () => {
  it('runs the morning that is due, answers /health, and ends with exit code 0 on SIGTERM', async () => {
    const { start, health, subjects, folder } = await desk({ NOTIFY_SUCCESS: 'yes' });
    const daemon = start();
    await daemon.waitForLog('backed up');
    await daemon.waitForLog('the source is asked again at');
    // Until the wake-up that mailed has ended, /health reports what the one before found.
    const { status, text } = await eventually(async () => {
      const answer = await health();
      expect(answer.text).toContain('"sent"');
      return answer;
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      live: true,
      ready: true,
      state: 'watching',
      database: { writable: true, problem: null },
      lastRun: { outcome: 'sent' },
      morning: { state: 'mailed', isTrouble: false },
      backlog: 0,
    });
    const metrics = (await health('/metrics')).text;
    expect(metrics).toContain('\ndaybreak_morning_state{state="mailed"} 1\n');
    expect(metrics).toMatch(/\ndaybreak_traders\{action="\w+"\} \d+\n/);
    expect(metrics).toMatch(/\ndaybreak_step_duration_seconds\{step="decide"\} [\d.]+\n/);
    expect(text + metrics).not.toMatch(/NET001|ann@|hunter/);
    daemon.signal('SIGTERM');
    expect(await daemon.ended).toEqual({ exitCode: 0, signal: null });
    expect(subjects()).toEqual(['ann@desk.example morning', 'op@desk.example success']);
    expect(readdirSync(join(folder, 'logs')).join()).toMatch(/^daybreak\.[-\d]+\.1\.log$/);
    expect(logOf(folder).map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['the daemon starts', 'step decide done', 'the morning ended', 'stopped']),
    );
  });

  it('stopped during a step finishes it, and the next daemon continues from there', async () => {
    const { start, subjects } = await desk();
    const first = start();
    await first.waitForLog('step ledger begins');
    first.signal('SIGTERM');
    expect(await first.ended).toEqual({ exitCode: 0, signal: null });
    expect(subjects()).toEqual([]);
    expect(first.output()).not.toContain('mail goes out');
    const second = start();
    await second.waitForLog('the morning ended');
    second.signal('SIGINT');
    expect(await second.ended).toEqual({ exitCode: 0, signal: null });
    expect(subjects()).toEqual(['ann@desk.example morning']);
  });

  it('is one of two: the other waits, and takes over, /health too, when the first one is killed', async () => {
    const { start, subjects } = await desk();
    const first = start();
    await first.waitForLog('the source is asked again at');
    const second = start();
    await second.waitForLog('/health cannot be answered yet');
    await second.waitForLog('standing by');
    first.signal('SIGKILL');
    await second.waitForLog('holding the daemon lease');
    await second.waitForLog('answering /health');
    second.signal('SIGTERM');
    expect((await second.ended).exitCode).toBe(0);
    expect(subjects()).toEqual(['ann@desk.example morning']);
  });

  it('reports its backlog on /health while it waits for its mail server', async () => {
    const { start, health } = await desk({ SMTP_PORT: '9' });
    const daemon = start();
    const answer = await eventually(async () => {
      const { text } = await health();
      expect(text).toContain('the mails are going out');
      return JSON.parse(text);
    });
    expect(answer).toMatchObject({
      state: 'running',
      backlog: 1,
      lastRun: { outcome: 'under way after queue' },
    });
    expect(Date.parse(answer.nextRunAt)).toBeGreaterThan(Date.now());
    daemon.signal('SIGKILL');
    await daemon.ended;
  });

  it('ends at once on a second signal', async () => {
    const silent = mailServer({ onConnect: () => undefined });
    const { start } = await desk({}, silent);
    const daemon = start();
    await daemon.waitForLog('mail goes out');
    daemon.signal('SIGTERM');
    await daemon.waitForLog('asked to stop');
    daemon.signal('SIGTERM');
    expect((await daemon.ended).signal).toBe('SIGTERM');
  });

  it('asked to stop while it waits for a mail server that is down ends at once', async () => {
    const { start } = await desk({ SMTP_PORT: '9' });
    const daemon = start();
    await daemon.waitForLog('mail not taken');
    daemon.signal('SIGTERM');
    const asked = Date.now();
    expect(await daemon.ended).toEqual({ exitCode: 0, signal: null });
    // The next try would have been in half a minute.
    expect(Date.now() - asked).toBeLessThan(15_000);
  });

  it('mails the operator what failed, with its hint and log lines and no secret', async () => {
    const passwords: string[] = [];
    const server = mailServer({
      authOptional: false,
      onAuth: ({ username, password }, _, answer) => {
        passwords.push(password ?? '');
        answer(null, { user: username ?? '' });
      },
      onRcptTo: ({ address }, _, answer) =>
        address.startsWith('ann') ? answer(refusal(550, `5.1.1 no ${PASSWORD} here`)) : answer(),
    });
    const { start, subjects, folder } = await desk({ SMTP_USER: 'risk', EMAIL_PASSWORD: PASSWORD }, server);
    const daemon = start();
    await daemon.waitForLog('a notice is in the outbox');
    daemon.signal('SIGTERM');
    await daemon.ended;
    expect(passwords).toContain(PASSWORD);
    expect(subjects()).toEqual(['op@desk.example alert']);
    const mail = (await server).received[0]?.bytes.toString() ?? '';
    expect(mail).toContain('*** here');
    expect(
      mail +
        daemon.output() +
        logOf(folder)
          .map((line) => JSON.stringify(line))
          .join(),
    ).not.toContain(PASSWORD);
  });
});

describe('npm start refuses', () => {
  const mail = {
    EMAIL_FROM: 'risk@desk.example',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    SMTP_HOST: 'localhost',
  };

  it.each([
    ['to run without a mail server', {}, 'no_mail_settings'],
    ['to mail the demo desk', mail, 'no_fills_to_watch'],
  ])('%s, as a configuration error', async (_, settings, code) => {
    const DB_PATH = join(temporaryFolder(), 'none.db');
    const { world } = fakeWorld({ ...settings, DB_PATH }, '2026-03-03T12:00:00Z');
    const failure = await start(world, { json: false }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure).toMatchObject({ code });
  });
});

function logOf(folder: string): readonly { readonly msg?: string }[] {
  return readdirSync(join(folder, 'logs'))
    .flatMap((name) =>
      readFileSync(join(folder, 'logs', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line));
}
