import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { mailServer, testTls } from '../../scripts/simulation/mailServer.ts';
import { createSmtpTransport } from '../../src/adapters/email/smtpTransport.ts';
import { apiEndpoint } from '../../src/adapters/sources/propReports/endpoint.ts';
import { createTransport } from '../../src/adapters/sources/propReports/transport.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { isLoopback } from '../../src/shared/loopback.ts';

const HOSTS: readonly (readonly [string, boolean])[] = [
  ['localhost', true],
  ['LOCALHOST', true],
  ['127.0.0.1', true],
  ['127.0.0.2', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['0:0:0:0:0:0:0:1', true],
  ['::ffff:127.0.0.1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['localhost.evil.com', false],
  ['127.0.0.1.evil.com', false],
  ['127.evil.com', false],
  ['128.0.0.1', false],
  ['10.0.0.1', false],
  ['::2', false],
  ['mail', false],
];

describe('this machine', () => {
  it.each(HOSTS)('%s: %j', (host, own) => {
    expect(isLoopback(host)).toBe(own);
  });

  it.each(HOSTS)('SMTP without TLS to %s is allowed: %j', (host, own) => {
    const mail = {
      EMAIL_FROM: 'risk@desk.example',
      EMAIL_RECIPIENTS: 'a@desk.example',
      SMTP_HOST: host,
      SMTP_SECURITY: 'none',
    };
    const asked = () => loadConfig(mail);
    const made = () => createSmtpTransport({ host, port: 25, security: 'none', from: 'risk@desk.example' });
    if (own) expect([asked().mail?.host, typeof made().send]).toEqual([host, 'function']);
    else {
      expect(asked).toThrow(
        'SMTP_SECURITY is "none"; expected starttls or tls for another machine than this',
      );
      expect(made).toThrow('SMTP_SECURITY · found none');
    }
  });

  it.each(HOSTS)('an API without TLS at %s is allowed: %j', (host, own) => {
    const API_URL = `http://${host.includes(':') ? `[${host}]` : host}:8080`;
    const asked = () => loadConfig({ API_URL, API_USER: 'me', API_PASS: 'x' });
    if (own) {
      expect(asked().source?.url).toBe(API_URL);
      expect(apiEndpoint(API_URL).protocol).toBe('http:');
    } else {
      expect(asked).toThrow('expected a URL that begins with https://');
      expect(() => apiEndpoint(API_URL)).toThrow('API_URL · found');
    }
  });
});

describe('TLS', () => {
  const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls;
  afterEach(() => {
    Object.assign(tls, { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS });
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  });

  /** As if the environment allowed the weakest TLS that Node supports. */
  function weaken(): void {
    Object.assign(tls, { DEFAULT_MIN_VERSION: 'TLSv1', DEFAULT_CIPHERS: 'DEFAULT@SECLEVEL=0' });
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  }
  const OLD = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

  async function httpsServer(options: tls.SecureContextOptions = {}): Promise<number> {
    const server = createServer({ key: testTls.key, cert: testTls.cert, ...options }, (_request, response) =>
      response.end('fine'),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  async function ask(port: number): Promise<string> {
    const transport = createTransport(apiEndpoint(`https://localhost:${port}`));
    onTestFinished(() => transport.close());
    return transport.post({ action: 'login' }).then(
      () => 'answered',
      (error: Error) => error.message,
    );
  }

  it('of a fill source is verified, whatever the environment says', async () => {
    weaken();
    expect(await ask(await httpsServer())).toMatch(/VERIFY|SELF_SIGNED|CERT/);
  });

  it('of a fill source is 1.2 or newer, whatever the environment says', async () => {
    weaken();
    const port = await httpsServer(OLD);
    expect(await negotiatedVersion(port)).toBe('TLSv1.1');
    expect(await ask(port)).not.toMatch(/answered|VERIFY|SELF_SIGNED|CERT/);
  });

  it('of a mail server is 1.2 or newer, whatever the environment says', async () => {
    weaken();
    const server = await mailServer({ ...OLD, secure: true });
    onTestFinished(() => server.close());
    expect(await negotiatedVersion(server.port)).toBe('TLSv1.1');
    const { send } = createSmtpTransport({
      host: 'localhost',
      port: server.port,
      security: 'tls',
      from: 'risk@desk.example',
      tls: { ca: testTls.ca },
    });
    const end = await send({
      recipient: 'a@desk.example',
      messageId: '<m@desk.example>',
      bytes: Buffer.from('Subject: x\r\n\r\nx'),
    });
    expect(end).toMatchObject({
      outcome: 'unreachable',
      response: expect.stringMatching(/protocol|version/i),
    });
  });

  /** The TLS version that a permissive client gets. */
  function negotiatedVersion(port: number): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const socket = tls.connect(
        { port, host: 'localhost', ca: testTls.ca, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
        () => {
          resolve(socket.getProtocol());
          socket.destroy();
        },
      );
      socket.on('error', reject);
    });
  }
});
