import type { MomentSums } from './momentSums.ts';
import { solveRidge, squaredError } from './ridge.ts';
import { standardisationOf, standardise, standardiseTarget } from './standardised.ts';
import type { SummedSessions } from './summedSessions.ts';

/**
 * The penalty where the folds prove none: three a row and a thousand more, so that of a small desk next to nothing is left. A desk
 * needs half a year before its folds can prove anything; small weights until then tell a tilting desk's days apart, and cost a desk
 * without anything to foresee nothing, while no weights at all did better on desks of one or two traders only.
 */
const UNPROVEN = { perRow: 3, more: 1_000 } as const;

/** Penalties on trial, per training row; infinite = the mean alone, which any other has to beat. */
export const PENALTIES_PER_ROW: readonly number[] = [0.03, 0.1, 0.3, 1, 3, 10, Number.POSITIVE_INFINITY];

/** Sessions a fold tests on, trains on at most and at least, and leaves out between so that no window straddles the border. */
const TEST_SESSIONS = 21;
const TRAIN_SESSIONS = 6 * TEST_SESSIONS;
const LEAST_TRAIN_SESSIONS = 2 * TEST_SESSIONS;
const EMBARGO_SESSIONS = 1;
/** Folds, back from the newest session: six are the half year that the gate looks on too. */
const FOLDS = 6;
/** Fewer folds than this, and the penalty that looks best is the one that was lucky. */
const LEAST_FOLDS = 3;
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

/** For each target the penalty, as sklearn's alpha, to fit so many rows of these sessions with. */
export function penaltiesFor(sessions: SummedSessions, rows: number, targets: number): readonly number[] {
  return choosePenalties(sessions, targets).map((perRow) =>
    perRow === null ? UNPROVEN.perRow * rows + UNPROVEN.more : perRow * rows,
  );
}

/**
 * For each target the penalty per training row that does best on the test sessions of the folds; null where none is known to beat
 * the mean.
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

/** Squared error over the test sessions: for each target, one for each penalty. */
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
    const fits = solveRidge(trainSums, trainTargets, perRow * train.rows);
    for (const [t, fit] of fits.entries()) {
      const [target, error] = [testTargets[t], errors[t]];
      if (target && error) error[place] = squaredError(fit, testSums, target);
    }
  }
  return errors;
}

/**
 * The penalty that gains most on the mean alone, among those whose gain lies at least a standard error above 0 over the folds;
 * null where none does, or where there are too few folds to know a standard error from luck.
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
