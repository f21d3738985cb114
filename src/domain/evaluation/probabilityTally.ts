import type { ProbabilityScores } from './backtestResult.ts';
import { GrowingNumbers } from './growingNumbers.ts';
import { reliability } from './reliability.ts';
import { areaUnderCurve, brierScore, brierSkill } from './scores.ts';

/** Keeps every probability of a large loss with what came of it. */
export class ProbabilityTally {
  readonly #probabilities = new GrowingNumbers();
  readonly #happened = new GrowingNumbers();

  add(probability: number, happened: boolean): void {
    this.#probabilities.push(probability);
    this.#happened.push(Number(happened));
  }

  scores(): ProbabilityScores {
    const happened = this.#happened.values();
    const judged = Array.from(this.#probabilities.values(), (probability, place) => ({
      probability,
      happened: happened[place] === 1,
    }));
    return {
      days: judged.length,
      baseRate: judged.length === 0 ? null : happened.reduce((sum, one) => sum + one, 0) / judged.length,
      brier: brierScore(judged),
      skill: brierSkill(judged),
      auc: areaUnderCurve(judged),
      reliability: reliability(judged),
    };
  }
}
