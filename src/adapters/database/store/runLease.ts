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

/** An instant of one clock on another, which shows `to` where the first one shows `from`. */
function shifted(instant: Date, from: Date, to: Date): Date {
  return new Date(instant.getTime() - from.getTime() + to.getTime());
}

/**
 * Who may run which morning. Callers give and get times of their own clock; stored are those of the clock
 * that the hosts share. A renewal waits for a transaction that is open on the store and is never part of
 * it.
 */
export function createRunLeases({
  connection,
  transaction,
  sharedClock,
}: Database): Pick<RunLedger, 'acquire' | 'renew' | 'release'> {
  return {
    async acquire(sessionDate, owner, at, until): Promise<Acquisition> {
      const taken = await transaction(async (open) => {
        const clock = (await sharedClock(open.connection)) ?? at;
        const times = { at: clock.toISOString(), until: shifted(until, at, clock).toISOString() };
        const fence = await open.connection.value<number>(ACQUIRE, { sessionDate, owner, ...times });
        return { clock, fence, held: await open.connection.get<Held>(HELD, sessionDate) };
      });
      if (taken.fence !== undefined)
        return { kind: 'acquired', lease: { sessionDate, owner, fence: taken.fence } };
      return {
        kind: 'held',
        holder: {
          owner: taken.held?.owner ?? '',
          until: shifted(new Date(taken.held?.expires_at ?? taken.clock), taken.clock, at),
        },
      };
    },
    async renew(lease, at, until) {
      const clock = (await sharedClock(connection)) ?? at;
      if (!(await endsAt(lease, shifted(until, at, clock)))) throw leaseLost(lease);
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
