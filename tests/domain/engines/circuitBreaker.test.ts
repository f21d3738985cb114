import { describe, expect, it } from 'vitest';
import { circuitBreaker, type ModelAnswer } from '../../../src/domain/engines/circuitBreaker.ts';

const answer = (overrides: Partial<ModelAnswer> = {}): ModelAnswer => ({
  reductionPct: 0,
  rulesReductionPct: 0,
  figures: [1_200, 0.14],
  features: 24,
  unknownFeatures: 2,
  ...overrides,
});
const cuts = (...percents: number[]) => percents.map((reductionPct) => answer({ reductionPct }));
/** The model cuts four of five traders deep; the rules cut the traders as given. */
const besideRules = (...percents: number[]) =>
  percents.map((rulesReductionPct, at) => answer({ rulesReductionPct, reductionPct: at === 0 ? 0 : 60 }));
const unknown = (...counts: number[]) => counts.map((unknownFeatures) => answer({ unknownFeatures }));

describe('the circuit breaker trips', () => {
  it.each<[string, readonly ModelAnswer[], string]>([
    ['without anybody to ask about', [], 'no trader has the history that the model needs'],
    [
      'on a figure that is not a number',
      [answer(), answer({ figures: [Number.NaN] })],
      'a figure of it is not a number',
    ],
    [
      'on an infinite one, of a desk of one',
      [answer({ figures: [1, Number.POSITIVE_INFINITY] })],
      'a figure of it is not a number',
    ],
    ['on one cut for everybody', cuts(15, 15, 15), 'it asks for the same cut of 15% for everybody'],
    [
      'on deep cuts for more than 60 %',
      cuts(40, 55, 80, 0),
      'it asks for cuts of 40% and more for 75% of the desk',
    ],
    [
      'on deep cuts for a share well beyond the rules’',
      besideRules(0, 0, 0, 35, 50, 60, 60, 80, 50, 40, 50),
      'it asks for cuts of 40% and more for 91% of the desk',
    ],
    [
      'on indicators missing for over a third',
      unknown(13, 20, 0, 0, 0),
      'indicators are missing for 40% of the desk',
    ],
  ])('trips %s', (_, answers, why) => {
    expect(circuitBreaker(answers)).toBe(why);
  });
});

describe('the circuit breaker holds', () => {
  it.each<[string, readonly ModelAnswer[]]>([
    ['for a desk that is cut here and there', cuts(0, 20, 0, 45)],
    ['when nobody is cut', cuts(0, 0, 0, 0)],
    [
      'for deep cuts that the rules ask for too',
      cuts(40, 55, 80, 0).map((one) => ({ ...one, rulesReductionPct: 60 })),
    ],
    ['for deep cuts of 60 % of the desk', cuts(40, 60, 80, 0, 0)],
    [
      'for deep cuts where the rules ask for nearly as many',
      besideRules(0, 0, 45, 40, 50, 60, 60, 80, 50, 40),
    ],
    ['for cuts just below deep', cuts(35, 35, 35, 30)],
    ['when just a third has hardly an indicator', unknown(24, 24, 0, 0, 0, 0)],
    ['when half of everybody’s indicators are missing', unknown(12, 12, 12)],
    ['for two traders who agree', cuts(50, 50)],
  ])('holds %s', (_, answers) => {
    expect(circuitBreaker(answers)).toBeNull();
  });
});
