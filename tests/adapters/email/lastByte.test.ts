import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { mailServer, testTls } from '../../../scripts/simulation/mailServer.ts';
import { createSmtpTransport } from '../../../src/adapters/email/smtpTransport.ts';
import type { SendResult } from '../../../src/ports/mail.ts';

const HEADER = 'From: risk@desk.example\r\nSubject: limits\r\n\r\n';
const LONG = 'Cut NET001 by 40 %.\r\n.dot\r\n'.repeat(3_000);

/** Sends a message whose last byte needs a permission. The server logs how far it was when it was asked. */
async function sent(body: string, mayEnd?: () => Promise<boolean>) {
  const events: string[] = [];
  const server = await mailServer({
    onRcptTo: (_address, _session, answer) => {
      events.push('recipient taken');
      answer();
    },
  });
  onTestFinished(() => server.close());
  const transport = createSmtpTransport({
    host: '127.0.0.1',
    port: server.port,
    security: 'starttls',
    from: 'Daybreak <risk@desk.example>',
    tls: { ca: testTls.ca },
  });
  const mail = { recipient: 'ann@desk.example', messageId: '<m@desk.example>', bytes: Buffer.from(body) };
  const asked = async () => {
    events.push('asked');
    return mayEnd?.() ?? true;
  };
  const result: SendResult = await transport.send(mail, undefined, mayEnd && asked);
  // The server notices a closed connection a moment later.
  await setTimeout(100);
  return { result, events, received: server.received.map(({ bytes }) => bytes.toString()) };
}

it.each([
  ['a short message', `${HEADER}Cut NET001.\r\n.dot\r\n`],
  ['a message without a line end', `${HEADER}Cut NET001.`],
  ['a message that ends with a dot', `${HEADER}Cut NET001\r\n.`],
  ['a message larger than the buffers', `${HEADER}${LONG}`],
])(
  '%s has the same bytes at the server, whether its last byte needs a permission or not',
  async (_, body) => {
    const plain = await sent(body);
    const asked = await sent(body, async () => true);
    expect(plain.received).toHaveLength(1);
    expect([asked.result.outcome, asked.received]).toEqual(['accepted', plain.received]);
    expect(asked.events).toEqual(['recipient taken', 'asked']);
  },
);

it.each([
  ['refuses', 'short', async () => false],
  ['refuses', 'long', async () => false],
  ['fails', 'short', () => Promise.reject(new Error('lease lost'))],
])('the server has no mail where the owner %s the last byte of a %s one', async (_, size, mayEnd) => {
  const { result, received } = await sent(`${HEADER}${size === 'long' ? LONG : 'Cut.\r\n'}`, mayEnd);
  expect([result.outcome, received]).toEqual(['unreachable', []]);
});
