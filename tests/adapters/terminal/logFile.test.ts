import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rememberLines } from '../../../src/adapters/terminal/lastLines.ts';
import { createLog } from '../../../src/adapters/terminal/log.ts';
import { openLogFile, removeOldLogs } from '../../../src/adapters/terminal/logFile.ts';
import { temporaryFolder } from '../../support/stores.ts';

it('the log is written to a file of the day as JSON lines without secrets', async () => {
  const folder = join(temporaryFolder(), 'logs');
  const file = await openLogFile(folder, 30, new Date());
  const log = createLog({ level: 'info', secrets: ['hunter-two'], sinks: [file] });
  log.info('said hunter-two', { deep: ['hunter-two'] });
  log.debug('not at this level');
  await file.close();
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^daybreak\.\d{4}-\d\d-\d\d\.1\.log$/);
  const lines = readFileSync(join(folder, name), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'said [secret]', deep: ['[secret]'], pid: process.pid },
  ]);
});

it('after a restart the log continues in the file of the day', async () => {
  const folder = temporaryFolder();
  for (const words of ['first', 'second']) {
    const file = await openLogFile(folder, 30, new Date());
    createLog({ level: 'info', secrets: [], sinks: [file] }).info(words);
    await file.close();
  }
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(readFileSync(join(folder, name), 'utf8')).toMatch(/first[\s\S]*second/);
  expect(statSync(join(folder, name)).size).toBeGreaterThan(0);
});

it('log files older than keepDays are removed, and no other file', () => {
  const folder = temporaryFolder();
  const kept = ['daybreak.2026-03-01.2.log', 'daybreak.2026-02-01.1.log', 'morning.log', 'daybreak.old.log'];
  for (const name of [...kept, 'daybreak.2026-01-31.1.log', 'daybreak.2025-12-24.7.log'])
    writeFileSync(join(folder, name), '');
  removeOldLogs(folder, 30, new Date('2026-03-03T10:00:00Z'));
  expect(readdirSync(folder).sort()).toEqual(kept.toSorted());
});

it('openLogFile rejects when its folder cannot be created', async () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, '');
  await expect(openLogFile(join(path, 'logs'), 30, new Date())).rejects.toThrow();
});

it('rememberLines keeps the last lines as text in the desk’s time zone, oldest first', () => {
  const last = rememberLines(2, 'America/New_York');
  const log = createLog({ level: 'info', secrets: ['hunter-two'], sinks: [last] });
  log.info('forgotten');
  log.warn('the morning failed', { code: 'no_fills', try: 3, next: '2026-03-03T10:05:00.000Z' });
  log.error('said hunter-two');
  expect(last.lines()).toEqual([
    expect.stringMatching(
      /^\d\d:\d\d:\d\d E[DS]T warn the morning failed \(code=no_fills, try=3, next=2026-03-03 05:05:00 EST\)$/,
    ),
    expect.stringMatching(/^\d\d:\d\d:\d\d E[DS]T error said \[secret\]$/),
  ]);
});
