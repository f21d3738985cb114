import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { memoryFolder } from '../support/memoryFolder.ts';

/** Long enough on a busy machine: the process that removes the folder looks every second. */
const PATIENCE_MS = 30_000;

it('is not used where the system has no files in memory', () => {
  expect(memoryFolder('/no/such/place')).toBeNull();
});

it('is removed after the process that made it has ended', async ({ skip }) => {
  const place = mkdtempSync(join(tmpdir(), 'memory-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const code = `import('${import.meta.dirname}/../support/memoryFolder.ts').then(({ memoryFolder }) => console.log(memoryFolder('${place}')))`;
  const made = execFileSync(process.execPath, ['--import', 'tsx', '-e', code], { encoding: 'utf8' }).trim();
  skip(made === 'null', 'the temporary folder has too little room, or may run no programs');
  expect(made).toContain(`${place}/daybreak-tests-`);
  await vi.waitFor(() => expect(existsSync(made)).toBe(false), PATIENCE_MS);
});
