import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, refusal } from '../../scripts/simulation/mailServer.ts';
import { deskInStore } from '../support/backtestDesk.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';

/**
 * A mail server over STARTTLS that refuses recipients whose name begins with "unknown", and settings for it.
 */
async function mailSettings() {
  const server = await mailServer({
    onRcptTo: ({ address }, _session, answer) =>
      answer(address.startsWith('unknown') ? refusal(550, '5.1.1 no such user') : null),
  });
  onTestFinished(() => server.close());
  return {
    server,
    settings: {
      NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
      EMAIL_FROM: 'Daybreak <risk@desk.example>',
      EMAIL_RECIPIENTS: 'unknown@desk.example, head@desk.example',
      EMAIL_PASSWORD: 'secret-word',
      SMTP_USER: 'risk',
      SMTP_HOST: 'localhost',
      SMTP_PORT: String(server.port),
    },
  };
}

describe('npm run review', () => {
  it('mails the last full month with its page, reports the refused recipient, and returns 1', async () => {
    const { ports } = await deskInStore({ traders: 6, sessions: 60, seed: 5, truth: 'tilt' });
    const { server, settings } = await mailSettings();
    const folder = temporaryFolder();
    const { exitCode, stdout } = await cli(
      ['review', '--send', '--out', 'june'],
      { ...settings, DB_PATH: ports.path },
      folder,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Review of 21 sessions, Monday 1 June 2026 to Tuesday 30 June 2026');
    expect(stdout).toMatch(/unknown@desk\.example: refused \(.*550 5\.1\.1 no such user/);
    expect(stdout).toMatch(/head@desk\.example: accepted \(250/);
    expect(stdout).not.toContain('secret-word');
    expect(server.received.map(({ to }) => to)).toEqual([['head@desk.example']]);
    const mail = await simpleParser(server.received[0]?.bytes ?? Buffer.alloc(0));
    expect(mail.subject).toMatch(/^\[Risk\] Review of June 2026: /);
    expect(mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ['review-2026-06.html', readFileSync(join(folder, 'june', 'report.html'), 'utf8')],
      ['review-2026-06-appendix.html', readFileSync(join(folder, 'june', 'appendix.html'), 'utf8')],
    ]);
    expect(mail.text).toMatch(/Stress\s+If everyone has their worst day of 250 at once/);
    expect(mail.text).toMatch(/Compliance\s+No report: no morning of the month was mailed\./);
    expect(mail.attachments[1]?.content.toString()).toMatch(
      /If everyone has their worst day of 250 at once[\s\S]*A price jump at the close of [^.]*2026-06-30/,
    );
    expect(mail.attachments[1]?.content.toString()).toContain(
      'No compliance report: no morning of the month was mailed.',
    );
  });

  it('reports missing mail settings before it starts, and what to do without them', async () => {
    const { exitCode, stderr } = await cli(['review', '--send'], {}, temporaryFolder());
    expect(exitCode).toBe(2);
    expect(stderr).toContain('→ Set them in .env, or omit --send and open the page.');
  });

  it('does not mail the demo desk', async () => {
    const { server, settings } = await mailSettings();
    const folder = temporaryFolder();
    const { exitCode, stderr } = await cli(['review', '--send'], settings, folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('the fills are those of the demo desk');
    expect(existsSync(join(folder, 'data', 'demo.db'))).toBe(false);
    expect(server.received).toEqual([]);
  });
});
