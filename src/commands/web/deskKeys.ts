import type { AccessKeyStore, WebSession } from '../../ports/accessKeys.ts';
import type { DeskDoor } from './deskDoor.ts';
import { unchangedCache } from './unchangedCache.ts';

type FoundKey = NonNullable<Awaited<ReturnType<AccessKeyStore['find']>>>;

/**
 * Keys and sessions of the desk. Every request asks for its key, so keys and sessions are kept until the
 * database changes. Reads and writes use connections of their own: see DeskDoor.
 */
export function createDeskKeys(door: DeskDoor): AccessKeyStore {
  const reading = async () => (await door.stores()).keys;
  const writing = async () => (await door.writing()).keys;
  const keys = unchangedCache<FoundKey>(door.version);
  const sessions = unchangedCache<WebSession>(door.version);
  return {
    add: async (key) => (await writing()).add(key),
    all: async () => (await reading()).all(),
    find: (id) => keys.get(id, async () => (await reading()).find(id)),
    revoke: async (id, by, at) => (await writing()).revoke(id, by, at),
    noteUse: async (id, at) => (await writing()).noteUse(id, at),
    openSession: async (session) => (await writing()).openSession(session),
    session: (tokenHash) => sessions.get(tokenHash, async () => (await reading()).session(tokenHash)),
    endSession: async (tokenHash, at) => (await writing()).endSession(tokenHash, at),
  };
}
