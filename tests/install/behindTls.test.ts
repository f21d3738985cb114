import { createServer, type IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { linkBase } from '../../src/adapters/web/answers/signing/answerLinks.ts';
import { TODAY } from '../support/limitDesk.ts';
import { linkDesk } from '../support/linkDesk.ts';
import { load } from '../support/linkPage.ts';
import { ca, freePorts, isInstalled, type ProxyExample, type ProxyPorts, runProxy } from './tlsProxy.ts';

const examples: readonly ProxyExample[] = [
  { file: 'nginx.conf', program: 'nginx', basePath: '' },
  { file: 'nginx-path.conf', program: 'nginx', basePath: '/risk' },
  { file: 'Caddyfile', program: 'caddy', basePath: '' },
  { file: 'Caddyfile-path', program: 'caddy', basePath: '/risk' },
];
const installed = { nginx: isInstalled('nginx'), caddy: isInstalled('caddy') };

/** What a client sends that wants to be taken for another one. */
const FORGED = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'evil.example',
};
const EVIL = 'https://evil.example';

interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** Asks as a browser or a program outside does; it verifies the certificate. */
function client(base: string) {
  const dispatcher = new Agent({ connect: { ca } });
  onTestFinished(() => dispatcher.close());
  return async (
    path: string,
    { headers = {}, form, method = form === undefined ? 'GET' : 'POST' }: Sent = {},
  ) => {
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = form === undefined ? null : new URLSearchParams(form).toString();
    const reply = await request(base + path, {
      dispatcher,
      method,
      headers: { ...type, ...headers },
      body: sent,
    });
    return { statusCode: reply.statusCode, headers: reply.headers, body: await reply.body.text() };
  };
}

/** The desk behind a running example. */
async function proxiedDesk(example: ProxyExample) {
  const ports = await freePorts();
  const origin = `https://localhost:${ports.https}`;
  const url = origin + example.basePath;
  const desk = await linkDesk({
    WEB_URL: url,
    WEB_BASE_PATH: example.basePath || '/',
    WEB_TRUST_PROXY: 'yes',
    WEB_RATE_LIMIT: '600',
  });
  onTestFinished(() => desk.close());
  await desk.server.listen({ port: ports.upstream, host: '127.0.0.1' });
  const { logs } = await runProxy(example, ports);
  const ask = client(origin);
  const signIn = (headers: Readonly<Record<string, string>>, key = desk.keys.answer) =>
    ask(`${example.basePath}/sign-in`, { headers, form: { key, next: '' } });
  return { desk, ports, origin, url, ask, signIn, logs, at: (path: string) => example.basePath + path };
}

async function cookieOf({ signIn, origin }: Awaited<ReturnType<typeof proxiedDesk>>): Promise<string> {
  const { headers } = await signIn({ origin, ...FORGED });
  return String(headers['set-cookie']);
}

