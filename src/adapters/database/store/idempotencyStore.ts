import type { IdempotencyStore } from '../../../ports/idempotency.ts';
import type { Database } from '../database.ts';

/** A client that has not repeated its write by then has given it up. */
const KEPT_MS = 24 * 3_600_000;

/** Answers to writes that a client may repeat. Old ones go when another is stored. */
export function createIdempotencyStore(database: Database): IdempotencyStore {
  const { queries } = database;
  return {
    async find(owner, key, now) {
      const row = await queries
        .selectFrom('idempotent_reply')
        .selectAll()
        .where('owner', '=', owner)
        .where('key', '=', key)
        .where('at', '>', expired(now))
        .executeTakeFirst();
      return row === undefined ? null : { requestHash: row.request_hash, status: row.status, body: row.body };
    },

    async keep(owner, key, { requestHash, status, body }, at) {
      await database.transaction(async ({ queries: open }) => {
        await open.deleteFrom('idempotent_reply').where('at', '<=', expired(at)).execute();
        await open
          .insertInto('idempotent_reply')
          .values({ owner, key, request_hash: requestHash, status, body, at: at.toISOString() })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
  };
}

function expired(now: Date): string {
  return new Date(now.getTime() - KEPT_MS).toISOString();
}
