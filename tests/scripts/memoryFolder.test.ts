import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { memoryFolder } from '../support/memoryFolder.ts';

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
  await eventually(() => expect(existsSync(made)).toBe(false));
});
