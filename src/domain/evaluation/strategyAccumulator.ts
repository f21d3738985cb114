import type { StrategyEffect } from './strategies.ts';

/** What a strategy did over some trader-days, dollars. */
export interface StrategySums {
  /** Σ of what it saved, ≥ 0. */
  readonly avoided: number;
  /** Σ of what it cost on days that would have come back, ≥ 0. */
  readonly opportunityCost: number;
  /** avoided − opportunityCost. */
  readonly net: number;
  readonly bindingDays: number;
}

/** Adds up one strategy's effects, and keeps the net of each session for resampling. */
export class StrategyAccumulator {
  #avoided = 0;
  #opportunityCost = 0;
  #bindingDays = 0;
  readonly #netBySession = new Map<string, number>();

  add(sessionDate: string, { delta, isBinding }: StrategyEffect): void {
    if (delta > 0) this.#avoided += delta;
    else this.#opportunityCost -= delta;
    if (isBinding) this.#bindingDays++;
    // Most days are none of its business; a large desk's would fill the memory with zeros.
    if (delta === 0) return;
    this.#netBySession.set(sessionDate, (this.#netBySession.get(sessionDate) ?? 0) + delta);
  }

  sums(): StrategySums {
    const avoided = this.#avoided;
    const opportunityCost = this.#opportunityCost;
    const bindingDays = this.#bindingDays;
    return { avoided, opportunityCost, net: avoided - opportunityCost, bindingDays };
  }

  /** Net of each of the sessions, dollars; 0 where it had no trader-day. */
  netOver(sessions: readonly string[]): readonly number[] {
    return sessions.map((session) => this.#netBySession.get(session) ?? 0);
  }
}