describe.each(examples)('docs/proxies/$file', (example) => {
  const { program, basePath } = example;

  describe.skipIf(!installed[program])(`run by ${program}`, () => {
    it('replaces what a client says about itself, and passes the path on as it is', async () => {
      const ports = await freePorts();
      const received = await echo(ports);
      await runProxy(example, ports);
      await client(`https://localhost:${ports.https}`)(`${basePath}/v1/a%20b?c=d`, { headers: FORGED });
      const { url, headers } = received();
      expect(url).toBe(`${basePath}/v1/a%20b?c=d`);
      expect(headers['host']).toMatch(/^localhost(:\d+)?$/);
      expect(headers).toMatchObject({
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': headers['host'],
      });
    });

    it('lets a browser sign in and write; the cookie is Secure, and stays below the path', async () => {
      const at = await proxiedDesk(example);
      const cookie = await cookieOf(at);
      expect(cookie).toMatch(
        new RegExp(`; Path=${basePath || '/'}; Expires=.*; HttpOnly; Secure; SameSite=Strict$`),
      );
      const [session = ''] = cookie.split(';');
      const page = await at.ask(at.at('/'), { headers: { cookie: session } });
      expect([page.statusCode, page.body.includes('NET001')]).toEqual([200, true]);
      expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
      const answerAll = (origin: string) =>
        at.ask(at.at(`/mornings/${TODAY}/answer-all`), {
          headers: { cookie: session, origin },
          form: { revision: '0' },
        });
      expect((await answerAll(EVIL)).statusCode).toBe(403);
      expect(await at.desk.answers()).toEqual([]);
      const own = await answerAll(at.origin);
      expect([own.statusCode, own.headers['location']]).toEqual([
        303,
        expect.stringMatching(`^${basePath}/mornings/${TODAY}`),
      ]);
      expect(await at.desk.answers()).toHaveLength(2);
    });

    it('refuses a sign-in from another site, whatever it claims about the host', async () => {
      const { signIn } = await proxiedDesk(example);
      const claims = { ...FORGED, 'x-forwarded-proto': 'https' };
      expect((await signIn({ origin: EVIL, ...claims })).statusCode).toBe(403);
    });

    it('counts requests by the address of the client, not by the one it claims', async () => {
      const { signIn, origin } = await proxiedDesk(example);
      const statuses = [];
      for (let times = 1; times <= 4; times += 1) {
        const claim = { origin, 'x-forwarded-for': `203.0.113.${times}` };
        statuses.push((await signIn(claim, 'dbk_0000000000_x')).statusCode);
      }
      expect(statuses).toEqual([401, 401, 401, 429]);
    });

    it('redirects HTTP to HTTPS', async () => {
      const { ports } = await proxiedDesk(example);
      const { statusCode, headers } = await client(`http://localhost:${ports.http}`)(`${basePath}/a?b=c`);
      expect([301, 308]).toContain(statusCode);
      expect(headers['location']).toMatch(new RegExp(`^https://localhost(:\\d+)?${basePath}/a\\?b=c$`));
    });

    it('opens the link of a mail, takes its answer, and keeps the link out of the log', async () => {
      const at = await proxiedDesk(example);
      const { basePath: path } = at.desk.ports.web;
      const token = at.desk.pathOf('NET002').replace('/a/', '');
      const link = new URL(`${linkBase({ url: at.url, basePath: path })}${token}`);
      expect(link.href.startsWith(`${at.url}/a/`)).toBe(true);
      const page = load(await at.ask(link.pathname));
      expect(page.heading).toBe('Was $2,500 set for NET002?');
      const sent = {
        headers: { origin: at.origin, referer: link.href },
        form: { ...page.hidden, choice: 'set' },
      };
      expect(load(await at.ask(link.pathname, sent)).text).toContain('Recorded');
      expect(await at.desk.answers()).toMatchObject([{ kind: 'applied', trader: 'NET002', by: 'ann@desk' }]);
      if (program === 'nginx') expect(at.logs()).toContain(`POST ${basePath}/a/- 200`);
      expect(at.logs()).not.toContain(token);
    });

    it('takes a Bearer key, and leads to nothing but the web server', async () => {
      const at = await proxiedDesk(example);
      const headers = { authorization: `Bearer ${at.desk.keys.read}` };
      expect((await at.ask(at.at('/v1/mornings/latest'), { headers })).statusCode).toBe(200);
      expect((await at.ask(at.at('/metrics'))).statusCode).toBe(404);
      const health = await at.ask(at.at('/health'));
      expect(Object.keys(JSON.parse(health.body))).toEqual(['ok', 'version', 'problem']);
      for (const path of ['/health/live', '/health/ready'])
        expect((await at.ask(at.at(path))).statusCode).toBe(404);
    });

    it.runIf(basePath !== '')('serves the path without its slash, and nothing above it', async () => {
      const { ask } = await proxiedDesk(example);
      const bare = await ask(basePath);
      expect(bare.statusCode).toBeLessThan(309);
      expect(bare.headers['location']).toMatch(/\/risk\/$/);
      const above = await ask('/health');
      expect(above.body).not.toContain('version');
    });
  });
});

/** A server at the upstream's port. @returns what the last request to it had. */
async function echo({ upstream }: ProxyPorts) {
  let last: { readonly url: string; readonly headers: IncomingHttpHeaders } | null = null;
  const server = createServer(({ url = '', headers }, response) => {
    last = { url, headers };
    response.end();
  });
  await new Promise<void>((done) => server.listen(upstream, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return () => {
    if (last === null) throw new Error('no request came');
    return last;
  };
}
