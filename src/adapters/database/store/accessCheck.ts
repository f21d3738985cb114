import { z } from 'zod';
import type { SqlConnection } from '../sqlConnection.ts';
import { sha256OfText } from '../sqlDialect.ts';
import { bodyOf, differing, type TableCheck, type TableFinding } from './tableFinding.ts';

const added = z.object({
  id: z.string(),
  change: z.literal('added'),
  scope: z.string(),
  /** SHA-256 of the stored hash: readers of the trail do not get the hash itself. */
  keySha256: z.string(),
  expiresAt: z.string().nullable(),
  by: z.string(),
});
const revoked = z.object({ id: z.string(), change: z.literal('revoked'), by: z.string() });

interface KeyRow extends Omit<z.infer<typeof added>, 'change'> {
  readonly owner: string;
  readonly at: string;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
}

const rowsSql = ({ dialect }: SqlConnection) => `SELECT id, owner, scope,
  ${sha256OfText(dialect, 'secret_hash')} AS "keySha256", expires_at AS "expiresAt", created_by AS by,
  created_at AS at, revoked_at AS "revokedAt", revoked_by AS "revokedBy" FROM access_key ORDER BY id`;

/**
 * Compares each key with its entries: a key that another program added, widened or made valid again acts in
 * the name of its owner.
 */
export function accessCheck(): TableCheck {
  const expected = new Map<string, KeyRow>();
  return {
    kind: 'access',
    observe(row) {
      const [first, end] = [bodyOf(row, added), bodyOf(row, revoked)];
      if (first !== null) {
        const { change: _, ...values } = first;
        const open = { revokedAt: null, revokedBy: null };
        expected.set(first.id, { ...values, owner: row.subject, at: row.at, ...open });
      }
      const before = end === null ? undefined : expected.get(end.id);
      if (end !== null && before !== undefined)
        expected.set(end.id, { ...before, revokedAt: row.at, revokedBy: end.by });
      return [];
    },
    async *compare(connection) {
      const missing = new Map(expected);
      for (const row of await connection.all<KeyRow>(rowsSql(connection))) {
        missing.delete(row.id);
        const entry = expected.get(row.id);
        const other = entry === undefined ? null : differing({ ...entry }, { ...row });
        if (entry === undefined) yield { ...placeOf(row), trail: 'no entry', found: wordsOf(row) };
        if (other !== null) yield { ...placeOf(row), ...other };
      }
      for (const entry of missing.values())
        yield { ...placeOf(entry), trail: wordsOf(entry), found: 'no row' };
    },
  };
}

function placeOf({ id, owner }: KeyRow): Pick<TableFinding, 'table' | 'key'> {
  return { table: 'access_key', key: `${id}, ${owner}` };
}

function wordsOf({ scope, by }: KeyRow): string {
  return `scope ${scope} by ${by}`;
}
