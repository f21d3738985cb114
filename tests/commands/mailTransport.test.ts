import { describe, expect, it, onTestFinished } from 'vitest';
import { type Script, scriptedServer } from '../../scripts/simulation/mailServer.ts';
import { createMailTransport } from '../../src/commands/mailTransport.ts';

const mail = {
  recipient: 'ann@desk.example',
  messageId: '<a@desk.example>',
  bytes: Buffer.from('Subject: limits\r\n\r\ncut\r\n'),
};

async function sendTo(script: Script, patienceMs?: number) {
  const server = await scriptedServer(script, false);
  onTestFinished(() => server.close());
  const options = {
    host: '127.0.0.1',
    port: server.port,
    security: 'none' as const,
    from: 'risk@desk.example',
  };
  return createMailTransport(options).send(mail, patienceMs);
}

describe('the time that a message is given', () => {
  it.each([
    ['before the message was offered', { mail: 'silence' }, 'unreachable'],
    ['after its last byte', { dataEnds: 'silence' }, 'ambiguous'],
  ])('ends a hand-over that is still under way %s', async (_, script, outcome) => {
    expect(await sendTo(script, 300)).toMatchObject({
      outcome,
      response: expect.stringContaining('timed out after 300 ms'),
    });
  });

  it.each([60_000, undefined])('of %s ms is not used up by a server that answers', async (patienceMs) => {
    expect(await sendTo({}, patienceMs)).toMatchObject({ outcome: 'accepted' });
  });

  it('does not hide settings that no message could be sent with', () => {
    const remote = { host: 'mail.example', port: 25, security: 'none' as const, from: 'risk@desk.example' };
    expect(() => createMailTransport(remote)).toThrow(/SMTP_SECURITY/);
  });
});
