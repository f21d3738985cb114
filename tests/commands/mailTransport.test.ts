import { describe, expect, it, onTestFinished } from 'vitest';
import { type Script, scriptedServer } from '../../scripts/simulation/mailServer.ts';
import { createMailTransport } from '../../src/commands/mailTransport.ts';

const mail = {
  recipient: 'ann@desk.example',
  messageId: '<a@desk.example>',
  bytes: Buffer.from('Subject: limits\r\n\r\ncut\r\n'),
};

async function sendTo(script: Script, timeoutMs?: number) {
  const server = await scriptedServer(script, false);
  onTestFinished(() => server.close());
  const options = {
    host: '127.0.0.1',
    port: server.port,
    security: 'none' as const,
    from: 'risk@desk.example',
  };
  return createMailTransport(options).send(mail, timeoutMs);
}

describe('the time limit of a message', () => {
  it.each([
    ['before the message was offered', { mail: 'silence' }, 'unreachable'],
    ['after its last byte', { dataEnds: 'silence' }, 'ambiguous'],
  ])('stops a mail that is still being sent %s', async (_, script, outcome) => {
    expect(await sendTo(script, 300)).toMatchObject({
      outcome,
      response: expect.stringContaining('timed out after 300 ms'),
    });
  });

  it.each([60_000, undefined])('of %s ms does not delay a server that answers', async (timeoutMs) => {
    expect(await sendTo({}, timeoutMs)).toMatchObject({ outcome: 'accepted' });
  });

  it('does not hide settings with which no message can be sent', () => {
    const remote = { host: 'mail.example', port: 25, security: 'none' as const, from: 'risk@desk.example' };
    expect(() => createMailTransport(remote)).toThrow(/SMTP_SECURITY/);
  });
});
