import type { Acquisition, RunLease, RunLedger } from '../../../ports/runLedger.ts';
import type { Database } from '../database.ts';
import { leaseLost } from './leaseGuard.ts';

/**
 * A lease has expired from `expires_at` on. To end a lease is to move that instant. An owner takes its own
 * lease again: it could not release it, because the disk was full, and no other process has it.
 */
const ACQUIRE = `
  INSERT INTO run_lease (session_date, fence, owner, acquired_at, expires_at)
  VALUES (:sessionDate, 1, :owner, :at, :until)
  ON CONFLICT (session_date) DO UPDATE
    SET fence = run_lease.fence + 1, owner = excluded.owner, acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
    WHERE run_lease.expires_at <= excluded.acquired_at OR run_lease.owner = excluded.owner
  RETURNING fence`;

const MOVE_END = `
  UPDATE run_lease SET expires_at = :until
  WHERE session_date = :sessionDate AND owner = :owner AND fence = :fence`;

const HELD = 'SELECT owner, expires_at FROM run_lease WHERE session_date = ?';

interface Held {
  readonly owner: string;
  readonly expires_at: string;
}

/**
 * The end of a released lease. Not the present: a clock that is set back later would make the lease valid
 * again.
 */
const LONG_AGO = new Date(0);

/**
 * Who may run which morning. A renewal waits for a transaction that is open on the store and is never part of
 * it.
 */
export function createRunLeases({
  connection,
  transaction,
}: Database): Pick<RunLedger, 'acquire' | 'renew' | 'release'> {
  return {
    async acquire(sessionDate, owner, at, until): Promise<Acquisition> {
      const taken = await transaction(async (open) => {
        const times = { at: at.toISOString(), until: until.toISOString() };
        const fence = await open.connection.value<number>(ACQUIRE, { sessionDate, owner, ...times });
        return { fence, held: await open.connection.get<Held>(HELD, sessionDate) };
      });
      if (taken.fence !== undefined)
        return { kind: 'acquired', lease: { sessionDate, owner, fence: taken.fence } };
      return {
        kind: 'held',
        holder: { owner: taken.held?.owner ?? '', until: new Date(taken.held?.expires_at ?? at) },
      };
    },
    async renew(lease, until) {
      if (!(await endsAt(lease, until))) throw leaseLost(lease);
    },
    async release(lease) {
      await endsAt(lease, LONG_AGO);
    },
  };

  async function endsAt({ sessionDate, owner, fence }: RunLease, until: Date): Promise<boolean> {
    const end = { sessionDate, owner, fence, until: until.toISOString() };
    return (await connection.run(MOVE_END, end)) === 1;
  }
}
