import { seededRandom } from './seededRandom.ts';

/** Most resamples are drawn with one of three seeds. */
const KEPT_SEEDS = 4;
/** Runs that never end have an infinite length. */
const LONGEST = 2 ** 31 - 1;
/** By seed and mean length, the oldest first. */
const kept = new Map<string, DrawnRuns>();

/**
 * The random numbers of runs in the order of their draw. They depend on the seed and the mean length of a run
 * only: a walk resamples a session more every week, and only adds to them. A logarithm each, they are most of
 * the time of a draw.
 */
export function drawnRuns(seed: number, meanBlockSessions: number): DrawnRuns {
  const key = `${seed},${meanBlockSessions}`;
  const runs = kept.get(key) ?? new DrawnRuns(seed, meanBlockSessions);
  kept.delete(key);
  kept.set(key, runs);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_SEEDS && oldest !== undefined) kept.delete(oldest);
  return runs;
}

/** The runs of one seed and mean length. `reach` may move them: read `shares` and `wanted` again after it. */
export class DrawnRuns {
  readonly #random: () => number;
  readonly #logOfStaying: number;
  #count = 0;
  #shares = new Float64Array(1_024);
  #wanted = new Int32Array(1_024);

  constructor(seed: number, meanBlockSessions: number) {
    this.#random = seededRandom(seed);
    this.#logOfStaying = Math.log1p(-1 / meanBlockSessions);
  }

  /** Where each run begins, as a share of the sessions. */
  get shares(): Float64Array {
    return this.#shares;
  }

  /** How many sessions each run has where so many are left. */
  get wanted(): Int32Array {
    return this.#wanted;
  }

  /** Draws until there are at least so many runs. */
  reach(runs: number): void {
    if (runs <= this.#count) return;
    while (runs > this.#shares.length) this.#grow();
    const [shares, wanted, random] = [this.#shares, this.#wanted, this.#random];
    for (; this.#count < shares.length; this.#count++) {
      shares[this.#count] = random();
      wanted[this.#count] = Math.min(LONGEST, 1 + Math.floor(Math.log(1 - random()) / this.#logOfStaying));
    }
  }

  #grow(): void {
    const [shares, wanted] = [this.#shares, this.#wanted];
    this.#shares = new Float64Array(2 * shares.length);
    this.#wanted = new Int32Array(2 * wanted.length);
    this.#shares.set(shares);
    this.#wanted.set(wanted);
  }
}
