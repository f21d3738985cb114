import type { CutCurve } from '../cutCurve.ts';
import type { Reason } from '../proposal.ts';
import { BASELINE_WEIGHTS } from './baselineVolatility.ts';
import { features, shownOnly, swingFeatures } from './features.ts';
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

/** For each feature, the indicator that states its number. */
const SHOWN_BY = [...features.map(({ id }) => id), ...swingFeatures.map(({ shownBy }) => shownBy)];
const NOTHING = { mu: 0, logSigma: 0 };

const MOST_REASONS = 3;
/** One percentage point: a risk manager has no use for a smaller contribution. */
const LEAST_SHARE = 0.01;
/** The plain volatility is explained by the indicator nearest to it. */
const VOLATILITY_FEATURE = 'vol_7';

/**
 * Returns the contributions to the trader's P(large loss), the largest first: each indicator's features are
 * set to their means in turn, and its part of σ₀ to S.
 */
function contributions(
  model: LocationScaleModel,
  row: Float64Array,
  forecast: TraderForecast,
): readonly Contribution[] {
  const { location, logScale, standardisation, pool } = model;
  const { scale, spread, largeLossThreshold, largeLossProbability } = forecast;
  const riskAt = (mu: number, sigma: number) =>
    pool.probabilityBelow((-largeLossThreshold / scale - mu) / sigma);
  const parts = new Map<string, { mu: number; logSigma: number }>();
  for (const [j, id] of SHOWN_BY.entries()) {
    const x = standardisedValue(standardisation, row, j);
    const { mu, logSigma } = parts.get(id) ?? NOTHING;
    parts.set(id, {
      mu: mu + location.coefficients[j]! * x,
      logSigma: logSigma + logScale.coefficients[j]! * x,
    });
  }
  for (const [id, part] of realisedParts(forecast)) {
    const { mu, logSigma } = parts.get(id) ?? NOTHING;
    parts.set(id, { mu, logSigma: logSigma + part });
  }
  const shareOf = ({ mu, logSigma }: typeof NOTHING) =>
    largeLossProbability - riskAt(forecast.location - mu, spread / Math.exp(logSigma));
  const shares = new Map(Array.from(parts, ([id, part]) => [id, shareOf(part)]));
  const ofVolatility = shareOf({ mu: 0, logSigma: plainPart(forecast) });
  shares.set(VOLATILITY_FEATURE, Math.max(shares.get(VOLATILITY_FEATURE) ?? 0, ofVolatility));
  return Array.from(shares, ([id, share]) => ({ id, share })).sort((a, b) => b.share - a.share);
}

/** ln σ₀ that trips and ranges account for, by the indicator that shows them; none where not known. */
function realisedParts({ realised }: TraderForecast): readonly (readonly [string, number])[] {
  if (realised === null) return [];
  const { tripSwing70, dayRange70, dayRange94 } = BASELINE_WEIGHTS;
  return [
    ['trip_volatility', tripSwing70 * Math.log(realised.tripSwing70)],
    [
      'range_volatility',
      dayRange70 * Math.log(realised.dayRange70) + dayRange94 * Math.log(realised.dayRange94),
    ],
  ];
}

/** ln σ₀ that closing P&L accounts for. */
function plainPart({ realised, baselineScale, plainScale }: TraderForecast): number {
  return realised === null ? Math.log(baselineScale) : BASELINE_WEIGHTS.plain * Math.log(plainScale);
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
  const phrases = new Map([...features, ...shownOnly].map(({ id, phrase }) => [id, phrase]));
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
