import { expect, it, onTestFinished } from 'vitest';
import { type Health, startHealthServer } from '../../../src/adapters/web/health/healthServer.ts';

const well: Health = {
  live: true,
  ready: true,
  version: '1.2.3',
  state: 'watching',
  why: 'mailed',
  database: { writable: true, problem: null },
  lastRun: { sessionDate: '2026-03-03', outcome: 'sent', at: '2026-03-03T10:00:03.000Z' },
  nextRunAt: '2026-03-04T10:00:00.000Z',
  backlog: 0,
  leaseHolder: 'host:1:a',
  lastBackupAt: null,
};

async function server(health: () => Promise<Health>) {
  const { port, close } = await startHealthServer(health, { host: '127.0.0.1', port: 0 });
  onTestFinished(close);
  return async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, body: await answer.json() };
  };
}

it('health tells how the daemon is', async () => {
  const get = await server(async () => well);
  expect(await get('/health')).toEqual({ status: 200, body: well });
});

it.each([
  ['live and ready', true, true, [200, 200, 200]],
  ['live alone', true, false, [503, 200, 503]],
  ['neither', false, false, [503, 503, 503]],
])('a daemon that is %s says so by its status codes', async (_, live, ready, statuses) => {
  const get = await server(async () => ({ ...well, live, ready }));
  const answers = [await get('/health'), await get('/health/live'), await get('/health/ready')];
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

it('an error of its own is a 503 that names nothing', async () => {
  const get = await server(async () => {
    throw new Error('/home/desk/secret');
  });
  const answer = await get('/health');
  expect(answer.status).toBe(503);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

it('a port that is taken is an error', async () => {
  const first = await startHealthServer(async () => well, { host: '127.0.0.1', port: 0 });
  onTestFinished(first.close);
  const second = startHealthServer(async () => well, { host: '127.0.0.1', port: first.port });
  await expect(second).rejects.toThrow(/EADDRINUSE/);
});
