import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordingLog } from '../../scripts/simulation/fakes.ts';
import { createWebProcess } from '../../src/commands/web/webProcess.ts';
import { openStores } from '../../src/commands/world.ts';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { eventually } from '../support/eventually.ts';
import { runningDaemon } from '../support/runningDaemon.ts';
import { temporaryFolder } from '../support/stores.ts';

const script = join(import.meta.dirname, '../support/webChild.mjs');

/** The web process with children that act one after the other; the last act repeats. */
function played(acts: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const log = recordingLog();
  const children: ChildProcess[] = [];
  const launch = () => {
    const act = acts[Math.min(children.length, acts.length - 1)] ?? '';
    const child = fork(script, [act], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    children.push(child);
    return child;
  };
  const web = createWebProcess(loadConfig(settings), log, launch, { shortestMs: 1, longestMs: 4 });
  onTestFinished(() => web.stop());
  return { web, log, children };
}

const count = (lines: readonly string[], words: string) =>
  lines.filter((line) => line.includes(words)).length;

describe('the web process of the daemon', () => {
  it('is up once it listens, and its log lines go to the log of the daemon', async () => {
    const { web, log } = played(['listen']);
    expect(web.isUp()).toBe(false);
    web.start();
    await eventually(() => expect(web.isUp()).toBe(true));
    expect(log.lines).toContain('info begun {"process":"web","act":"listen"}');
    await web.stop();
    expect(web.isUp()).toBe(false);
  });

  it('starts again when it dies, and logs why', async () => {
    const { web, log, children } = played(['crash', 'listen']);
    web.start();
    await eventually(() => expect(web.isUp()).toBe(true));
    expect(log.lines.join('\n')).toContain('a crash');
    children[1]?.kill('SIGKILL');
    await eventually(() => expect(children.length).toBe(3));
    expect(count(log.lines, 'started again')).toBe(2);
  });

  it('reports a taken port once, and tries again', async () => {
    const { web, log, children } = played(['refused', 'refused', 'refused', 'listen']);
    web.start();
    await eventually(() => expect(web.isUp()).toBe(true));
    expect(children.length).toBe(4);
    expect(count(log.lines, 'cannot listen')).toBe(1);
    expect(count(log.lines, 'started again')).toBe(0);
  });

  it('is not started where WEB_PORT is 0, nor after a stop', async () => {
    const off = played(['listen'], { WEB_PORT: '0' });
    off.web.start();
    expect([off.web.isUp(), off.children.length]).toEqual([null, 0]);
    const stopped = played(['listen']);
    await stopped.web.stop();
    stopped.web.start();
    expect(stopped.children.length).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function daemon() {
  const folder = temporaryFolder();
  const port = await freePort();
  const settings = {
    DB_PATH: join(folder, 'daybreak.db'),
    LOG_DIR: join(folder, 'logs'),
    API_URL: 'http://127.0.0.1:9',
    API_USER: 'someone',
    API_PASS: 'secret-word',
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: '9',
    HEALTH_PORT: '0',
    WEB_PORT: String(port),
  };
  await (await openStores(settings.DB_PATH)).database.close();
  const running = runningDaemon(settings, folder);
  const health = () => fetch(`http://127.0.0.1:${port}/health`).then(({ status }) => status);
  await running.waitForLog('the desk page and the API are served');
  return { running, health };
}

describe('the daemon', () => {
  it('serves the desk page, and ends the server with itself at SIGTERM', async () => {
    const { running, health } = await daemon();
    expect(await health()).toBe(200);
    running.signal('SIGTERM');
    expect(await running.ended).toEqual({ exitCode: 0, signal: null });
    await expect(health()).rejects.toThrow();
  });

  it('takes the server with it when it is killed', async () => {
    const { running, health } = await daemon();
    expect(await health()).toBe(200);
    running.signal('SIGKILL');
    await eventually(() => expect(health()).rejects.toThrow());
  });
});
