import { statSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../adapters/backup/backupFiles.ts';
import { backedUpAt } from '../../adapters/backup/backupName.ts';
import { storeFigures } from '../../adapters/database/store/deskFigures.ts';
import type { DeskStorage } from '../../ports/screens/operationsReader.ts';
import type { Stores, World } from '../world.ts';

/** Where fills come from, and how much is stored. */
export async function readDeskStorage(world: World, stores: () => Promise<Stores>): Promise<DeskStorage> {
  const { config } = world;
  const { database } = await stores();
  const { lastImportAt, newestSession } = await storeFigures(database);
  const backups = await listBackups(config.backupDir);
  return {
    source: config.source === null ? null : new URL(config.source.url).host,
    lastImportAt: lastImportAt === null ? null : new Date(lastImportAt),
    newestSession,
    backup: backupOf(config.backupDir, backups[0]),
    backups: backups.length,
    databaseBytes: (await database.bytes()) ?? 0,
  };
}

function backupOf(folder: string, name: string | undefined): DeskStorage['backup'] {
  const madeAt = name === undefined ? null : backedUpAt(name);
  return name === undefined || madeAt === null ? null : { madeAt, bytes: bytesOf(join(folder, name)) };
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
