import type { CutProof } from '../engines/cutProof.ts';
import type { SessionForecast } from '../engines/model/sessionForecast.ts';
import { outcomeUnderLimit, type StopOptions } from '../outcome/counterfactual.ts';
import { limitAfter, uncutLimit } from '../outcome/reduction.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { type StrategyImpact, strategyImpact } from './impact.ts';
import { StrategyAccumulator } from './strategyAccumulator.ts';

/** A decision whether limits are cut. It holds until the next one. */
export interface SwitchDecision {
  readonly proof: CutProof;
  /** Why no limit is cut; null: cuts are on. */
  readonly cutsOff: string | null;
}

/** When cuts were switched off, and what the cuts would have done had they always been on. */
export interface SwitchHistory {
  /** Ascending. The first may have been decided before the period. */
  readonly decisions: readonly SwitchDecision[];
  /** Sessions of the period on which cuts were off. */
  readonly offSessions: number;
  /** Times that cuts were switched off or on within the period. */
  readonly changes: number;
  /** The cuts of model or rules on every session, also where they were off. */
  readonly limitWithoutSwitch: StrategyImpact;
}

/** Keeps the decisions of the switch, and evaluates the cuts without it. */
export class SwitchAccumulator {
  readonly #stop: StopOptions;
  readonly #decisions: SwitchDecision[] = [];
  readonly #limit = new StrategyAccumulator();
  #offSessions = 0;
  #changes = 0;
  #wasOff: boolean | null = null;

  constructor(stop: StopOptions) {
    this.#stop = stop;
  }

  /** Keeps only the last of the decisions before the period. */
  addSession({ cutProof, cutsOff }: SessionForecast, isReported: boolean): void {
    if (!isReported) this.#decisions.length = 0;
    const isNew = cutProof !== null && cutProof.decidedFor !== this.#decisions.at(-1)?.proof.decidedFor;
    if (isNew) this.#decisions.push({ proof: cutProof, cutsOff });
    if (!isReported) return;
    const isOff = cutsOff !== null;
    if (isOff) this.#offSessions++;
    if (this.#wasOff !== null && this.#wasOff !== isOff) this.#changes++;
    this.#wasOff = isOff;
  }

  /** Adds a row of a traded day: the cut that model or rules made, or would have made. */
  add({ row, day, cutPctWithoutSwitch }: JudgedRow): void {
    if (day === null || cutPctWithoutSwitch === 0) return;
    const limit = limitAfter(row.baseLimit, cutPctWithoutSwitch, this.#stop.limitRoundTo);
    const base = outcomeUnderLimit(day, uncutLimit(row.baseLimit), this.#stop);
    this.#limit.add(row.sessionDate, outcomeUnderLimit(day, limit, this.#stop) - base);
  }

  history(sessions: readonly string[], sampling: BootstrapOptions): SwitchHistory {
    return {
      decisions: [...this.#decisions],
      offSessions: this.#offSessions,
      changes: this.#changes,
      limitWithoutSwitch: strategyImpact(this.#limit, sessions, sampling),
    };
  }
}
