import { request } from 'undici';
import { z } from 'zod';
import { signingKeyPath } from '../adapters/web/answers/signing/signingKeyFile.ts';
import type { Config, WebConfig } from '../config/config.ts';
import { count } from '../domain/text/words.ts';
import { type AccessKey, keyState } from '../ports/accessKeys.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { fileKind } from '../shared/fileKind.ts';
import { isLoopback } from '../shared/loopback.ts';
import { hasDatabase } from './deskDatabase.ts';
import { type CheckResult, green, note, red } from './doctorResult.ts';
import { deskSigningKeys } from './web/signingKeys.ts';
import { type World, withExistingStores } from './world.ts';

const TIMEOUT_MS = 3_000;
const SOON_MS = 14 * 86_400_000;

/** Checks who can reach the desk page, that there are keys, and that the server answers. */
export async function webServer(world: World): Promise<CheckResult> {
  const { web } = world.config;
  if (web.port === null) return green('WEB_PORT is 0: no desk page, no API, no links in mails');
  const keys = await validKeys(world);
  const exposed = exposure(web, keys.length);
  if (exposed !== null) return exposed;
  const unsigned = signingProblem(world.config);
  if (unsigned !== null) return unsigned;
  const answer = await answerOf(web, web.port);
  if (answer.status === 'red') return answer;
  const advice = [...(answer.todo === '' ? [] : [answer.todo]), ...adviceOn(world, keys)];
  const found = `${answer.found}; ${count(keys.length, 'valid key')}`;
  return advice.length === 0 ? green(found) : note(found, advice.join(' '));
}

async function validKeys({ config, clock }: World): Promise<readonly AccessKey[]> {
  if (!(await hasDatabase(config))) return [];
  const all = await withExistingStores(config, ({ keys }) => keys.all());
  return all.filter((key) => keyState(key, clock.now()) === 'valid');
}

/** What must not be reachable from other machines. */
function exposure({ host, trustedProxies }: WebConfig, keys: number): CheckResult | null {
  if (isLoopback(host)) return null;
  const found = `WEB_HOST ${host} lets other machines reach the desk page`;
  if (trustedProxies.length === 0)
    return red(
      `${found}, and no proxy puts TLS in front of it`,
      'Set WEB_HOST=127.0.0.1; or put a proxy with TLS in front, and its address into WEB_TRUST_PROXY (docs/behind-tls.md).',
    );
  return keys > 0
    ? null
    : red(`${found}, and there is no valid key`, 'Make one: `npm run keys -- add NAME --scope answer`.');
}

/** Links in mails need a signing key. A missing file is made with the first of them. */
function signingProblem(config: Config): CheckResult | null {
  const { web, dbPath } = config;
  const isFile = web.signingKeys.length === 0;
  if (web.url === null || (isFile && fileKind(signingKeyPath(dbPath)) === 'nothing')) return null;
  try {
    deskSigningKeys(config)();
    return null;
  } catch (error) {
    if (error instanceof ConfigurationError) return red(error.message, error.hint);
    throw error;
  }
}

const health = z.object({ ok: z.boolean(), version: z.string(), problem: z.string().nullable() });

async function answerOf({ host, basePath }: WebConfig, port: number): Promise<CheckResult> {
  // 0.0.0.0 and :: mean every address. They cannot be called, so use the loopback address.
  const called = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  const at = `${called.includes(':') ? `[${called}]` : called}:${port}`;
  const body = await ask(`http://${at}${basePath}/health`);
  if (body === null)
    return note(`no answer on ${at}`, 'Run `npm start` or `npm run serve` for the desk page.');
  const read = health.safeParse(body);
  if (!read.success) return note(`another program answers on ${at}`, 'Set another WEB_PORT.');
  const { ok, version, problem } = read.data;
  if (!ok && problem !== 'no_database')
    return red(`${at} answers that it cannot read the database: ${problem}`, 'See the database check above.');
  return green(`version ${version} answers on ${at}`);
}

async function ask(url: string): Promise<unknown> {
  try {
    const { body } = await request(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await body.text();
    return text.startsWith('{') ? JSON.parse(text) : {};
  } catch {
    return null;
  }
}

function adviceOn({ config: { web }, clock }: World, keys: readonly AccessKey[]): readonly string[] {
  const soon = new Date(clock.now().getTime() + SOON_MS);
  const expiring = keys.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= soon);
  return [
    ...(keys.length === 0
      ? ['No one can sign in: make a key, `npm run keys -- add NAME --scope answer`.']
      : []),
    ...expiring.map(({ id, owner }) => `Key ${id} of ${owner} expires within 14 days.`),
    ...adviceOnUrl(web),
  ];
}

function adviceOnUrl({ url, basePath, trustedProxies }: WebConfig): readonly string[] {
  if (url === null) return ['WEB_URL is not set, so mails have no links to answer them.'];
  const { hostname, pathname, protocol } = new URL(url);
  return [
    ...(isLoopback(hostname) ? ['WEB_URL leads to this machine only: links work for readers here.'] : []),
    // Links add the base path where WEB_URL has no path.
    ...(['', basePath].includes(pathname.replace(/\/$/, ''))
      ? []
      : [
          `WEB_URL ends with ${pathname} and WEB_BASE_PATH is ${basePath || '/'}: links lead nowhere unless the proxy changes the path.`,
        ]),
    ...(protocol === 'https:' && trustedProxies.length === 0
      ? ['WEB_TRUST_PROXY is no, so all readers behind the proxy share one rate limit.']
      : []),
  ];
}
