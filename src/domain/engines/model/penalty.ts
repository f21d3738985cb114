import type { MomentSums } from './momentSums.ts';
import { solveRidgeQuickly, squaredError } from './ridge.ts';
import { standardisationOf, standardise, standardiseTarget } from './standardised.ts';
import type { SummedSessions } from './summedSessions.ts';

/**
 * The penalty where the folds prove none: 3 per row plus 1,000, which leaves almost no weights on a small
 * desk. A desk needs half a year before its folds can prove anything. Until then small weights tell the days
 * of a tilting desk apart and cost a desk without any pattern nothing. No weights at all were better only on
 * desks of one or two traders.
 */
const UNPROVEN = { perRow: 3, more: 1_000 } as const;

/**
 * The penalties to choose from, per training row. An infinite penalty is the mean alone, which any other has
 * to beat.
 */
export const PENALTIES_PER_ROW: readonly number[] = [0.03, 0.1, 0.3, 1, 3, 10, Number.POSITIVE_INFINITY];

/**
 * Sessions of a fold: tested on, at most and at least trained on, and left out between them so that no window
 * straddles the border.
 */
const TEST_SESSIONS = 21;
const TRAIN_SESSIONS = 6 * TEST_SESSIONS;
const LEAST_TRAIN_SESSIONS = 2 * TEST_SESSIONS;
const EMBARGO_SESSIONS = 1;
/** Number of folds, back from the newest session. Six are the half year that the gate looks at too. */
const FOLDS = 6;
/** With fewer folds the best-looking penalty is the luckiest one. */
const LEAST_FOLDS = 3;
/** With fewer rows a fold distinguishes penalties only by luck. */
const LEAST_FOLD_ROWS = 50;

/** The borders of one fold, as indices into the sessions; ends are exclusive. */
export interface Fold {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

/**
 * Returns walk-forward folds over sessions, never over rows (docs/methods.md, section 6), newest first. Each
 * fold trains on the sessions before its test sessions. One session between them is left out, because
 * neighbouring rows share most of their windows.
 */
export function foldsOf(sessions: number): readonly Fold[] {
  const folds = Array.from({ length: FOLDS }, (_, fold): Fold => {
    const testTo = sessions - fold * TEST_SESSIONS;
    const testFrom = testTo - TEST_SESSIONS;
    const trainTo = testFrom - EMBARGO_SESSIONS;
    return { trainFrom: Math.max(trainTo - TRAIN_SESSIONS, 0), trainTo, testFrom, testTo };
  });
  return folds.filter(({ trainFrom, trainTo }) => trainTo - trainFrom >= LEAST_TRAIN_SESSIONS);
}

/** Returns for each target the penalty (scikit-learn's alpha) to fit this number of rows with. */
export function penaltiesFor(sessions: SummedSessions, rows: number, targets: number): readonly number[] {
  return choosePenalties(sessions, targets).map((perRow) =>
    perRow === null ? UNPROVEN.perRow * rows + UNPROVEN.more : perRow * rows,
  );
}

/**
 * Returns for each target the penalty per training row that does best on the test sessions of the folds; null
 * where no penalty is known to beat the mean.
 */
export function choosePenalties(sessions: SummedSessions, targets: number): readonly (number | null)[] {
  const folds = foldsOf(sessions.length).flatMap(({ trainFrom, trainTo, testFrom, testTo }) => {
    const train = sessions.between(trainFrom, trainTo);
    const test = sessions.between(testFrom, testTo);
    if (!train || !test || train.rows < LEAST_FOLD_ROWS || test.rows < LEAST_FOLD_ROWS) return [];
    return [foldErrors(train, test, targets)];
  });
  return Array.from({ length: targets }, (_, t) => bestOf(folds.flatMap((errors) => errors[t] ?? [])));
}

/** Returns the squared error on the test sessions: for each target, one per penalty. */
function foldErrors(train: MomentSums, test: MomentSums, targets: number): readonly Float64Array[] {
  const standardisation = standardisationOf(train);
  const trainSums = standardise(train, standardisation);
  const testSums = standardise(test, standardisation);
  const targetsOf = (sums: MomentSums) =>
    Array.from({ length: targets }, (_, t) => standardiseTarget(sums, t, standardisation));
  const trainTargets = targetsOf(train);
  const testTargets = targetsOf(test);
  const errors = trainTargets.map(() => new Float64Array(PENALTIES_PER_ROW.length));
  for (const [place, perRow] of PENALTIES_PER_ROW.entries()) {
    const fits = solveRidgeQuickly(trainSums, trainTargets, perRow * train.rows);
    for (const [t, fit] of fits.entries()) {
      const [target, error] = [testTargets[t], errors[t]];
      if (target && error) error[place] = squaredError(fit, testSums, target);
    }
  }
  return errors;
}

/**
 * Returns the penalty with the largest gain over the mean alone, among those whose mean gain is at least one
 * standard error above 0; null where there is none, or with too few folds to estimate a standard error.
 */
function bestOf(folds: readonly Float64Array[]): number | null {
  const mean = PENALTIES_PER_ROW.length - 1;
  if (folds.length < LEAST_FOLDS) return null;
  const gains = PENALTIES_PER_ROW.map((_, place) =>
    meanAndError(folds.map((errors) => (errors[mean] ?? 0) - (errors[place] ?? 0))),
  );
  let best = mean;
  for (let place = mean - 1; place >= 0; place--) {
    const [gain, error] = gains[place] ?? [0, 0];
    if (gain > error && gain > (gains[best]?.[0] ?? 0)) best = place;
  }
  return best === mean ? null : PENALTIES_PER_ROW[best]!;
}

function meanAndError(values: readonly number[]): readonly [number, number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / (values.length * (values.length - 1)))];
}
