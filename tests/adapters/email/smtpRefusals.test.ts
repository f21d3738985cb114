import { describe, expect, it } from 'vitest';
import { createSmtpTransport } from '../../../src/adapters/email/smtpTransport.ts';
import { eventually } from '../../support/eventually.ts';
import { type SinkAnswers, smtpSink } from '../../support/smtpSink.ts';

const MESSAGE = {
  recipient: 'ann@desk.example',
  messageId: '<m@desk.example>',
  bytes: Buffer.from(`Subject: limits\r\n\r\n${'cut\r\n'.repeat(400)}`),
};

async function sendTo(answers: SinkAnswers, override: { readonly ehloName?: string } = {}) {
  const sink = await smtpSink(answers);
  const transport = createSmtpTransport({
    host: '127.0.0.1',
    port: sink.port,
    security: 'none',
    from: 'Daybreak <risk@desk.example>',
    user: 'risk',
    password: 'secret-word',
    timeouts: { connect: 3000, greeting: 3000, silence: 3000, total: 6000 },
    ...override,
  });
  return { sink, result: await transport.send(MESSAGE) };
}

/** Every stage at which a server can refuse a message, with the code in the answer. */
const STAGES: readonly [string, (code: number) => SinkAnswers][] = [
  ['the greeting', (code) => ({ greeting: `${code} no service here` })],
  ['EHLO and HELO', (code) => ({ ehlo: `${code} no` })],
  ['the login', (code) => ({ auth: `${code} no` })],
  ['the sender', (code) => ({ mail: `${code} no` })],
  ['the recipient', (code) => ({ rcpt: () => `${code} no` })],
  ['DATA', (code) => ({ data: `${code} no` })],
  ['the final dot', (code) => ({ dot: `${code} no` })],
];

describe.each(STAGES)('an answer to %s', (_stage, answers) => {
  it.each([500, 503, 521, 530, 535, 550, 552, 554])('with %i is a refusal for good', async (code) => {
    const { sink, result } = await sendTo(answers(code));
    const response = expect.stringContaining(String(code));
    expect(result).toEqual({ outcome: 'refused', permanent: true, response });
    await eventually(() => expect([sink.taken, sink.count('QUIT')]).toEqual([[], 1]));
  });

  it.each([421, 450, 451, 454])('with %i is a refusal that may pass', async (code) => {
    const { result, sink } = await sendTo(answers(code));
    const response = expect.stringContaining(String(code));
    expect(result).toEqual({ outcome: 'refused', permanent: false, response });
    expect(sink.taken).toEqual([]);
  });
});

describe('a message above the SIZE of EHLO', () => {
  it('is refused for good, and none of it is sent', async () => {
    const { sink, result } = await sendTo({ ehlo: '250-sink\r\n250-AUTH PLAIN\r\n250 SIZE 1000' });
    const response = expect.stringContaining('larger than allowed 1000');
    expect(result).toEqual({ outcome: 'refused', permanent: true, response });
    expect([sink.count('MAIL'), sink.count('QUIT')]).toEqual([0, 1]);
  });
});

describe('a session', () => {
  it('begins with the domain of the sender, and ends with QUIT', async () => {
    const { sink, result } = await sendTo({});
    expect([result.outcome, sink.lines.at(0), sink.lines.at(-1)]).toEqual([
      'accepted',
      'EHLO desk.example',
      'QUIT',
    ]);
  });

  it('begins with SMTP_EHLO_NAME where it is set', async () => {
    const { sink } = await sendTo({}, { ehloName: 'risk-1.desk.example' });
    expect(sink.lines[0]).toBe('EHLO risk-1.desk.example');
  });
});
