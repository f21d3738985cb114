import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../../src/domain/evaluation/weightStability.ts';
import { binomialCdf, chiSquareSurvival } from '../../../src/domain/statistics/distributions.ts';
import { type ReliabilityBin, reliability } from '../../../src/domain/statistics/reliability.ts';
import {
  areaUnderCurve,
  brierScore,
  brierSkill,
  pinballLoss,
} from '../../../src/domain/statistics/scores.ts';
import {
  conditionalCoverageTest,
  independenceTest,
  kupiecTest,
  type LikelihoodRatioTest,
} from '../../../src/domain/statistics/varBacktest.ts';
import { approximately } from '../../support/approximately.ts';
import { transitionsOf } from '../../support/transitions.ts';

interface Golden {
  readonly probabilities: readonly {
    readonly forecasts: readonly number[];
    readonly happened: readonly number[];
    readonly brier: number;
    readonly skill: number;
    readonly auc: number;
    readonly bins: readonly ReliabilityBin[];
  }[];
  readonly pinball: readonly {
    readonly p: number;
    readonly outcomes: readonly number[];
    readonly forecasts: readonly number[];
    readonly mean: number;
  }[];
  readonly chiSquare: readonly { readonly x: number; readonly one: number; readonly two: number }[];
  readonly binomial: readonly {
    readonly trials: number;
    readonly p: number;
    readonly cdf: readonly number[];
  }[];
  readonly kupiec: readonly (LikelihoodRatioTest & {
    readonly exceptions: number;
    readonly forecasts: number;
  })[];
  readonly christoffersen: readonly {
    readonly breaches: string;
    readonly independence: LikelihoodRatioTest;
    readonly conditional: LikelihoodRatioTest;
  }[];
  readonly spearman: readonly {
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly correlation: number;
  }[];
}

// scripts/golden_scores.py computes this file with SciPy, scikit-learn and statsmodels.
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/scores.json', import.meta.url), 'utf8'));

const DIGITS = 10;

describe('the scores against scikit-learn and statsmodels', () => {
  it.each(golden.probabilities)(
    'the scores of $forecasts.length probabilities equal the reference',
    ({ forecasts, happened, ...expected }) => {
      const judged = forecasts.map((probability, row) => ({ probability, happened: happened[row] === 1 }));
      const actual = {
        brier: brierScore(judged),
        skill: brierSkill(judged),
        auc: areaUnderCurve(judged),
        bins: reliability(judged),
      };
      expect(actual).toEqual(approximately(expected, DIGITS));
    },
  );

  it.each(golden.pinball)(
    'the pinball loss at p = $p equals the reference',
    ({ p, outcomes, forecasts, mean }) => {
      const losses = outcomes.map((outcome, row) => pinballLoss(outcome, forecasts[row] ?? Number.NaN, p));
      expect(losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toBeCloseTo(mean, DIGITS);
    },
  );
});

describe('the distributions against SciPy', () => {
  it.each(golden.chiSquare)(
    'P(χ² > $x) equals the reference to ten significant digits',
    ({ x, one, two }) => {
      expect(chiSquareSurvival(x, 1) / one).toBeCloseTo(1, DIGITS);
      expect(chiSquareSurvival(x, 2) / two).toBeCloseTo(1, DIGITS);
    },
  );

  it.each(golden.binomial)(
    'the binomial of $trials trials at $p equals the reference',
    ({ trials, p, cdf }) => {
      expect(cdf.map((_, successes) => binomialCdf(successes, trials, p))).toEqual(
        approximately([...cdf], DIGITS),
      );
    },
  );
});

describe('the VaR tests against SciPy', () => {
  it.each(golden.kupiec)(
    'Kupiec’s test of $exceptions in $forecasts equals the reference',
    ({ exceptions, forecasts, ...expected }) => {
      expect(kupiecTest(exceptions, forecasts)).toEqual(approximately(expected, DIGITS));
    },
  );

  it.each(golden.christoffersen)(
    'Christoffersen’s tests of $breaches equal the reference',
    ({ breaches, independence, conditional }) => {
      const days = [...breaches].map((mark) => mark === 'x');
      const coverage = kupiecTest(days.filter(Boolean).length, days.length);
      const actual = independenceTest(transitionsOf([days]));
      expect(actual).toEqual(approximately(independence, DIGITS));
      expect(actual && conditionalCoverageTest(coverage, actual)).toEqual(approximately(conditional, DIGITS));
    },
  );
});

describe('the rank correlation against SciPy', () => {
  it.each(golden.spearman)(
    'the rank correlation of $before.length coefficients equals the reference',
    ({ before, after, correlation }) => {
      expect(rankCorrelation(before, after)).toBeCloseTo(correlation, DIGITS);
    },
  );
});
