import { MomentSums } from './momentSums.ts';

/** The sums of one session, and its place among all sessions since the desk's first. */
export interface SessionSums {
  readonly ordinal: number;
  readonly sums: MomentSums;
}

/**
 * Sessions in a week: their sum is computed once and shared by all windows and folds that contain the whole
 * week.
 */
const WEEK_SESSIONS = 5;
const weeks = new WeakMap<MomentSums, Week>();

interface Week {
  readonly sessions: readonly MomentSums[];
  readonly sums: MomentSums;
}

/**
 * The sums of any range of consecutive sessions. A refit needs a dozen folds of the half year and the whole
 * window, and the next week's refit needs nearly the same ones, so the sums of whole weeks are kept. Weeks
 * are counted from the desk's first session: a range gives the same last digit whatever was computed before
 * it.
 */
export class SummedSessions {
  readonly #sessions: readonly SessionSums[];

  /** @param sessions consecutive, oldest first */
  constructor(sessions: readonly SessionSums[]) {
    this.#sessions = sessions;
  }

  get length(): number {
    return this.#sessions.length;
  }

  /** Returns the sums of the sessions from index `from` up to, not including, `to`; null for no session. */
  between(from: number, to: number): MomentSums | null {
    const parts: MomentSums[] = [];
    for (let place = from; place < to; ) {
      const week = this.#weekAt(place, to);
      const part = week ?? this.#sessions[place]?.sums;
      if (part) parts.push(part);
      place += week ? WEEK_SESSIONS : 1;
    }
    return totalOf(parts);
  }

  /**
   * Returns the sums of the week that begins at this index and ends before `to`; null where there is none.
   */
  #weekAt(from: number, to: number): MomentSums | null {
    const begins = this.#sessions[from];
    if (!begins || begins.ordinal % WEEK_SESSIONS !== 0 || from + WEEK_SESSIONS > to) return null;
    const sessions = this.#sessions.slice(from, from + WEEK_SESSIONS).map(({ sums }) => sums);
    const kept = weeks.get(begins.sums);
    if (kept?.sessions.every((sums, place) => sums === sessions[place])) return kept.sums;
    const sums = totalOf(sessions) as MomentSums;
    weeks.set(begins.sums, { sessions, sums });
    return sums;
  }
}

function totalOf(parts: readonly MomentSums[]): MomentSums | null {
  const [first] = parts;
  if (!first) return null;
  const total = new MomentSums(first.features, first.targets);
  total.merge(parts);
  return total;
}
