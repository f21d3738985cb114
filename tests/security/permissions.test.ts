import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/stores.ts';

/** Runs the product with a umask of 000, under which new files are readable by every user. */
function runWithOpenUmask(folder: string, ...args: string[]): Promise<number> {
  const loader = `${process.cwd()}/node_modules/tsx/dist/loader.mjs`;
  const words = [process.execPath, '--import', loader, `${process.cwd()}/src/main.ts`, ...args];
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', 'umask 000; exec "$@"', 'sh', ...words],
      { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } },
      (error) => resolve(error ? Number(error.code ?? 1) : 0),
    );
  });
}

/** Files and folders that other users may read, write or enter, with their modes. */
function openToOthers(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => [name, statSync(join(folder, name)).mode & 0o777] as const)
    .filter(([, mode]) => (mode & 0o077) !== 0)
    .map(([name, mode]) => `${name} ${mode.toString(8)}`);
}

function place(): string {
  const folder = temporaryFolder();
  copyFileSync('tests/security/fills.csv', join(folder, 'fills.csv'));
  chmodSync(join(folder, 'fills.csv'), 0o600);
  return folder;
}

describe('with a umask of 000, everything written is the owner’s alone', () => {
  it('by a dry run of the demo desk', async () => {
    const folder = place();
    expect(await runWithOpenUmask(folder, 'morning', '--dry-run', '--date', '2026-03-09')).toBe(0);
    expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['demo.db', 'outbox']));
    expect(openToOthers(folder)).toEqual([]);
  });

  it('by an import with rejects, a preview, an export and a backup', async () => {
    const folder = place();
    for (const command of ['import fills.csv', 'preview', 'export trader-days --out days.csv', 'backup'])
      expect(await runWithOpenUmask(folder, ...command.split(' '))).toBe(0);
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).join(' ');
    expect(written).toMatch(/daybreak\.db.*rejects\.csv.*days\.csv|days\.csv.*daybreak\.db.*rejects\.csv/);
    expect(openToOthers(folder)).toEqual([]);
  });

  it('by a morning that fails', async () => {
    const folder = place();
    expect(await runWithOpenUmask(folder, 'import', 'fills.csv')).toBe(0);
    expect(await runWithOpenUmask(folder, 'morning', '--force')).toBe(2);
    expect(await runWithOpenUmask(folder, 'import', 'nothing.csv')).toBe(1);
    expect(openToOthers(folder)).toEqual([]);
  });
});
