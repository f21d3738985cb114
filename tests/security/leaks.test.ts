import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordingLog } from '../../scripts/simulation/fakes.ts';
import { mailServer, refusal } from '../../scripts/simulation/mailServer.ts';
import { createPropReportsSource } from '../../src/adapters/sources/propReports/source.ts';
import { loggedIn, type Reply, stubServer, TOKEN } from '../adapters/sources/propReports/stubServer.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/stores.ts';
import { everyFile, formsOf, leaksIn, tracesOf } from './secretForms.ts';

const API_PASS = 'aard&vark "123"/ü+<b>';
const EMAIL_PASSWORD = 'Mail-word %41 & \\more';
const traces = [...tracesOf(API_PASS, 'me'), ...tracesOf(EMAIL_PASSWORD, 'risk'), TOKEN, TOKEN.slice(0, 32)];
/** A careless server's response to a login: the secret in every form. */
const apiEcho = ['bad password', ...formsOf(API_PASS, 'me'), TOKEN].join(' ');
const mailEcho = formsOf(EMAIL_PASSWORD, 'risk').join(' ');

/** A folder and servers that repeat every secret; returns a function that runs a command and finds leaks. */
async function place(settings: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const always = {
    NODE_EXTRA_CA_CERTS: resolve('scripts/simulation/tls/ca.crt'),
    LOG_LEVEL: 'debug',
    EMAIL_PASSWORD,
  };
  return async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await cli(args, { ...always, ...settings }, folder);
    return { exitCode, stdout, stderr, leaks: leaksIn({ stdout, stderr, ...everyFile(folder) }, traces) };
  };
}

async function talkativeApi(reply: Parameters<typeof stubServer>[0]) {
  const server = await stubServer(reply);
  onTestFinished(() => server.close());
  return { API_URL: server.url, API_USER: 'me', API_PASS };
}

async function talkativeMailServer(options: Parameters<typeof mailServer>[0] = {}) {
  const server = await mailServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, answer) =>
      answer(refusal(535, `5.7.8 no such login ${username} ${password} ${mailEcho}`)),
    ...options,
  });
  onTestFinished(() => server.close());
  return {
    received: server.received,
    settings: {
      EMAIL_FROM: 'Daybreak <risk@desk.example>',
      EMAIL_RECIPIENTS: 'nobody@desk.example',
      SMTP_USER: 'risk',
      SMTP_HOST: 'localhost',
      SMTP_PORT: String(server.port),
    },
  };
}

describe('no secret leaks', () => {
  it.each([['debug', '--json'], ['info', '--json'], ['warn', '--json'], ['error', '--json'], ['debug']])(
    'of doctor at LOG_LEVEL %s %s, when the fill source and the mail server both repeat the logins',
    async (LOG_LEVEL, ...options) => {
      const mail = await talkativeMailServer();
      const api = await talkativeApi(() => ({ status: 403, text: apiEcho }));
      const run = await place({ ...mail.settings, ...api, LOG_LEVEL });
      const { exitCode, stdout, leaks } = await run('doctor', ...options);
      expect([exitCode, leaks]).toEqual([1, []]);
      expect(stdout).toMatch(/HTTP 403[\s\S]*535/);
    },
  );

  it.each<[string, (form: Readonly<Record<string, string>>, times: number) => Reply]>([
    ['the login is refused', () => ({ status: 403, text: apiEcho })],
    ['the login answers with the password in place of a token', () => apiEcho],
    ['the server has trouble', loggedIn(() => ({ status: 500, text: apiEcho }))],
    ['the request is refused', loggedIn(() => ({ status: 403, text: apiEcho }))],
    ['the answer is a page', loggedIn(() => `<html>${apiEcho}</html>`)],
    ['the answer is one line', loggedIn(() => `${apiEcho}\n`)],
    ['the answer is another table', loggedIn(() => `${apiEcho},b\n1,2\nPage 1/1\n`)],
  ])('of the fill source when %s', async (_, reply) => {
    const { API_URL } = await talkativeApi(reply);
    const log = recordingLog();
    const login = { url: API_URL, user: 'me', password: API_PASS, name: 'propreports' } as const;
    const source = createPropReportsSource({
      ...login,
      log,
      rateLimit: false,
      retry: { retries: 1, firstDelayMs: 1 },
    });
    onTestFinished(() => source.close());
    const failure = await source.accounts().then(String, (error: unknown) => inspect(error, { depth: 9 }));
    expect(leaksIn({ failure, log: log.lines.join('\n') }, traces)).toEqual([]);
    expect(failure).toContain('SourceError');
  });

  it('of a morning whose login is refused with the password repeated, nor of the run ledger', async () => {
    const mail = await talkativeMailServer();
    const api = await talkativeApi(() => ({ status: 403, text: apiEcho }));
    const run = await place({ ...mail.settings, ...api });
    const { exitCode, stderr, leaks } = await run('morning', '--force', '--json');
    expect([exitCode, leaks]).toEqual([1, []]);
    expect(stderr).toContain('PropReports login · found HTTP 403');
  });

  it.each<[string, Parameters<typeof mailServer>[0], number]>([
    ['the login is refused', {}, 0],
    [
      'one of two recipients is refused',
      {
        onAuth: ({ username }, _session, answer) => answer(null, { user: username }),
        onRcptTo: ({ address }, _session, answer) =>
          answer(address.startsWith('bob') ? refusal(550, `5.1.1 ${mailEcho}`) : null),
      },
      1,
    ],
  ])('of a morning, its outbox and its mails when %s with the login repeated', async (_, options, mails) => {
    const mail = await talkativeMailServer(options);
    const run = await place(mail.settings);
    await run('import', resolve('tests/security/fills.csv'));
    const { exitCode, stdout, leaks } = await run(
      'morning',
      '--force',
      '--json',
      '--to',
      'ann@desk.example',
      '--to',
      'bob@desk.example',
    );
    const sent = Object.fromEntries(
      mail.received.map(({ bytes }, index) => [`mail ${index}`, bytes.toString('utf8')]),
    );
    expect([exitCode, leaks, mail.received.length, leaksIn(sent, traces)]).toEqual([1, [], mails, []]);
    expect((await run('test-email', '--to', 'bob@desk.example')).leaks).toEqual([]);
    expect(JSON.parse(stdout).delivery.recipients.at(-1)).toMatchObject({
      address: 'bob@desk.example',
      status: 'refused',
    });
  });

  it.each([
    ['a database that is none', { DB_PATH: '/dev/null/daybreak.db' }, 1],
    ['bad settings', { RUN_AT: 'dawn', API_URL: `ftp://me:${encodeURIComponent(API_PASS)}@firm.example` }, 2],
    ['a secret set twice', { API_PASS_FILE: '/etc/hostname' }, 2],
  ])('of an error about %s', async (_, settings, code) => {
    const run = await place({ API_URL: 'https://firm.example', API_USER: 'me', API_PASS, ...settings });
    const { exitCode, leaks } = await run('roster', 'list', '--json');
    expect([exitCode, leaks]).toEqual([code, []]);
  });
});
