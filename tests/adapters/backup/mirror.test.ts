import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditCommand } from '../../../src/commands/audit.ts';
import { backUp, backupCommand } from '../../../src/commands/backup.ts';
import { openStores } from '../../../src/commands/world.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { fakeWorld } from '../../support/world.ts';

/**
 * Creates an rsync that records its arguments and runs the given script; null removes rsync from the path.
 */
async function desk(rsync: string | null, target = 'vault:/daybreak; rm -rf $HOME') {
  const folder = temporaryFolder();
  const before = process.env['PATH'];
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
  process.env['PATH'] = rsync === null ? folder : `${folder}:${before}`;
  if (rsync !== null) {
    writeFileSync(join(folder, 'rsync'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/called'\n${rsync}\n`);
    chmodSync(join(folder, 'rsync'), 0o755);
  }
  const settings = { DB_PATH: join(folder, 'data', 'daybreak.db'), BACKUP_RSYNC_TARGET: target };
  await (await openStores(settings.DB_PATH)).database.close();
  return { folder, ...fakeWorld(settings, '2026-03-03T11:00:00Z') };
}

describe('the copy of the backups to another place', () => {
  it('passes folder and target to rsync unchanged, without a shell', async () => {
    const { world, folder, lines } = await desk('exit 0');
    expect(await backupCommand(world, undefined, { verify: false, json: false })).toBe(0);
    expect(readFileSync(join(folder, 'called'), 'utf8').trim().split('\n')).toEqual([
      '-a',
      '--exclude=.work-*',
      '--',
      `${world.config.backupDir}/`,
      'vault:/daybreak; rm -rf $HOME',
    ]);
    expect(lines.at(-1)).toBe('Copied to vault:/daybreak; rm -rf $HOME.');
  });

  it.each([
    ['fails', 'echo "rsync: connection refused" >&2; exit 12', 'rsync: connection refused'],
    ['fails without a word', 'exit 12', 'rsync ended with 12'],
    ['is not installed', null, 'rsync is not installed'],
  ])('that %s leaves the backup, warns, and is exit code 1', async (_, rsync, problem) => {
    const { world, log, lines } = await desk(rsync);
    expect(await backupCommand(world, undefined, { verify: false, json: false })).toBe(1);
    expect(lines.at(-1)).toContain(problem);
    expect(log.lines.join()).toContain('warn the backup was made but not copied elsewhere');
    expect(await backupCommand(world, undefined, { verify: true, json: false })).toBe(0);
  });

  it('is recorded with the backup, also when it failed', async () => {
    const { world, documents } = await desk('exit 12');
    const made = await backUp(world);
    expect(existsSync(made.file)).toBe(true);
    await auditCommand(world, { verify: false, json: true });
    expect(documents).toEqual([
      {
        entries: [
          expect.objectContaining({
            kind: 'backup',
            subject: 'daybreak-2026-03-03T11-00-00-000Z.db.gz',
            body: expect.objectContaining({ sha256: made.sha256, mirrorProblem: 'rsync ended with 12' }),
          }),
        ],
      },
    ]);
  });

  it('to a target that looks like an option of rsync is refused in the settings', () => {
    expect(() => fakeWorld({ BACKUP_RSYNC_TARGET: '--rsh=reboot' }, '2026-03-03T11:00:00Z')).toThrow(
      'BACKUP_RSYNC_TARGET',
    );
  });
});
