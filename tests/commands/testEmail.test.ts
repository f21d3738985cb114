import { resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, refusal } from '../../scripts/simulation/mailServer.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

/**
 * The command and a real mail server over STARTTLS that refuses recipients whose name begins with "unknown".
 */
async function place(override: Readonly<Record<string, string>> = {}) {
  const server = await mailServer({
    onRcptTo: ({ address }, _session, answer) =>
      answer(address.startsWith('unknown') ? refusal(550, '5.1.1 no such user') : null),
  });
  onTestFinished(() => server.close());
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'head@desk.example',
    ALERT_RECIPIENTS: 'ops@desk.example, Head of Risk <HEAD@desk.example>',
    EMAIL_PASSWORD: 'secret-word',
    SMTP_USER: 'risk',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    ...override,
  };
  const folder = temporaryFolder();
  const run = (...args: string[]) => cli(['test-email', ...args], settings, folder);
  return { server, run, name: `localhost:${server.port}` };
}

describe('test-email', () => {
  it('sends one test mail to every risk manager and operator, and prints the answers of the server', async () => {
    const { server, run, name } = await place();
    const { exitCode, stdout, stderr } = await run('--json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([
      0,
      {
        ok: true,
        server: name,
        security: 'starttls',
        recipients: [
          { address: 'HEAD@desk.example', status: 'accepted', response: expect.stringContaining('250') },
          { address: 'ops@desk.example', status: 'accepted', response: expect.stringContaining('250') },
        ],
      },
    ]);
    expect(server.received.map(({ to }) => to)).toEqual([['HEAD@desk.example'], ['ops@desk.example']]);
    expect(stdout + stderr).not.toContain('secret-word');
    const mail = await simpleParser(server.received[0]?.bytes ?? Buffer.alloc(0));
    expect([mail.subject, mail.attachments]).toEqual(['[Daybreak] Test: mail reaches you', []]);
    expect(mail.text).toContain(`Server              ${name}`);
    expect(mail.html).toContain('Mail reaches you');
  });

  it('reports the refused recipient, sends to the others, and returns 1', async () => {
    const { server, run } = await place();
    const { exitCode, stdout } = await run('--to', 'unknown@desk.example', '--to', 'me@desk.example');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/unknown@desk\.example +✗ refused +.*550 5\.1\.1 no such user/);
    expect(stdout).toMatch(/me@desk\.example +✓ accepted +250/);
    expect(stdout).toContain('Accepted for 1 of 2.');
    expect(server.received.map(({ to }) => to)).toEqual([['me@desk.example']]);
  });

  it('reports a wrong password without printing it', async () => {
    const { run } = await place({ EMAIL_PASSWORD: 'wrong-word' });
    const { exitCode, stdout, stderr } = await run('--json', '--to', 'me@desk.example');
    expect([exitCode, JSON.parse(stdout).recipients]).toEqual([
      1,
      [{ address: 'me@desk.example', status: 'refused', response: expect.stringContaining('535') }],
    ]);
    expect(stdout + stderr).not.toContain('wrong-word');
  });

  it('reports that the server does not answer', async () => {
    const { run } = await place({ SMTP_PORT: '1' });
    const { exitCode, stdout } = await run('--json', '--to', 'me@desk.example');
    expect([exitCode, JSON.parse(stdout).recipients[0].status]).toEqual([1, 'unreachable']);
  });

  it('returns 2 and lists the missing settings', async () => {
    const { exitCode, stderr } = await cli(['test-email'], {}, temporaryFolder());
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('EMAIL_FROM, EMAIL_RECIPIENTS, SMTP_HOST'),
    ]);
  });
});

it('two tests in a row both arrive, because each has its own Message-ID', async () => {
  const { server, run } = await place();
  await run('--to', 'me@desk.example');
  await run('--to', 'me@desk.example');
  const ids = await Promise.all(
    server.received.map(async ({ bytes }) => (await simpleParser(bytes)).messageId),
  );
  expect([ids.length, new Set(ids).size]).toEqual([2, 2]);
});
