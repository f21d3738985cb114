import { nextLevel } from '../../engines/model/adaptiveCoverage.ts';
import { swingFeature } from '../../engines/model/baselineVolatility.ts';
import { features, swingFeatures } from '../../engines/model/features.ts';
import {
  fitLocationScale,
  type LocationScaleModel,
  predict,
  type TrainingSession,
  targetsOf,
  untrainedModel,
  winsorise,
} from '../../engines/model/locationScale.ts';
import { MomentSums } from '../../engines/model/momentSums.ts';
import { POOL_SESSIONS, TRAINING_SESSIONS } from '../../engines/model/trainedModel.ts';
import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import type { Challenger, LearnedRow, MorningRow } from './challenger.ts';

/** The features that the model of version 0.7 weighed. */
const CLOSING_FEATURES = features.findIndex(({ id }) => id === 'order_size_change');

/** The model of version 0.7: σ₀ is the plain volatility, and no feature reads trips or ranges. */
export function closingRidge(): Challenger {
  return ridgeOnPlain('ridge on closes', 'the model without trips and ranges, as up to version 0.7', {
    columns: CLOSING_FEATURES,
    write: (row, out) => out.set(row.features.subarray(0, CLOSING_FEATURES)),
  });
}

/** The features of trips, ranges and sizes over the plain σ₀ (R1 in docs/methods.md, section 6). */
export function rangeFeatures(): Challenger {
  return ridgeOnPlain('ridge, σ₀ of closes', 'the model with σ₀ of closes alone', {
    columns: features.length + swingFeatures.length,
    write(row, out) {
      out.set(row.features.subarray(0, features.length));
      for (const [place, { measure }] of swingFeatures.entries())
        out[features.length + place] =
          row.realised === null ? Number.NaN : swingFeature(row.realised[measure], row.plainScale);
    },
  });
}

interface Columns {
  readonly columns: number;
  readonly write: (row: MorningRow, out: Float64Array) => void;
}

interface Morning {
  readonly row: Float64Array;
  readonly location: number;
  readonly spread: number;
}

/** The product's two ridges and its adaptive level over the plain volatility, with columns of its own. */
function ridgeOnPlain(name: string, description: string, { columns, write }: Columns): Challenger {
  let model: LocationScaleModel = untrainedModel(columns);
  const sessions: TrainingSession[] = [];
  const levels = new Map<string, number>();
  let ordinal = 0;
  const morningOf = (row: MorningRow): Morning => {
    const own = new Float64Array(columns);
    write(row, own);
    winsorise(own, model);
    const { location, scaleFactor } = predict(model, own);
    return { row: own, location, spread: row.plainScale * scaleFactor };
  };
  const levelOf = (trader: string) => levels.get(trader) ?? EXCEPTION_RATE;
  const quantileOf = ({ location, spread }: Morning, trader: string) =>
    location + spread * model.pool.quantile(levelOf(trader));

  return {
    name,
    description,
    refit() {
      if (sessions.length > 0) model = fitLocationScale(sessions, columns, POOL_SESSIONS);
    },
    forecast(row) {
      const morning = morningOf(row);
      const { location, spread } = morning;
      return {
        q05: quantileOf(morning, row.trader),
        largeLossProbability: model.pool.probabilityBelow((row.largeLossBelow - location) / spread),
      };
    },
    observe(rows: readonly LearnedRow[]) {
      const sums = new MomentSums(columns, 2);
      const targets = new Float64Array(2);
      const residuals = Float64Array.from(rows, (row) => {
        const morning = morningOf(row);
        targetsOf(row.r, morning.location, row.plainScale, targets);
        sums.add(morning.row, targets);
        levels.set(row.trader, nextLevel(levelOf(row.trader), row.r < quantileOf(morning, row.trader)));
        return (row.r - morning.location) / morning.spread;
      });
      sessions.push({ ordinal: ordinal++, sums, residuals });
      if (sessions.length > TRAINING_SESSIONS) sessions.shift();
    },
  };
}
