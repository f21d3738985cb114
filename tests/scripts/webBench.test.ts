import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answered } from '../../scripts/bench/web/load.ts';
import { beginLoad } from '../../scripts/bench/web/steadyLoad.ts';
import { runWebBench } from '../../scripts/bench/webBench.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/stores.ts';

/** A server that answers each request after so many milliseconds. */
async function slowServer(milliseconds: (request: number) => number, status = 200) {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.statusCode = status;
    setTimeout(() => response.end('answer'), milliseconds(requests));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = (times: number) => eventually(() => expect(requests).toBeGreaterThanOrEqual(times));
  return { origin, asked };
}

describe('the load on the web server', () => {
  it('counts answers of the expected status, and throws for another one', async () => {
    const { origin: url } = await slowServer(() => 5);
    const load = { url, headers: {}, clients: 2, seconds: 1, status: 200 };
    const { perSecond, p99Milliseconds } = await answered(load);
    expect(perSecond).toBeGreaterThan(0);
    expect(perSecond).toBeLessThan(400);
    expect(p99Milliseconds).toBeGreaterThanOrEqual(4);
    await expect(answered({ ...load, status: 304 })).rejects.toThrow('the statuses 200');
  });

  it('asks at fixed times, and counts the wait behind a slow answer', async () => {
    const { origin, asked } = await slowServer((request) => (request === 1 ? 500 : 0));
    const requests = [{ path: '/', headers: {} }];
    const end = beginLoad({ origin, requests, clients: 1, perSecond: 20 });
    await asked(4);
    const milliseconds = await end();
    expect(milliseconds[0]).toBeGreaterThanOrEqual(490);
    expect(milliseconds[1]).toBeGreaterThan(300);
    expect(milliseconds.length).toBeGreaterThan(3);
  });

  it('fails where an answer does not have the status 200', async () => {
    const { origin, asked } = await slowServer(() => 0, 503);
    const end = beginLoad({ origin, requests: [{ path: '/', headers: {} }], clients: 1, perSecond: 50 });
    await asked(1);
    await expect(end()).rejects.toThrow('status 503');
  });
});

it('measures a small desk in every row, with the verdict of each target', async () => {
  const rows = await runWebBench({
    folder: temporaryFolder(),
    size: { fills: 400, traders: 4, importSessions: 1, historySessions: 25, longHistorySessions: 25 },
    parts: ['i'],
    repeat: 1,
    load: { rounds: 1, seconds: 1 },
    profile: null,
    logProgress: () => undefined,
  });
  expect(rows.map(({ against }) => against.replace(/[\d,.]+(?=\/s$| s$)/, 'N'))).toEqual([
    'a bare Fastify route that sends the same bytes N/s',
    'Fastify with helmet, cookies and a key N/s',
    'N/s',
    'a bare Fastify route that sends the same bytes N/s',
    'Fastify with helmet, cookies and a key N/s',
    'N/s',
    '400 ms',
    '150 ms',
    '400 ms',
    'alone N s',
  ]);
  for (const { ratio } of rows) expect(ratio).toBeGreaterThan(0);
  expect(rows.flatMap(({ peakMegabytes }) => peakMegabytes ?? [])).toEqual([expect.any(Number)]);
});
