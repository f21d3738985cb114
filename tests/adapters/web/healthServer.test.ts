import { expect, it, onTestFinished } from 'vitest';
import type { DeskFigures, Health } from '../../../src/adapters/web/health/health.ts';
import { startHealthServer } from '../../../src/adapters/web/health/healthServer.ts';

const well: Omit<Health, 'figures'> = {
  live: true,
  ready: true,
  version: '1.2.3',
  state: 'watching',
  why: 'mailed',
  morning: { state: 'mailed', isTrouble: false },
  database: { writable: true, problem: null },
  lastRun: { sessionDate: '2026-03-03', outcome: 'sent', at: '2026-03-03T10:00:03.000Z' },
  nextRunAt: '2026-03-04T10:00:00.000Z',
  undelivered: 0,
  backlog: 0,
  leaseHolder: 'host:1:a',
  lastBackupAt: null,
};

const figures: DeskFigures = {
  decided: {
    sessionDate: '2026-03-03',
    at: '2026-03-03T10:00:02.500Z',
    traders: { cut: 3, keep: 10, withheld: 1 },
    unconfirmedAnswers: 2,
  },
  steps: [
    { step: 'fetch', seconds: 1.25 },
    { step: 'send', seconds: 0 },
  ],
  newestSession: '2026-03-02',
  lastImportAt: null,
  databaseBytes: 4096,
  diskFreeBytes: null,
  isWebUp: false,
  startedAt: '2026-03-01T00:00:00.000Z',
  residentBytes: 1e8,
};

async function server(health: () => Promise<Omit<Health, 'figures'>>) {
  const { port, close } = await startHealthServer(async () => ({ ...(await health()), figures }), {
    host: '127.0.0.1',
    port: 0,
  });
  onTestFinished(close);
  return async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`);
    return { status: answer.status, body: await answer.json() };
  };
}

it('/health returns the state of the daemon', async () => {
  const get = await server(async () => well);
  expect(await get('/health')).toEqual({ status: 200, body: well });
});

it.each([
  ['live and ready', true, true, [200, 200, 200]],
  ['only live', true, false, [503, 200, 503]],
  ['neither live nor ready', false, false, [503, 503, 503]],
])('the health server returns the status codes of a daemon that is %s', async (_, live, ready, statuses) => {
  const get = await server(async () => ({ ...well, live, ready }));
  const answers = [await get('/health'), await get('/health/live'), await get('/health/ready')];
  expect(answers.map(({ status }) => status)).toEqual(statuses);
});

it('a morning in trouble gives 503 only for /health, because a restart of the daemon would not help', async () => {
  const get = await server(async () => ({ ...well, morning: { state: 'failed', isTrouble: true } }));
  const answers = [await get('/health'), await get('/health/live'), await get('/health/ready')];
  expect(answers.map(({ status }) => status)).toEqual([503, 200, 200]);
});

it('/metrics returns the state as Prometheus gauges and omits unknown values', async () => {
  const { port, close } = await startHealthServer(
    async () => ({
      ...well,
      figures,
      ready: false,
      version: '1.2.3 "night\\ly"\n',
      backlog: 3,
      database: { writable: false, problem: 'Database /home/desk/daybreak.db · full' },
    }),
    { host: '127.0.0.1', port: 0 },
  );
  onTestFinished(close);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const lines = (await answer.text()).trimEnd().split('\n');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
    'daybreak_build_info{version="1.2.3 \\"night\\\\ly\\"\\n"} 1',
    'daybreak_live 1',
    'daybreak_ready 0',
    'daybreak_database_writable 0',
    'daybreak_morning_state{state="mailed"} 1',
    'daybreak_morning_in_trouble 0',
    'daybreak_backlog_mails 3',
    'daybreak_undelivered_mails 0',
    'daybreak_last_run_timestamp_seconds{session="2026-03-03",outcome="sent"} 1772532003',
    'daybreak_next_run_timestamp_seconds 1772618400',
    'daybreak_last_decision_timestamp_seconds 1772532002.5',
    'daybreak_traders{action="cut"} 3',
    'daybreak_traders{action="keep"} 10',
    'daybreak_traders{action="withheld"} 1',
    'daybreak_unconfirmed_answers 2',
    'daybreak_step_duration_seconds{step="fetch"} 1.25',
    'daybreak_step_duration_seconds{step="send"} 0',
    'daybreak_newest_session_timestamp_seconds 1772409600',
    'daybreak_database_bytes 4096',
    'daybreak_web_up 0',
    'daybreak_start_timestamp_seconds 1772323200',
    'daybreak_resident_memory_bytes 100000000',
  ]);
  // A name has its help and type once, whatever the number of its samples.
  expect(lines.filter((line) => line.startsWith('# TYPE daybreak_traders '))).toHaveLength(1);
  // Each sample is preceded by its help and type.
  expect(lines.slice(3, 6)).toEqual([
    '# HELP daybreak_live 1: the loop of the daemon runs.',
    '# TYPE daybreak_live gauge',
    'daybreak_live 1',
  ]);
});

it('an internal error gives 503 without the error message', async () => {
  const get = await server(async () => {
    throw new Error('/home/desk/secret');
  });
  const answer = await get('/health');
  expect(answer.status).toBe(503);
  expect(JSON.stringify(answer.body)).not.toContain('secret');
});

it('the health server rejects when the port is in use', async () => {
  const health = async () => ({ ...well, figures });
  const first = await startHealthServer(health, { host: '127.0.0.1', port: 0 });
  onTestFinished(first.close);
  const second = startHealthServer(health, { host: '127.0.0.1', port: first.port });
  await expect(second).rejects.toThrow(/EADDRINUSE/);
});
