import { describe, expect, it } from 'vitest';
import { walkedDesk, walkOptions } from '../../../../scripts/simulation/walkedDesk.ts';
import { WalkForwardModel } from '../../../../src/domain/engines/model/walkForwardModel.ts';

const walked = walkedDesk({ truth: 'noEdge', seed: 5, sessions: 362 });
const last = walked.at(-1);

/** The walk through the sessions so far; since one of them its VaR is worse than the plain volatility. */
function walkAfter(sessions: number, worseSince: number): WalkForwardModel {
  const records = walked.slice(0, sessions).map(({ record }, at) => {
    const { plainPinball, ...score } = record.score;
    return {
      ...record,
      score: { ...score, plainPinball: at < worseSince ? plainPinball : plainPinball / 2 },
    };
  });
  const { model, gate, cutProof } = walked[sessions - 1]!.forecast;
  return new WalkForwardModel(walkOptions, { records, model, gate, cutProof });
}

const forecastAfter = (sessions: number, worseSince: number) =>
  walkAfter(sessions, worseSince).forecast('2026-12-01', []);

describe('the weekly look of the walk at its scores', () => {
  it('fits the model again, two sessions after the weekly fit, where a score has decayed', () => {
    const { decayed, model } = forecastAfter(362, 330);
    expect(decayed.map(({ id }) => id)).toEqual(['pinball']);
    expect(model.trainedThrough).toBe(last?.record.sessionDate);
  });

  it('leaves the model where none has, and on every other morning', () => {
    expect(forecastAfter(362, 362)).toMatchObject({ decayed: [], model: last?.forecast.model });
    const before = walked.at(-2);
    expect(forecastAfter(361, 330)).toMatchObject({ decayed: [], model: before?.forecast.model });
  });

  it('does not count what became worse after the look before', () => {
    expect(forecastAfter(362, 358).decayed).toEqual([]);
  });
});
