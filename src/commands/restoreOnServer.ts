import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { backedUpAt } from '../adapters/backup/backupName.ts';
import { checkHash } from '../adapters/backup/checksum.ts';
import { type RowCounts, readManifest } from '../adapters/backup/manifest.ts';
import { shownAddress } from '../adapters/database/postgres/address.ts';
import {
  dropDatabase,
  requireUnused,
  swapDatabase,
  type UnusedDatabase,
} from '../adapters/database/postgres/dump/replaceDatabase.ts';
import { restoreDump } from '../adapters/database/postgres/dump/restoreDump.ts';
import { withScratchDatabase } from '../adapters/database/postgres/dump/scratchDatabase.ts';
import { openPostgres } from '../adapters/database/postgres/open.ts';
import { createAuditTrail } from '../adapters/database/store/auditTrail.ts';
import { expireAfterRestore, raiseFences } from '../adapters/database/store/expireAfterRestore.ts';
import { StoreError } from '../shared/errors.ts';
import { authorOf } from './author.ts';
import { requireKind } from './backupKind.ts';
import { openDeskDatabase, serverHeadPath } from './deskDatabase.ts';
import { recordUnknownLimits } from './unknownLimits.ts';
import type { World } from './world.ts';

export interface RestoredDesk {
  /** Path of the file, or address without the password. */
  readonly database: string;
  /** The database before it; null where there was none. */
  readonly movedAside: string | null;
  readonly expiredMails: number;
  readonly rows: RowCounts;
}

/**
 * Replaces the database of DATABASE_URL by a dump. The dump is restored and prepared in a database of its
 * own, which then takes the name in one step. The old database is kept under another name.
 * @throws InputError or StoreError; the database is then unchanged.
 */
export async function restoreOnServer(
  world: World,
  url: string,
  file: string,
  force: boolean,
): Promise<RestoredDesk> {
  requireKind(file, 'postgres');
  const { clock, progress } = world;
  const [now, where] = [clock.now(), `Restore of ${basename(file)}`];
  const sha256 = await checkHash(file);
  const replaced = await requireUnused(url, 'Restore');
  requirePlace(url, replaced, force);
  const expected = (await readManifest(file))?.rows ?? null;
  return withScratchDatabase(url, now, async (scratch) => {
    const rows = await restoreDump(scratch.url, { file, where, expected, progress });
    const expiredMails = await prepare(world, scratch.url, { file, sha256, replaced });
    // Checked again, because a morning may have begun meanwhile.
    await requireUnused(url, 'Restore');
    const aside = await swapDatabase(url, scratch.name, now);
    if (!replaced.isStore) await dropDatabase(url, aside);
    await recordHead(world);
    return { database: shownAddress(url), movedAside: replaced.isStore ? aside : null, expiredMails, rows };
  });
}

/** The record of the head next to DB_PATH names the trail of the database before it. */
async function recordHead({ config }: World): Promise<void> {
  rmSync(serverHeadPath(config.dbPath), { force: true });
  await (await openDeskDatabase(config)).close();
}

function requirePlace(url: string, { isStore }: UnusedDatabase, force: boolean): void {
  if (!isStore || force) return;
  throw new StoreError(
    'database_in_the_way',
    `Restore · found a desk at ${shownAddress(url)} · expected an empty database`,
    { hint: 'Add --force to replace it; the old database is kept on the server under another name.' },
  );
}

async function prepare(
  world: World,
  url: string,
  {
    file,
    sha256,
    replaced,
  }: { readonly file: string; readonly sha256: string; readonly replaced: UnusedDatabase },
): Promise<number> {
  const database = await openPostgres(url);
  try {
    const at = world.clock.now();
    const expiredMails = await expireAfterRestore(database, at);
    await raiseFences(database, replaced.leases);
    await recordUnknownLimits(world, database, at);
    const body = {
      sha256,
      backedUpAt: backedUpAt(basename(file))?.toISOString() ?? null,
      expiredMails,
      replacedHead: replaced.head,
      by: authorOf(undefined),
    };
    await createAuditTrail(database).record('restore', basename(file), body, at);
    return expiredMails;
  } finally {
    await database.close();
  }
}
