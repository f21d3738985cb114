import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, type ReceivingServer } from '../../scripts/simulation/mailServer.ts';
import { cli } from '../support/cli.ts';
import { copyDemoDesk, DEMO_SESSION } from '../support/demoDesk.ts';
import { temporaryFolder } from '../support/stores.ts';

let desk: string;
beforeAll(async () => {
  desk = temporaryFolder(afterAll);
  await copyDemoDesk(desk);
});

/** The whole product against a real mail server over TLS: the demo's morning, mailed to ourselves. */
async function runAgainst(server: ReceivingServer, ...recipients: string[]) {
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'nobody@desk.example',
    EMAIL_PASSWORD: 'secret-word',
    SMTP_USER: 'risk',
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LOG_LEVEL: 'debug',
  };
  const to = recipients.flatMap((recipient) => ['--to', recipient]);
  const folder = temporaryFolder();
  cpSync(desk, join(folder, 'data'), { recursive: true });
  const run = () => cli(['morning', '--date', DEMO_SESSION, '--force', '--json', ...to], settings, folder);
  return { run, first: await run() };
}

async function started(options: Parameters<typeof mailServer>[0] = {}) {
  const server = await mailServer(options);
  onTestFinished(() => server.close());
  return server;
}

describe('a morning mailed over STARTTLS', () => {
  it('reaches every recipient once, however often it is run, and tells no secret', async () => {
    const server = await started();
    const { run, first } = await runAgainst(server, 'ann@desk.example', 'bob@desk.example');
    const second = await run();
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(server.received.map(({ to }) => to)).toEqual([['ann@desk.example'], ['bob@desk.example']]);
    expect(JSON.parse(first.stdout).delivery).toMatchObject({
      status: 'sent',
      recipients: [
        { address: 'ann@desk.example', status: 'sent' },
        { address: 'bob@desk.example', status: 'sent' },
      ],
    });
    expect(first.stdout + first.stderr).not.toContain('secret-word');
    const mail = await simpleParser(server.received[0]?.bytes ?? Buffer.alloc(0));
    expect(mail.messageId).toBe(JSON.parse(first.stdout).delivery.recipients[0].messageId);
    expect(mail.subject).toMatch(/^\[Risk\] Thu 19 Nov: change \d of 14 limits/);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.attachments.map(({ filename }) => filename)).toContain('limits.csv');
    expect(mail.text).toMatch(/^\*\*\*[^*]*\*\*\*\s+(?:CHANGE|NO CHANGES)/);
  });

  it('reaches the others when one recipient is refused, and says so with exit code 1', async () => {
    const server = await started({
      onRcptTo: ({ address }, _session, answer) =>
        answer(
          address.startsWith('ann') ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null,
        ),
    });
    const { first } = await runAgainst(server, 'ann@desk.example', 'bob@desk.example');
    expect(first.exitCode).toBe(1);
    expect(server.received.map(({ to }) => to)).toEqual([['bob@desk.example']]);
    expect(JSON.parse(first.stdout).delivery.recipients).toMatchObject([
      { status: 'refused' },
      { status: 'sent' },
    ]);
  });
});
