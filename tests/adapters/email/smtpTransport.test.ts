import { afterEach, describe, expect, it } from 'vitest';
import {
  mailServer,
  type RunningServer,
  refusal,
  type Script,
  scriptedServer,
  testTls,
} from '../../../scripts/simulation/mailServer.ts';
import { createSmtpTransport, type SmtpTransportOptions } from '../../../src/adapters/email/smtpTransport.ts';
import type { SealedMail, SendResult } from '../../../src/ports/mail.ts';
import { ConfigurationError } from '../../../src/shared/errors.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function mail(
  recipient = 'head@desk.example',
  body = 'Cut NET001.\r\n.a line that begins with a dot\r\n',
): SealedMail {
  const bytes = Buffer.from(`From: risk@desk.example\r\nTo: ${recipient}\r\nSubject: limits\r\n\r\n${body}`);
  return { recipient, messageId: '<m@desk.example>', bytes };
}

function options(port: number, override: Partial<SmtpTransportOptions> = {}): SmtpTransportOptions {
  return {
    host: '127.0.0.1',
    port,
    security: 'starttls',
    from: 'Daybreak <risk@desk.example>',
    tls: { ca: testTls.ca },
    timeouts: { connect: 4000, greeting: 4000, silence: 600, total: 8000 },
    ...override,
  };
}

async function started<T extends RunningServer>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  servers.push(server);
  return server;
}

describe('a message that the server accepts', () => {
  it.each(['starttls', 'tls'] as const)(
    'is accepted over %s, byte for byte, after login',
    async (security) => {
      const server = await started(mailServer({ secure: security === 'tls', authOptional: false }));
      const login = { security, user: 'risk', password: 'secret-word' };
      const end = await createSmtpTransport(options(server.port, login)).send(mail());
      expect(end).toEqual({ outcome: 'accepted', response: expect.stringMatching(/^250 /) });
      expect(server.received).toEqual([
        { from: 'risk@desk.example', to: ['head@desk.example'], bytes: mail().bytes },
      ]);
    },
  );

  it('is sent without TLS to a server on this machine', async () => {
    const server = await started(mailServer({ disabledCommands: ['STARTTLS'] }));
    const end = await createSmtpTransport(options(server.port, { security: 'none' })).send(mail());
    expect(end.outcome).toBe('accepted');
  });

  it('is sent to the address alone when the recipient has a name', async () => {
    const server = await started(mailServer());
    await createSmtpTransport(options(server.port)).send(mail('Head of Risk <head@desk.example>'));
    expect(server.received.map(({ to }) => to)).toEqual([['head@desk.example']]);
  });
});

describe('a message that the server refuses', () => {
  it('is still accepted for the next recipient', async () => {
    const server = await started(
      mailServer({
        onRcptTo: ({ address }, _session, answer) =>
          answer(address.startsWith('gone') ? refusal(550, '5.1.1 no such user') : null),
      }),
    );
    const transport = createSmtpTransport(options(server.port));
    const ends = [await transport.send(mail('gone@desk.example')), await transport.send(mail())];
    expect(ends).toEqual([
      { outcome: 'refused', permanent: true, response: expect.stringContaining('550 5.1.1 no such user') },
      { outcome: 'accepted', response: expect.any(String) },
    ]);
  });

  it('is refused temporarily by greylisting and accepted at the second attempt', async () => {
    let tries = 0;
    const server = await started(
      mailServer({
        onRcptTo: (_address, _session, answer) => {
          tries += 1;
          answer(tries === 1 ? refusal(451, '4.7.1 greylisted') : null);
        },
      }),
    );
    const transport = createSmtpTransport(options(server.port));
    expect(await transport.send(mail())).toMatchObject({ outcome: 'refused', permanent: false });
    expect(await transport.send(mail())).toMatchObject({ outcome: 'accepted' });
  });

  it('is refused permanently when the login is wrong, and the response does not contain the password', async () => {
    const server = await started(mailServer({ authOptional: false }));
    const login = { user: 'risk', password: 'wrong-pass-phrase' };
    const end = await createSmtpTransport(options(server.port, login)).send(mail());
    expect(end).toEqual({ outcome: 'refused', permanent: true, response: expect.stringContaining('535') });
    expect(JSON.stringify(end)).not.toContain('wrong-pass-phrase');
    expect(server.received).toEqual([]);
  });

  it.each<[string, Script, SendResult['outcome'], boolean]>([
    ['552 after the final dot', { dataEnds: '552 5.3.4 too big' }, 'refused', true],
    ['452 after the final dot', { dataEnds: '452 4.3.1 disk full' }, 'refused', false],
    ['421 after the final dot', { dataEnds: '421 4.3.2 going down' }, 'refused', false],
    ['503 to DATA', { dataBegins: '503 bad sequence' }, 'refused', true],
    ['554 as greeting', { greeting: '554 not today' }, 'refused', true],
    ['421 as greeting', { greeting: '421 too busy' }, 'refused', false],
    ['550 to the sender', { mail: '550 5.7.1 sender unwelcome' }, 'refused', true],
  ])('with %s', async (_name, script, outcome, permanent) => {
    const server = await started(scriptedServer(script));
    const end = await createSmtpTransport(options(server.port, { security: 'tls' })).send(mail());
    expect(end).toEqual({ outcome, permanent, response: expect.any(String) });
  });

  it('has a response without the password that the server echoes', async () => {
    const server = await started(
      scriptedServer({ ehlo: '250 AUTH PLAIN', mail: '550 no, secret-word c2VjcmV0LXdvcmQ=' }),
    );
    const login = { security: 'tls' as const, user: 'risk', password: 'secret-word' };
    const end = await createSmtpTransport(options(server.port, login)).send(mail());
    expect(end.response).not.toMatch(/secret-word|c2VjcmV0LXdvcmQ=/);
  });
});

