import { MomentSums } from './momentSums.ts';
import { solveRidge, squaredError } from './ridge.ts';
import { standardisationOf, standardise, standardiseTarget } from './standardised.ts';

/** Penalties on trial, per training row; infinite = the mean alone, which any other has to beat. */
export const PENALTIES_PER_ROW: readonly number[] = [0.03, 0.1, 0.3, 1, 3, 10, Number.POSITIVE_INFINITY];

/** Sessions a fold trains on at most and at least, leaves out so that no window straddles the border, and tests on. */
const TRAIN_SESSIONS = 126;
const LEAST_TRAIN_SESSIONS = 42;
const EMBARGO_SESSIONS = 1;
const TEST_SESSIONS = 21;
/** Folds, back from the newest session: six are the half year that the gate looks on too. */
const FOLDS = 6;
/** Rows below which a fold tells one penalty from another by luck alone. */
const LEAST_FOLD_ROWS = 50;

/** Where one fold begins and ends, as indices into the sessions; ends are exclusive. */
export interface Fold {
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
}

/**
 * Walk-forward folds over sessions, never over rows (methods: pooled ridge): each trains on what lies before its test sessions, with
 * an embargo between, for neighbouring rows share most of their windows. Newest first.
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

/**
 * For each target the penalty per training row with the least squared error over the test sessions of all folds; infinite where
 * there are too few sessions or rows to try any. `sessions` holds one session's sums each, oldest first.
 */
export function choosePenalties(sessions: readonly MomentSums[], targets: number): readonly number[] {
  const errors = Array.from({ length: targets }, () => new Float64Array(PENALTIES_PER_ROW.length));
  let tried = 0;
  for (const fold of foldsOf(sessions.length)) {
    const train = sumOf(sessions.slice(fold.trainFrom, fold.trainTo));
    const test = sumOf(sessions.slice(fold.testFrom, fold.testTo));
    if (!train || !test || train.rows < LEAST_FOLD_ROWS || test.rows < LEAST_FOLD_ROWS) continue;
    addErrors(train, test, errors);
    tried++;
  }
  return errors.map((error) => (tried === 0 ? Number.POSITIVE_INFINITY : cheapest(error)));
}

/** All rows of some sessions; null of none. */
export function sumOf(sessions: readonly MomentSums[]): MomentSums | null {
  const [first] = sessions;
  if (!first) return null;
  const total = new MomentSums(first.features, first.targets);
  total.merge(sessions);
  return total;
}

function addErrors(train: MomentSums, test: MomentSums, errors: readonly Float64Array[]): void {
  const standardisation = standardisationOf(train);
  const trainSums = standardise(train, standardisation);
  const testSums = standardise(test, standardisation);
  const targetsOf = (sums: MomentSums) => errors.map((_, t) => standardiseTarget(sums, t, standardisation));
  const trainTargets = targetsOf(train);
  const testTargets = targetsOf(test);
  for (const [place, perRow] of PENALTIES_PER_ROW.entries()) {
    const fits = solveRidge(trainSums, trainTargets, perRow * train.rows);
    for (const [t, fit] of fits.entries()) {
      const target = testTargets[t];
      const error = errors[t];
      if (target && error) error[place] = (error[place] ?? 0) + squaredError(fit, testSums, target);
    }
  }
}

/** Of equals the largest: what cannot be told from the mean is the mean. */
function cheapest(errors: Float64Array): number {
  let best = errors.length - 1;
  for (let place = best - 1; place >= 0; place--) {
    if ((errors[place] as number) < (errors[best] as number)) best = place;
  }
  return PENALTIES_PER_ROW[best] as number;
}
