import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quantile } from '../../../src/domain/statistics/descriptive.ts';
import { startNode } from '../childProcess.ts';
import { type Answered, answered } from './load.ts';
import { copyDesk, type Outside, type ServedDesk, serveDesk } from './servedDesk.ts';
import { beginLoad } from './steadyLoad.ts';

const CLIENTS = 100;
const PAGE_CLIENTS = 20;
export const STEADY = { clients: CLIENTS, perSecond: 50 } as const;

/** An answer of the product, and of the two servers that it is compared with. */
export interface Compared {
  readonly ours: Answered;
  /** A route that does nothing but send the same bytes, headers included. */
  readonly bare: Answered;
  /** A route with the public plugins and a check of the key. */
  readonly checked: Answered;
}

export interface Round {
  readonly known: Compared;
  readonly whole: Compared;
  readonly page: Answered;
}

export interface AloneRun {
  readonly rounds: readonly Round[];
  readonly answerBytes: number;
  /** Peak resident memory of the server, MB. */
  readonly peakMegabytes: number;
}

/** How often, and how long each time, every load is made. */
export interface LoadTimes {
  readonly rounds: number;
  readonly seconds: number;
}

/** Measures the server while nothing else uses the desk. Compared servers are asked alternately. */
export async function measureAlone(
  desk: ServedDesk,
  { rounds, seconds }: LoadTimes,
  profile: readonly string[],
): Promise<AloneRun> {
  const server = await serveDesk(desk, profile);
  const key = { authorization: `Bearer ${desk.key}` };
  const url = `${server.url}/v1/mornings/latest`;
  const whole = await answerOf(url, key);
  const etag = whole.headers['etag'] ?? '';
  const known = await answerOf(url, { ...key, 'if-none-match': etag });
  const [headers, file] = [join(desk.folder, 'headers.json'), join(desk.folder, 'answer.json')];
  writeFileSync(headers, JSON.stringify({ known: known.headers, whole: whole.headers }));
  writeFileSync(file, whole.body);
  const program = join(import.meta.dirname, 'bareServer.ts');
  const other = await startNode(desk.folder, [program, headers, file, desk.key], {
    settings: {},
    name: 'bare',
  });
  const page = { url: `${server.url}/`, headers: { cookie: await signIn(server.url, desk.key) } };
  const compared = async (
    name: string,
    headers: Readonly<Record<string, string>>,
    status: number,
  ): Promise<Compared> => {
    const load = { headers, clients: CLIENTS, seconds, status };
    return {
      bare: await answered({ ...load, url: `${other.url}/bare/${name}` }),
      checked: await answered({ ...load, url: `${other.url}/checked/${name}` }),
      ours: await answered({ ...load, url }),
    };
  };
  // Node compiles what runs often: a first load, which is not counted, shows it what does.
  await compared('known', { ...key, 'if-none-match': etag }, 304);
  const measured: Round[] = [];
  while (measured.length < rounds)
    measured.push({
      known: await compared('known', { ...key, 'if-none-match': etag }, 304),
      whole: await compared('whole', key, 200),
      page: await answered({ ...page, clients: PAGE_CLIENTS, seconds, status: 200 }),
    });
  await other.stop();
  return { rounds: measured, answerBytes: whole.body.length, peakMegabytes: await server.stop() };
}

export interface MorningRun {
  readonly aloneSeconds: number;
  readonly servingSeconds: number;
  readonly p99Milliseconds: number;
}

/** Measures a morning alone, then the same morning while clients read the desk. */
export async function measureMorning(desk: ServedDesk, next: Outside, name: string): Promise<MorningRun> {
  const alone = await next.morning(copyDesk(desk, `${desk.folder}-${name}-alone`));
  const served = copyDesk(desk, `${desk.folder}-${name}-served`);
  const server = await serveDesk(served);
  const bearer = { authorization: `Bearer ${desk.key}`, 'accept-encoding': 'gzip' };
  const requests = [
    { path: '/v1/mornings/latest', headers: bearer },
    { path: '/', headers: { cookie: await signIn(server.url, desk.key) } },
  ];
  // A server of a real desk has answered before.
  for (const { path, headers } of requests) await (await fetch(server.url + path, { headers })).arrayBuffer();
  const end = beginLoad({ ...STEADY, origin: server.url, requests });
  const serving = await next.morning(served);
  const milliseconds = await end();
  await server.stop();
  return {
    aloneSeconds: alone.seconds,
    servingSeconds: serving.seconds,
    p99Milliseconds: quantile([...milliseconds], 0.99) ?? Number.NaN,
  };
}

/** An answer as it is sent, without the headers that Node adds to every one. */
async function answerOf(url: string, headers: Readonly<Record<string, string>>) {
  const reply = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' } });
  const body = Buffer.from(await reply.arrayBuffer());
  if (reply.status >= 400 || !reply.headers.has('etag')) throw new Error(`${url}: status ${reply.status}`);
  const own = [...reply.headers].filter(([name]) => !ADDED_BY_NODE.has(name));
  return { headers: Object.fromEntries(own), body };
}

const ADDED_BY_NODE = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/** Signs in as a browser does. @returns the header `cookie` of later requests. */
async function signIn(url: string, key: string): Promise<string> {
  const reply = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ key, next: '/' }),
  });
  const [cookie] = reply.headers.getSetCookie();
  if (cookie === undefined) throw new Error(`sign-in: status ${reply.status}`);
  return cookie.split(';', 1)[0] ?? '';
}
