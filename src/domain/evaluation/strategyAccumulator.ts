import { hasEffect } from '../outcome/counterfactual.ts';

/** The effect of a strategy over several trader-days, dollars. */
export interface StrategySums {
  /** Sum of the positive effects, ≥ 0. */
  readonly avoided: number;
  /** Sum of the negative effects as a positive number, ≥ 0. */
  readonly opportunityCost: number;
  /** avoided − opportunityCost. */
  readonly net: number;
  /** Trader-days with an effect other than 0. */
  readonly bindingDays: number;
}

/** Adds up one strategy's effects, and keeps the net per session for resampling. */
export class StrategyAccumulator {
  #avoided = 0;
  #opportunityCost = 0;
  #bindingDays = 0;
  readonly #netBySession = new Map<string, number>();

  /** Adds an effect, dollars. `bindingDays` is given where one effect stands for several trader-days. */
  add(sessionDate: string, delta: number, bindingDays = Number(hasEffect(delta))): void {
    this.#bindingDays += bindingDays;
    // Most effects are 0; storing them would fill the memory of a large desk.
    if (delta === 0) return;
    if (delta > 0) this.#avoided += delta;
    else this.#opportunityCost -= delta;
    this.#netBySession.set(sessionDate, (this.#netBySession.get(sessionDate) ?? 0) + delta);
  }

  sums(): StrategySums {
    const avoided = this.#avoided;
    const opportunityCost = this.#opportunityCost;
    const bindingDays = this.#bindingDays;
    return { avoided, opportunityCost, net: avoided - opportunityCost, bindingDays };
  }

  /** Net of each session, dollars; 0 without a trader-day. */
  netOver(sessions: readonly string[]): readonly number[] {
    return sessions.map((session) => this.#netBySession.get(session) ?? 0);
  }
}
