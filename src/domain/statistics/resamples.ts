import { bootstrapRefusal } from './bootstrapRefusal.ts';
import { type DrawnRuns, drawnRuns } from './drawnRuns.ts';

export interface BootstrapOptions {
  /** A whole number. The same seed draws the same resamples. */
  readonly seed: number;
  readonly replicates?: number;
  /** Mean number of consecutive sessions that are drawn together, at least 1. */
  readonly meanBlockSessions?: number;
}

/** The runs of consecutive sessions of all resamples, in one list. */
export interface Resamples {
  readonly replicates: number;
  /**
   * Index of each run's first session, and its number of sessions; after the last session a run continues
   * with the first.
   */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  /** Index of each resample's first run, and after the last resample the number of runs. */
  readonly firsts: Int32Array;
}

const DEFAULT_REPLICATES = 2000;
const MEAN_BLOCK_SESSIONS = 5;
/** A refit of the model asks for five: gate, tail, curve, proof, and the two sides of a decay. */
const KEPT_DRAWS = 8;
/** The last draws, the oldest first, by what they depend on besides the number of replicates. */
const kept = new Map<string, Resamples>();

/**
 * The runs of every resample. Drawing takes longer than summing, and callers compute several statistics over
 * as many sessions, so the last draws are kept. Keeping them cannot change a result: the same seed draws the
 * same runs, and the first of many resamples are those of a draw of few.
 *
 * Throws DecisionError without sessions, for blocks below one session and for less than one replicate.
 */
export function resamplesOf(
  sessions: number,
  { seed, replicates = DEFAULT_REPLICATES, meanBlockSessions = MEAN_BLOCK_SESSIONS }: BootstrapOptions,
): Resamples {
  if (sessions === 0) throw bootstrapRefusal('no session', 'at least one');
  if (!(meanBlockSessions >= 1))
    throw bootstrapRefusal(`blocks of ${meanBlockSessions} sessions`, 'at least 1');
  if (!(replicates >= 1)) throw bootstrapRefusal(`${replicates} replicates`, 'at least 1');
  const wanted = Math.ceil(replicates);
  const key = `${sessions},${seed},${meanBlockSessions}`;
  const before = kept.get(key);
  const isEnough = before !== undefined && before.replicates >= wanted;
  const drawn = isEnough ? before : drawResamples(sessions, wanted, seed, meanBlockSessions);
  keep(key, drawn);
  return { ...drawn, replicates: wanted };
}

function keep(key: string, drawn: Resamples): void {
  kept.delete(key);
  kept.set(key, drawn);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_DRAWS && oldest !== undefined) kept.delete(oldest);
}

function drawResamples(
  sessions: number,
  replicates: number,
  seed: number,
  meanBlockSessions: number,
): Resamples {
  const drawn = drawnRuns(seed, meanBlockSessions);
  const firsts = firstsOf(sessions, replicates, drawn);
  const runs = firsts[replicates]!;
  const { shares, wanted } = drawn;
  const starts = new Int32Array(runs);
  const lengths = new Int32Array(runs);
  for (let replicate = 0, run = 0; replicate < replicates; replicate++) {
    for (let left = sessions; left > 0; left -= lengths[run++]!) {
      starts[run] = Math.floor(shares[run]! * sessions);
      lengths[run] = Math.min(left, wanted[run]!);
    }
  }
  return { replicates, starts, lengths, firsts };
}

/** Counts the runs first: room for the most that there could be is five times as much as is needed. */
function firstsOf(sessions: number, replicates: number, drawn: DrawnRuns): Int32Array {
  const firsts = new Int32Array(replicates + 1);
  let runs = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    // A resample has at most one run a session.
    drawn.reach(runs + sessions);
    const { wanted } = drawn;
    for (let left = sessions; left > 0; ) left -= wanted[runs++]!;
    firsts[replicate + 1] = runs;
  }
  return firsts;
}
