import type { GateDecision } from '../engines/gate.ts';
import type { SessionForecast } from '../engines/model/sessionForecast.ts';
import type { GateHistory } from './backtestResult.ts';

/** Keeps the gate's decisions, the circuit breaker's, and the number of sessions of each engine. */
export class GateAccumulator {
  readonly #decisions: GateDecision[] = [];
  readonly #breakers: { readonly sessionDate: string; readonly why: string }[] = [];
  #ridgeSessions = 0;
  #rulesSessions = 0;
  #noCutSessions = 0;

  /** Keeps only the last of the decisions before the period. */
  add({ sessionDate, gate, breaker, engine }: SessionForecast, isReported: boolean): void {
    if (!isReported) this.#decisions.length = 0;
    if (gate !== null && gate.decidedFor !== this.#decisions.at(-1)?.decidedFor) this.#decisions.push(gate);
    if (!isReported) return;
    if (breaker !== null) this.#breakers.push({ sessionDate, why: breaker });
    if (engine === 'ridge') this.#ridgeSessions++;
    else if (engine === 'rules') this.#rulesSessions++;
    else this.#noCutSessions++;
  }

  history(): GateHistory {
    return {
      decisions: [...this.#decisions],
      latest: this.#decisions.at(-1) ?? null,
      ridgeSessions: this.#ridgeSessions,
      rulesSessions: this.#rulesSessions,
      noCutSessions: this.#noCutSessions,
      breakers: [...this.#breakers],
    };
  }
}
