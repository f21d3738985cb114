import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mailServer } from '../../scripts/simulation/mailServer.ts';
import { FILLS_HEADER, tradedSessions } from '../support/fillsFile.ts';
import { type KillableCli, killableCli } from '../support/killable.ts';
import { temporaryStores } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';

const SESSION = '2026-03-09';
const RECIPIENTS = ['ann@desk.example', 'bob@desk.example'];

/** Five imported sessions, a mail server, and the morning after them as a process that can be killed. */
async function desk(options: SMTPServerOptions = {}) {
  const place = workplace();
  await place.run('import', place.write('fills.csv', FILLS_HEADER, ...tradedSessions(5)));
  const server = await mailServer(options);
  onTestFinished(() => server.close());
  const settings = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: RECIPIENTS.join(','),
    SMTP_HOST: 'localhost',
    SMTP_PORT: String(server.port),
    LEASE_SECONDS: '1',
    LOG_LEVEL: 'debug',
  };
  const start = (killAt?: string): KillableCli =>
    killableCli(['morning', '--force', '--json'], settings, place.folder, killAt);
  const rows = async () => {
    const { outbox } = await temporaryStores(join(place.folder, 'data', 'daybreak.db'));
    return (await outbox.entries(SESSION, 'morning')).map(({ recipient, status }) => [recipient, status]);
  };
  return { start, server, rows };
}

/**
 * What each recipient has, a message counted once however many copies of it came: a copy that the server had
 * taken when the process was killed can come again, with the same Message-ID.
 */
async function inboxes(received: readonly { readonly to: readonly string[]; readonly bytes: Buffer }[]) {
  const messages = new Map<string, Set<string>>();
  for (const { to, bytes } of received) {
    const { messageId = '' } = await simpleParser(bytes);
    const recipient = to.join();
    messages.set(recipient, (messages.get(recipient) ?? new Set()).add(messageId));
  }
  return [...messages].map(([recipient, ids]) => [recipient, ids.size]).sort();
}

/** Far enough from the hand-over that a kill which takes a while to arrive still comes before it. */
const early = ['ledger', 'reconcile', 'indicators', 'forecast', 'decide'].map(
  (step) => `step ${step} begins`,
);
/** One kill among these at most: a second one could leave a mail ambiguous for good, as it should. */
const late = ['step queue done', 'step send begins', 'mail goes out', 'mail handed over'];

const anyOf = (moments: readonly string[]) => moments[Math.floor(Math.random() * moments.length)] ?? '';

describe('a morning that is killed', () => {
  it('three times at random moments still mails each recipient one message', async () => {
    const { start, server, rows } = await desk();
    for (const moment of [anyOf(early), anyOf(early)])
      expect([moment, (await start(moment).ended).killed]).toEqual([moment, true]);
    await start(anyOf(late)).ended;
    const { exitCode, stdout } = await start().ended;
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ sessionDate: SESSION, delivery: { status: 'sent' } });
    expect(await rows()).toEqual(RECIPIENTS.map((recipient) => [recipient, 'sent']));
    expect(await inboxes(server.received)).toEqual(RECIPIENTS.map((recipient) => [recipient, 1]));
  });

  it('after the server took the mail and before it said so sends the very same message again', async () => {
    const copies: Buffer[] = [];
    let running: KillableCli | null = null;
    const { start, rows } = await desk({
      onData: (stream, _, answer) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (copies.length === 0) running?.kill();
          copies.push(Buffer.concat(chunks));
          answer();
        });
      },
    });
    running = start();
    expect((await running.ended).killed).toBe(true);
    expect((await rows()).map(([, status]) => status)).toEqual(['claimed', 'pending']);
    expect((await start().ended).exitCode).toBe(0);
    expect((await rows()).map(([, status]) => status)).toEqual(['sent', 'sent']);
    expect(copies).toHaveLength(3);
    expect(copies[1]).toEqual(copies[0]);
  });
});

describe('two mornings started at once', () => {
  it('mail each recipient once; both end well, one of them saying that it was done already', async () => {
    const { start, server } = await desk();
    const both = await Promise.all([start().ended, start().ended]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(both.map(({ stdout }) => JSON.parse(stdout).outcome).sort()).toEqual(['already-mailed', 'sent']);
    expect(server.received.map(({ to }) => to.join()).sort()).toEqual(RECIPIENTS);
  });
});
