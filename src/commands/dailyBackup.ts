import { listBackups } from '../adapters/backup/backupFiles.ts';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import { backUp } from './backup.ts';
import { backupKindOf } from './dumpTools.ts';
import type { World } from './world.ts';

/** The newest backup's instant; null where there is none. */
export async function lastBackupAt({ config }: World): Promise<Date | null> {
  const [newest] = await listBackups(config.backupDir, backupKindOf(config));
  return newest === undefined ? null : backedUpAt(newest);
}

/**
 * A backup of the desk's database, unless the market's day has one already.
 * @throws StoreError where none could be made.
 */
export async function dailyBackup(world: World): Promise<void> {
  const { clock, config, log } = world;
  const last = await lastBackupAt(world);
  const dateOf = (instant: Date) => marketDate(instant, config.timezone);
  if (last !== null && dateOf(last) === dateOf(clock.now())) return;
  const { file, bytes } = await backUp(world);
  log.info('backed up', { file, bytes });
}
