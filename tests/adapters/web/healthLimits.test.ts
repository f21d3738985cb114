import { connect } from 'node:net';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../src/adapters/database/sqlite/open.ts';
import { startHealthServer } from '../../../src/adapters/web/health/healthServer.ts';
import { temporaryFolder } from '../../support/stores.ts';

async function healthServer() {
  const health = async () => {
    throw new Error('not needed');
  };
  const { port, close } = await startHealthServer(health, { host: '127.0.0.1', port: 0 });
  onTestFinished(close);
  return {
    port,
    ask: async () =>
      (await fetch(`http://127.0.0.1:${port}/health/live`, { signal: AbortSignal.timeout(2_000) })).status,
  };
}

/** Opens a connection that sends these bytes, then a byte a second. Returns how long it stays open. */
function halfOpen(port: number, bytes: string): Promise<number> {
  const began = Date.now();
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  const drip = setInterval(() => socket.write('x'), 1_000);
  socket.on('error', () => undefined);
  socket.resume();
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearInterval(drip);
      resolve(Date.now() - began);
    });
  });
}

it('the health server closes requests that never end, and answers others meanwhile', async () => {
  const { port, ask } = await healthServer();
  const open = Array.from({ length: 40 }, () => halfOpen(port, 'GET /health HTTP/1.1\r\nX: '));
  expect(await ask()).toBe(503);
  for (const milliseconds of await Promise.all(open)) expect(milliseconds).toBeLessThan(9_000);
});

it('the health server answers again after more connections than it takes', async () => {
  const { port, ask } = await healthServer();
  const open = Array.from({ length: 200 }, () => halfOpen(port, 'GET /health HTTP/1.1\r\nX: '));
  await Promise.all(open);
  expect(await ask()).toBe(503);
});

it('the health server refuses a header above 8 KB', async () => {
  const { port } = await healthServer();
  const answer = await fetch(`http://127.0.0.1:${port}/health`, { headers: { x: 'x'.repeat(9_000) } });
  expect(answer.status).toBe(431);
});

it('a transaction that waits for another process does not block the answers', async () => {
  const path = join(temporaryFolder(), 'desk.db');
  const database = await openDatabase(path);
  onTestFinished(() => database.close());
  const other = new Driver(path);
  other.exec('BEGIN IMMEDIATE');
  const { ask } = await healthServer();
  const waiting = database.transaction(async () => 'done');
  const began = Date.now();
  for (let each = 0; each < 5; each++) expect(await ask()).toBe(503);
  expect(Date.now() - began).toBeLessThan(3_000);
  other.exec('COMMIT');
  other.close();
  expect(await waiting).toBe('done');
});