describe('a connection that is lost', () => {
  it.each<[string, Script, SendResult['outcome']]>([
    ['after the final dot is ambiguous', { dataEnds: 'drop' }, 'ambiguous'],
    ['by silence after the final dot is ambiguous', { dataEnds: 'silence' }, 'ambiguous'],
    ['after an invalid answer to the final dot is ambiguous', { dataEnds: 'OK then' }, 'ambiguous'],
    ['at DATA is unreachable', { dataBegins: 'drop' }, 'unreachable'],
    ['at the sender is unreachable', { mail: 'drop' }, 'unreachable'],
    ['at the greeting is unreachable', { greeting: 'drop' }, 'unreachable'],
    ['by silence at the greeting is unreachable', { greeting: 'silence' }, 'unreachable'],
  ])('is reported when it is lost %s', async (_name, script, outcome) => {
    const server = await started(scriptedServer(script));
    const impatient = { connect: 600, greeting: 600, silence: 600, total: 5000 };
    const end = await createSmtpTransport(
      options(server.port, { security: 'tls', timeouts: impatient }),
    ).send(mail());
    expect(end).toEqual({ outcome, response: expect.any(String) });
  });

  it('in the middle of a message larger than the buffers is unreachable, because the final dot was not sent', async () => {
    const server = await started(scriptedServer({ dataMiddle: 'drop' }));
    const long = mail('head@desk.example', `${'x'.repeat(70)}\r\n`.repeat(400_000));
    const end = await createSmtpTransport(options(server.port, { security: 'tls' })).send(long);
    expect(end.outcome).toBe('unreachable');
  });

  it('ends after the total timeout', async () => {
    const server = await started(scriptedServer({ dataEnds: 'silence' }));
    const timeouts = { connect: 4000, greeting: 4000, silence: 60_000, total: 400 };
    const end = await createSmtpTransport(options(server.port, { security: 'tls', timeouts })).send(mail());
    expect(end).toEqual({ outcome: 'ambiguous', response: 'timed out after 400 ms' });
  });

  it('to a port without a server is unreachable', async () => {
    const server = await scriptedServer();
    await server.close();
    const end = await createSmtpTransport(options(server.port)).send(mail());
    expect(end).toEqual({ outcome: 'unreachable', response: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('a connection that is not safe', () => {
  const login = { user: 'risk', password: 'secret-word' };

  it('without STARTTLS ends before login and message', async () => {
    const server = await started(scriptedServer({ ehlo: '250 AUTH PLAIN LOGIN' }, false));
    const end = await createSmtpTransport(options(server.port, login)).send(mail());
    expect(end).toMatchObject({ outcome: 'refused', permanent: true });
    expect(server.transcript()).not.toMatch(/AUTH|MAIL FROM|RCPT|DATA|Cut NET001|c2VjcmV0/);
  });

  it.each([
    ['of an unknown authority', { tls: {} }],
    ['for another name', { tls: { ca: testTls.ca, servername: 'mail.desk.example' } }],
  ])('with a certificate %s ends before login', async (_name, override) => {
    const server = await started(mailServer({ authOptional: false }));
    const end = await createSmtpTransport(options(server.port, { ...login, ...override })).send(mail());
    expect(end.outcome).toBe('unreachable');
    expect(server.received).toEqual([]);
  });

  it('to a server without login is not used when a login is configured', async () => {
    const server = await started(scriptedServer());
    const end = await createSmtpTransport(options(server.port, { ...login, security: 'tls' })).send(mail());
    expect(end).toEqual({ outcome: 'unreachable', response: 'server offers no login' });
    expect(server.transcript()).not.toContain('MAIL FROM');
  });

  it('with security none to another machine is refused when the transport is created', () => {
    expect(() => createSmtpTransport(options(25, { host: 'mail.desk.example', security: 'none' }))).toThrow(
      ConfigurationError,
    );
  });

  it('with a user without a password is refused when the transport is created', () => {
    expect(() => createSmtpTransport(options(25, { user: 'risk' }))).toThrow(ConfigurationError);
  });
});

it('an invalid recipient gives the outcome refused instead of an exception', async () => {
  const server = await started(mailServer());
  const end = await createSmtpTransport(options(server.port)).send(
    mail('a@b.example>\r\nRCPT TO:<c@d.example'),
  );
  expect(end).toMatchObject({ outcome: 'refused', permanent: true });
  expect(server.received).toEqual([]);
});
