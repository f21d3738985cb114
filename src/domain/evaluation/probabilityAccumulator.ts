import { reliability } from '../statistics/reliability.ts';
import { areaUnderCurve, brierScore, brierSkill } from '../statistics/scores.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { ProbabilityScores } from './backtestResult.ts';
import { NumberList } from './numberList.ts';
import { areaInterval, type JudgedSession, skillInterval } from './probabilityIntervals.ts';

/** Keeps every probability of a large loss with its outcome, session by session. */
export class ProbabilityAccumulator {
  readonly #probabilities = new NumberList();
  readonly #happened = new NumberList();
  /** The index of each session's first forecast. */
  readonly #starts: number[] = [];
  #session: string | null = null;

  add(sessionDate: string, probability: number, happened: boolean): void {
    if (sessionDate !== this.#session) this.#starts.push(this.#probabilities.length);
    this.#session = sessionDate;
    this.#probabilities.push(probability);
    this.#happened.push(Number(happened));
  }

  /** `sampling` is used for the intervals. */
  scores(sampling: BootstrapOptions): ProbabilityScores {
    const sessions = this.#sessions();
    const judged = sessions.flat();
    const expected = this.#probabilities.values().reduce((sum, one) => sum + one, 0);
    const came = this.#happened.values().reduce((sum, one) => sum + one, 0);
    return {
      days: judged.length,
      baseRate: judged.length === 0 ? null : came / judged.length,
      brier: brierScore(judged),
      skill: brierSkill(judged),
      auc: areaUnderCurve(judged),
      skillInterval: skillInterval(sessions, sampling),
      aucInterval: areaInterval(sessions, sampling),
      expected,
      came,
      reliability: reliability(judged),
    };
  }

  #sessions(): readonly JudgedSession[] {
    const [probabilities, happened] = [this.#probabilities.values(), this.#happened.values()];
    return this.#starts.map((start, session) => {
      const end = this.#starts[session + 1] ?? probabilities.length;
      return Array.from(probabilities.subarray(start, end), (probability, place) => ({
        probability,
        happened: happened[start + place] === 1,
      }));
    });
  }
}
