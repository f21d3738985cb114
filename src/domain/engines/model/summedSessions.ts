import { MomentSums } from './momentSums.ts';

/** What is summed of one session, and its place among all sessions since the desk's first. */
export interface SessionSums {
  readonly ordinal: number;
  readonly sums: MomentSums;
}

/** Sessions that are added up once for all windows and folds they lie in. */
const WEEK_SESSIONS = 5;
const weeks = new WeakMap<MomentSums, Week>();

interface Week {
  readonly sessions: readonly MomentSums[];
  readonly sums: MomentSums;
}

/**
 * The sums of any stretch of consecutive sessions. A refit asks for a dozen folds of the half year and for the whole window, and
 * the next week's for nearly the same: so whole weeks are kept, counted from the desk's first session. Which sessions make a week
 * thus depends on nothing but their ordinals, and a stretch comes to the same last digit whatever was asked before it.
 */
export class SummedSessions {
  readonly #sessions: readonly SessionSums[];

  /** Consecutive sessions, oldest first. */
  constructor(sessions: readonly SessionSums[]) {
    this.#sessions = sessions;
  }

  get length(): number {
    return this.#sessions.length;
  }

  /** All rows of the sessions from one index up to another; null of none. */
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

  /** The week that begins at this index and is over before another; null where none does. */
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
