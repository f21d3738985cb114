import { describe, expect, it } from 'vitest';
import {
  featureIds,
  featureIndicators,
  features,
  featureText,
} from '../../../../src/domain/engines/model/features.ts';
import { NO_RATIOS } from '../../../../src/domain/indicators/realisedVolatility.ts';
import { computeIndicators } from '../../../../src/domain/indicators/registry.ts';
import { factsOf } from '../../../support/facts.ts';
import { indicatorVector } from '../../../support/indicatorVector.ts';
import { seriesOf } from '../../../support/series.ts';

describe('the features', () => {
  it('are rows of the registry, in their own order', () => {
    expect(featureIndicators.map(({ id }) => id)).toEqual(features.map(({ id }) => id));
  });

  it('all have a label and a sentence of their own; a feature of an older fit has its id', () => {
    const texts = featureIds.map(featureText);
    expect(new Set(texts.map(({ label }) => label)).size).toBe(featureIds.length);
    for (const { label, sentence } of texts) {
      expect(featureIds).not.toContain(label);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
    expect(featureText('gone')).toEqual({ label: 'gone', sentence: '' });
  });

  it('have the values that the indicators have, NaN for null', () => {
    const days = factsOf(Array.from({ length: 70 }, (_, day) => 300 * Math.sin(day * day) - 20));
    const series = seriesOf(days[0]?.trader ?? '', 5_000, days);
    const morning = {
      previousSession: days.at(-1)?.sessionDate ?? '',
      idleSessions: 0,
      previousSessionScaledPnl: null,
      deskSortedScaledPnl: new Float64Array(),
      deskCloseRatios: NO_RATIOS,
    };
    const vector = new Float64Array(features.length);
    indicatorVector(series, morning, vector, featureIndicators);
    const all = computeIndicators(series, morning);
    expect([...vector]).toEqual(features.map(({ id }) => all[id] ?? Number.NaN));
    expect(vector.some((value) => Number.isNaN(value))).toBe(true);
  });

  it.each([
    ['last_r', -2.104, 'last session lost 2.10 ordinary days'],
    ['mean_r_3', 0.4, 'last 3 sessions won 0.40 ordinary days each'],
    ['vol_7', 1.384, '7 sessions swung 1.38 times an ordinary day'],
    ['profit_balance', -0.25, 'profit factor 0.60 over 20 sessions'],
    ['win_rate_change', -2.2, 'win rate 2.20 times its usual spread below its norm'],
    ['loss_streak_surprise', Math.log(20), 'a losing streak that chance brings 1 time in 20'],
    ['trade_count_surprise', 4.05, 'number of orders 4.05 times the usual spread above habit'],
    ['revenge_rate', Math.log(2.3), 're-enters 2.30 times as fast after a loss as otherwise'],
    ['idle', Math.log(5), '4 sessions away'],
    ['desk_loss_share', 0.8, '80% of the others lost on the last session'],
    ['desk_relative_r', -1.5, "last session 1.50 ordinary days below the desk's"],
    ['order_size_change', Math.log(2), 'orders 2.00 times as large as in the last months'],
    ['notional_change', Math.log(0.5), 'trades 0.50 times the dollars of the last months'],
    ['clustering', -0.001, 'wild days follow wild days (correlation 0.00)'],
  ])('%s of %d reads as a risk manager would say it', (id, value, words) => {
    expect(features.find((feature) => feature.id === id)?.phrase(value)).toBe(words);
  });
});
