import type { Random } from '../../src/adapters/demo/simulation/random.ts';
import type { ModelScore } from '../../src/domain/engines/scoreDecay.ts';
import { dateAfter } from './facts.ts';

/** The scores of one session with equal regrets and no exception among ten VaR forecasts. */
export function sessionScore(overrides: Partial<ModelScore> = {}): ModelScore {
  return {
    sessionDate: '2026-01-02',
    modelRegret: 1,
    rulesRegret: 1,
    modelShortfall: 1,
    rulesShortfall: 1,
    varForecasts: 10,
    varExceptions: 0,
    pinball: 1,
    plainPinball: 1,
    ...overrides,
  };
}

/**
 * Sessions on which the model's regret is lower than the rules' by `better`, and at equal weights by
 * `evenBetter`.
 */
export function sessionScores(sessions: number, better: number, evenBetter = better): ModelScore[] {
  return Array.from({ length: sessions }, (_, at) =>
    sessionScore({
      sessionDate: dateAfter('2026-01-02', at),
      modelRegret: 1 - better,
      modelShortfall: 1 - evenBetter,
    }),
  );
}

/**
 * Two engines without skill: on each trader-day a deep cut is best or none is, and each engine cuts one day
 * in five at random. Stakes are heavy-tailed.
 */
export function enginesWithoutSkill(random: Random, sessions: number, traders: number): ModelScore[] {
  return Array.from({ length: sessions }, (_, at) => {
    const day = { modelRegret: 0, rulesRegret: 0, modelShortfall: 0, rulesShortfall: 0 };
    for (let trader = 0; trader < traders; trader++) {
      const stake = random.chance(0.4) ? Math.exp(random.normal()) : 0;
      const cutIsBest = random.chance(0.5);
      const shortfall = () => (random.chance(0.2) === cutIsBest ? 0 : stake);
      const [model, rules] = [shortfall(), shortfall()];
      const weight = cutIsBest ? 2 : 1;
      day.modelShortfall += model;
      day.rulesShortfall += rules;
      day.modelRegret += weight * model;
      day.rulesRegret += weight * rules;
    }
    return sessionScore({ ...day, sessionDate: dateAfter('2025-01-02', at), varForecasts: 0 });
  });
}
