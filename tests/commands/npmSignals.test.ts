import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FILLS_HEADER } from '../support/fillsFile.ts';
import { tradedDay } from '../support/tradedDay.ts';
import { workplace } from '../support/workplace.ts';

/** `npm start` in a process group of its own, on imported fills and a mail server that does not answer. */
async function npmStart() {
  const { folder, run, write } = workplace();
  const today = new Date().toISOString().slice(0, 10);
  await run('import', write('fills.csv', FILLS_HEADER, ...tradedDay(today, 1)));
  const settings = {
    DB_PATH: join(folder, 'data/daybreak.db'),
    LOG_DIR: join(folder, 'logs'),
    EMAIL_FROM: 'Daybreak <risk@desk.example>',
    EMAIL_RECIPIENTS: 'ann@desk.example',
    SMTP_HOST: 'localhost',
    SMTP_PORT: '9',
    HEALTH_PORT: '0',
    WEB_PORT: '0',
  };
  const { PATH = '', HOME = '' } = process.env;
  const npm = spawn('npm', ['start'], {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  onTestFinished(() => endGroup(npm.pid));
  let log = '';
  const started = new Promise<void>((resolve) => {
    npm.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('the daemon starts')) resolve();
    });
  });
  // "close" waits for every process that holds the pipe, so it comes only once the node child has ended too.
  const everyProcessEnded = new Promise<void>((resolve) => npm.on('close', () => resolve()));
  return { npm, started, everyProcessEnded, log: () => log };
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // The group has ended, as it should.
  }
}

describe('npm', () => {
  it('passes SIGTERM to the daemon, which finishes its step and ends', async () => {
    const { npm, started, everyProcessEnded, log } = await npmStart();
    await started;
    npm.kill('SIGTERM');
    await everyProcessEnded;
    expect(log()).toMatch(/stopped\b[^\n]*\n$/);
  });

  it('runs each command and tool without a shell in between', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const ofNode = Object.values(scripts).filter((line) => /\bnode\b/.test(line));
    expect(ofNode.filter((line) => !line.startsWith('exec node '))).toEqual([]);
  });
});
