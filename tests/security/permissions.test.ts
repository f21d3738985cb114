import { chmodSync, copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyDemoDesk, DEMO_SESSION } from '../support/demoDesk.ts';
import { openToOthers, runWithOpenUmask } from '../support/openUmask.ts';
import { temporaryFolder } from '../support/stores.ts';

function place(): string {
  const folder = temporaryFolder();
  copyFileSync('tests/security/fills.csv', join(folder, 'fills.csv'));
  chmodSync(join(folder, 'fills.csv'), 0o600);
  return folder;
}

const exitCodeOf = async (folder: string, ...args: string[]) =>
  (await runWithOpenUmask(folder, ...args)).exitCode;

describe('with a umask of 000, everything written is the owner’s alone', () => {
  it('by a dry run of the demo desk', async () => {
    const folder = place();
    // backtest.test.ts looks after the files of a demo desk that is made under such a umask.
    await copyDemoDesk(join(folder, 'data'));
    expect(await exitCodeOf(folder, 'morning', '--dry-run', '--date', DEMO_SESSION)).toBe(0);
    expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['demo.db', 'outbox']));
    expect(openToOthers(folder)).toEqual([]);
  });

  it('by an import with rejects, a preview, an export and a backup', async () => {
    const folder = place();
    for (const command of ['import fills.csv', 'preview', 'export trader-days --out days.csv', 'backup'])
      expect(await exitCodeOf(folder, ...command.split(' '))).toBe(0);
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).join(' ');
    expect(written).toMatch(/daybreak\.db.*rejects\.csv.*days\.csv|days\.csv.*daybreak\.db.*rejects\.csv/);
    expect(openToOthers(folder)).toEqual([]);
  });

  it('by a morning that fails', async () => {
    const folder = place();
    expect(await exitCodeOf(folder, 'import', 'fills.csv')).toBe(0);
    expect(await exitCodeOf(folder, 'morning', '--force')).toBe(2);
    expect(await exitCodeOf(folder, 'import', 'nothing.csv')).toBe(1);
    expect(openToOthers(folder)).toEqual([]);
  });
});
