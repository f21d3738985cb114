import { newKey, printedKey, secretHash } from '../../adapters/web/server/keySecret.ts';
import { sessionDueNow } from '../../domain/session/due.ts';
import { isLoopback } from '../../shared/loopback.ts';
import { openDemoDesk } from '../demoDesk.ts';
import { markServed } from '../demoInUse.ts';
import { quietWorld } from '../demoPastPorts.ts';
import { mailDemoToday } from '../demoToday.ts';
import type { DeskFiles } from '../deskDatabase.ts';
import { demoDatabasePath, type Stores, type World } from '../world.ts';

/** The demo desk that `serve --demo` shows. */
export interface ServedDemo {
  readonly files: DeskFiles;
  /** A read-only sign-in key to print; null: the server listens on more than the loopback. */
  readonly signInKey: string | null;
  /** Other processes may replace the database from now on. */
  release(): void;
}

const KEY_OWNER = 'demo';

/**
 * Prepares the demo desk: its past, and the morning of the session due now. Its database stays as long as the
 * server runs.
 * @throws ConfigurationError `demo_in_use` where another process serves it.
 */
export async function prepareDemo(world: World): Promise<ServedDemo> {
  const { config, clock, calendar } = world;
  const dbPath = demoDatabasePath(config);
  const release = markServed(dbPath);
  try {
    const sessionDate = sessionDueNow(clock.now(), calendar, config.timezone);
    const desk = await openDemoDesk(world, sessionDate);
    try {
      await mailDemoToday(quietWorld(world), desk.stores, sessionDate);
      const signInKey = isLoopback(config.web.host) ? await newSignInKey(world, desk.stores) : null;
      return { files: { ...config, dbPath, databaseUrl: null }, signInKey, release };
    } finally {
      await desk.close();
    }
  } catch (error) {
    release();
    throw error;
  }
}

/** A key of an earlier server is revoked: the new server prints its own. */
async function newSignInKey({ clock }: World, { keys }: Stores): Promise<string> {
  const at = clock.now();
  for (const { id, owner, revokedAt } of await keys.all())
    if (owner === KEY_OWNER && revokedAt === null) await keys.revoke(id, KEY_OWNER, at);
  const made = newKey();
  await keys.add({
    id: made.id,
    owner: KEY_OWNER,
    scope: 'read',
    secretHash: secretHash(made.secret),
    createdAt: at,
    createdBy: KEY_OWNER,
    expiresAt: null,
  });
  return printedKey(made);
}
