import { populationStability } from '../../statistics/populationStability.ts';
import { REFERENCE_SESSIONS, type SessionValues } from './indicatorHistory.ts';
import { type BinCounts, binOf } from './rotatingCounts.ts';

/** The trader without whom the index is smallest. */
export interface Mover {
  readonly trader: string;
  /** The index of all others, on the same edges. */
  readonly psiWithout: number;
}

/** With fewer traders the others are no desk. */
const LEAST_TRADERS = 3;

/**
 * Finds the trader who moves the index most, so that one newcomer does not read as a change of the desk; null
 * with fewer than 3 traders.
 */
export function findMover(
  sessions: readonly SessionValues[],
  counts: BinCounts,
  traders: readonly string[],
): Mover | null {
  const own = countsByTrader(sessions, counts.edges);
  if (own.size < LEAST_TRADERS) return null;
  const movers = [...own].map(([place, { reference, current }]) => ({
    trader: traders[place] ?? '',
    psiWithout: populationStability(
      counts.reference.map((count, bin) => count - reference[bin]!),
      counts.current.map((count, bin) => count - current[bin]!),
    ),
  }));
  return movers.reduce((most, mover) => (mover.psiWithout < most.psiWithout ? mover : most));
}

interface OwnCounts {
  readonly reference: Int32Array;
  readonly current: Int32Array;
}

function countsByTrader(sessions: readonly SessionValues[], edges: readonly number[]) {
  const bins = edges.length + 2;
  const own = new Map<number, OwnCounts>();
  for (const [session, { traders, values }] of sessions.entries()) {
    for (let at = 0; at < values.length; at++) {
      const trader = traders[at]!;
      let counts = own.get(trader);
      if (counts === undefined) {
        counts = { reference: new Int32Array(bins), current: new Int32Array(bins) };
        own.set(trader, counts);
      }
      const side = session < REFERENCE_SESSIONS ? counts.reference : counts.current;
      const bin = binOf(edges, values[at]!);
      side[bin] = side[bin]! + 1;
    }
  }
  return own;
}
