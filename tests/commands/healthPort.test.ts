import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { recordingLog } from '../../scripts/simulation/fakes.ts';
import { createHealthPort } from '../../src/commands/healthPort.ts';

const health = { read: () => Promise.reject(new Error('not asked in these tests')) };

/** A port that another server listens on until it is closed. */
async function takenPort() {
  const other = createServer();
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, free: () => new Promise<void>((closed) => other.close(() => closed())) };
}

it('a port that is taken is asked for again at each wake-up, and one warning stands in the log', async () => {
  const { port, free } = await takenPort();
  const log = recordingLog();
  const answering = createHealthPort({ healthPort: port, healthHost: '127.0.0.1' }, health, log);
  onTestFinished(() => answering.close());
  await answering.open();
  await answering.open();
  expect(log.lines.map((line) => line.slice(0, 4))).toEqual(['warn']);
  await free();
  await Promise.all([answering.open(), answering.open()]);
  await answering.open();
  expect(log.lines.map((line) => line.slice(0, 4))).toEqual(['warn', 'info']);
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(503);
});

it('no port is listened on where none is wanted', async () => {
  const log = recordingLog();
  const answering = createHealthPort({ healthPort: null, healthHost: '127.0.0.1' }, health, log);
  await answering.open();
  await answering.close();
  expect(log.lines).toEqual([]);
});
