import { describe, expect, it } from 'vitest';
import { featureIndicators, features } from '../../../src/domain/forecast/features.ts';
import { computeIndicators, indicatorVector } from '../../../src/domain/indicators/registry.ts';
import { seriesOf } from '../../../src/domain/indicators/traderSeries.ts';
import { factsOf } from '../../support/facts.ts';

describe('the features', () => {
  it('are rows of the registry, in their own order', () => {
    expect(featureIndicators.map(({ id }) => id)).toEqual(features.map(({ id }) => id));
  });

  it('have the values that the indicators have, NaN for null', () => {
    const days = factsOf(Array.from({ length: 70 }, (_, day) => 300 * Math.sin(day * day) - 20));
    const series = seriesOf(days[0]?.trader ?? '', 5_000, days);
    const morning = {
      previousSession: days.at(-1)?.sessionDate ?? '',
      idleSessions: 0,
      previousSessionScaledPnl: null,
      deskSortedScaledPnl: new Float64Array(),
    };
    const vector = new Float64Array(features.length);
    indicatorVector(series, morning, vector, featureIndicators);
    const all = computeIndicators(series, morning);
    expect([...vector]).toEqual(features.map(({ id }) => all[id] ?? Number.NaN));
    expect(vector.some((value) => Number.isNaN(value))).toBe(true);
  });
});
