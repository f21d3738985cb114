import type { CutCurve } from '../cutCurve.ts';
import type { Reason } from '../proposal.ts';
import { features } from './features.ts';
import { type LocationScaleModel, standardisedValue } from './locationScale.ts';
import type { TraderForecast } from './traderForecast.ts';
import { LARGE_LOSS_SHARE } from './traderRecord.ts';
import type { TrainedModel } from './trainedModel.ts';

/**
 * The part of P(large loss) that one feature accounts for: how much P falls with this feature at its mean.
 */
export interface Contribution {
  readonly id: string;
  readonly share: number;
}

const MOST_REASONS = 3;
/** One percentage point: a risk manager has no use for a smaller contribution. */
const LEAST_SHARE = 0.01;
/** The plain volatility is explained by the indicator nearest to it. */
const VOLATILITY_FEATURE = 'vol_7';

/**
 * Returns the contributions to the trader's P(large loss), the largest first: each feature is set to its mean
 * in turn, and the volatility to S.
 */
function contributions(
  model: LocationScaleModel,
  row: Float64Array,
  forecast: TraderForecast,
): readonly Contribution[] {
  const { location, logScale, standardisation, pool } = model;
  const { scale, spread, baselineScale, largeLossThreshold, largeLossProbability } = forecast;
  const riskAt = (mu: number, sigma: number) =>
    pool.probabilityBelow((-largeLossThreshold / scale - mu) / sigma);
  const shares = new Map(
    features.map(({ id }, j) => {
      const x = standardisedValue(standardisation, row, j);
      const mu = forecast.location - location.coefficients[j]! * x;
      const sigma = spread / Math.exp(logScale.coefficients[j]! * x);
      return [id, largeLossProbability - riskAt(mu, sigma)];
    }),
  );
  const ofVolatility = largeLossProbability - riskAt(forecast.location, spread / baselineScale);
  shares.set(VOLATILITY_FEATURE, Math.max(shares.get(VOLATILITY_FEATURE) ?? 0, ofVolatility));
  return Array.from(shares, ([id, share]) => ({ id, share })).sort((a, b) => b.share - a.share);
}

/**
 * Returns the model's reasons in a risk manager's words: the three largest contributions, each with its
 * indicator's own value. Where no contribution stands out, the reason is the probability itself. A feature
 * whose indicator is unknown is no reason.
 */
export function modelReasons(
  model: TrainedModel,
  row: Float64Array,
  forecast: TraderForecast,
  indicators: Readonly<Record<string, number | null>>,
): readonly Reason[] {
  const phrases = new Map(features.map(({ id, phrase }) => [id, phrase]));
  const told = contributions(model, row, forecast)
    .filter(({ share }) => share >= LEAST_SHARE)
    .flatMap(({ id }): Reason[] => {
      const value = indicators[id] ?? null;
      const phrase = phrases.get(id);
      return value === null || !phrase ? [] : [{ code: id, text: phrase(value), value, reductionPct: 0 }];
    })
    .slice(0, MOST_REASONS);
  return told.length > 0 ? told : [riskItself(forecast, model.curve)];
}

/**
 * Used where no feature stands out: the probability, and where the curve that the record chose begins to cut.
 */
function riskItself({ largeLossProbability }: TraderForecast, { beginsAt }: CutCurve): Reason {
  const [chance, begins] = [largeLossProbability, beginsAt * LARGE_LOSS_SHARE].map((share) =>
    Math.round(100 * share),
  );
  return {
    code: 'large_loss_risk',
    text: `chance of a large loss ${chance}%; on this desk's record cuts begin at ${begins}%`,
    value: largeLossProbability,
    reductionPct: 0,
  };
}
