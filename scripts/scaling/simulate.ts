/** The morning of one desk. Seconds count from 05:00. */
export interface Job {
  /** When its fills have arrived. */
  readonly readyAt: number;
  /** The Postgres server, or Citus node, that has the desk; from 0. */
  readonly shard: number;
  readonly readSeconds: number;
  readonly computeSeconds: number;
  readonly writeSeconds: number;
}

export interface Capacity {
  /** Cores of all workers: each does one morning at a time. */
  readonly workers: number;
  readonly shards: number;
  /** Cores of each Postgres server. */
  readonly databaseCores: number;
}

/** When the mail of each job is sent, in the order of the jobs. */
export type SentAt = Float64Array;

interface Event {
  readonly at: number;
  /** Breaks a tie by the order in which events were made. */
  readonly order: number;
  readonly run: () => void;
}

/**
 * Simulates the mornings of many desks. A job waits for its fills, then for a worker, first come, first out.
 * The worker keeps it through three steps: Postgres reads, the worker computes, Postgres writes. A step on
 * Postgres waits for a core of its shard. The result has no chance in it.
 */
export function simulate(jobs: readonly Job[], { workers, shards, databaseCores }: Capacity): SentAt {
  const sentAt: SentAt = new Float64Array(jobs.length);
  const clock = new EventQueue();
  const pool = new Station(clock, workers);
  const databases = Array.from({ length: shards }, () => new Station(clock, databaseCores));
  for (const [place, job] of jobs.entries()) {
    const database = databases[job.shard];
    if (database === undefined) throw new Error(`a job of shard ${job.shard}, of ${shards}`);
    clock.add(job.readyAt, () =>
      pool.take((releaseWorker) =>
        database.use(job.readSeconds, () =>
          clock.add(clock.now + job.computeSeconds, () =>
            database.use(job.writeSeconds, () => {
              sentAt[place] = clock.now;
              releaseWorker();
            }),
          ),
        ),
      ),
    );
  }
  clock.run();
  return sentAt;
}

/** Servers that each do one thing at a time, and those who wait for one, in order. */
class Station {
  readonly #clock: EventQueue;
  readonly #waiting: (() => void)[] = [];
  #first = 0;
  #free: number;

  constructor(clock: EventQueue, servers: number) {
    this.#clock = clock;
    this.#free = servers;
  }

  /** Gives a server to `work`, which releases it. */
  take(work: (release: () => void) => void): void {
    const start = () => work(() => this.#release());
    if (this.#free === 0) this.#waiting.push(start);
    else {
      this.#free--;
      start();
    }
  }

  /** Keeps a server for some seconds, then calls `done`. Nothing to do needs no server. */
  use(seconds: number, done: () => void): void {
    if (seconds === 0) done();
    else
      this.take((release) =>
        this.#clock.add(this.#clock.now + seconds, () => {
          release();
          done();
        }),
      );
  }

  #release(): void {
    const next = this.#waiting[this.#first];
    if (next === undefined) this.#free++;
    else {
      this.#first++;
      next();
    }
  }
}

/** Events by time: a binary heap. */
class EventQueue {
  now = 0;
  readonly #heap: Event[] = [];
  #made = 0;

  add(at: number, run: () => void): void {
    this.#heap.push({ at, order: this.#made++, run });
    this.#up(this.#heap.length - 1);
  }

  run(): void {
    for (let next = this.#pop(); next !== undefined; next = this.#pop()) {
      this.now = next.at;
      next.run();
    }
  }

  #pop(): Event | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || this.#heap.length === 0) return first;
    this.#heap[0] = last;
    this.#down();
    return first;
  }

  #up(from: number): void {
    for (let place = from; place > 0; ) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #down(): void {
    for (let place = 0; ; ) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const child = right < this.#heap.length && this.#isBefore(right, left) ? right : left;
      if (child >= this.#heap.length || !this.#isBefore(child, place)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a] as Event, this.#heap[b] as Event];
    return first.at < second.at || (first.at === second.at && first.order < second.order);
  }

  #swap(a: number, b: number): void {
    [this.#heap[a], this.#heap[b]] = [this.#heap[b] as Event, this.#heap[a] as Event];
  }
}
