import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { recordingLog } from '../../../scripts/simulation/fakes.ts';
import { createHeartbeat } from '../../../src/adapters/monitoring/heartbeat.ts';

/** A heartbeat server that answers with `status` and records the requested paths. */
async function heartbeatServer(status: number) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.statusCode = status;
    response.end('OK');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise<void>((closed) => server.close(() => closed())));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/secret-id` };
}

it('the heartbeat requests a different path for start, success and failure', async () => {
  const { asked, url } = await heartbeatServer(200);
  const log = recordingLog();
  for (const each of [url, `${url}/?rid=7`]) {
    const heartbeat = createHeartbeat(each, log);
    for (const what of ['start', 'success', 'fail'] as const) await heartbeat.ping(what);
  }
  expect(asked).toEqual([
    '/ping/secret-id/start',
    '/ping/secret-id',
    '/ping/secret-id/fail',
    '/ping/secret-id/start?rid=7',
    '/ping/secret-id?rid=7',
    '/ping/secret-id/fail?rid=7',
  ]);
  expect(log.lines).toEqual([]);
});

it('a heartbeat that fails is logged without its URL', async () => {
  const { url } = await heartbeatServer(500);
  const log = recordingLog();
  await createHeartbeat(url, log).ping('start');
  await createHeartbeat('http://127.0.0.1:9/secret-id', log).ping('success');
  expect(log.lines.length).toBe(2);
  expect(log.lines.join()).not.toContain('secret-id');
});

it('the heartbeat does nothing without a URL', async () => {
  const log = recordingLog();
  await createHeartbeat(null, log).ping('start');
  expect(log.lines).toEqual([]);
});
