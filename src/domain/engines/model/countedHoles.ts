import type { SessionsBetween } from '../../indicators/deskMornings.ts';

/**
 * Counts the missing sessions of a desk before a date. Most desks have none, and a backtest asks a million
 * times.
 */
export class CountedHoles {
  readonly #holes: readonly string[];
  readonly #counts = new Map<string, number>();

  /** `holes`: sessions, ascending. */
  constructor(holes: readonly string[]) {
    this.#holes = holes;
  }

  /** How many lie before a date. */
  before(date: string): number {
    if (this.#holes.length === 0) return 0;
    const known = this.#counts.get(date);
    if (known !== undefined) return known;
    const count = this.#holes.filter((hole) => hole < date).length;
    this.#counts.set(date, count);
    return count;
  }

  /** How many lie on or before a session. */
  through(session: string): number {
    return this.before(session) + (this.#holes.includes(session) ? 1 : 0);
  }

  /** How many lie among the last `sessions` sessions through one of them. */
  among(sessions: number, through: string, sessionsBetween: SessionsBetween): number {
    const past = this.#holes.slice(0, this.through(through));
    const old = past.findLastIndex((hole) => sessionsBetween(hole, through) >= sessions);
    return past.length - 1 - old;
  }
}
