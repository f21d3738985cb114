import type { Indicator } from '../../indicators/indicator.ts';
import type { RealisedVolatility } from '../../indicators/realisedVolatility.ts';
import { indicators } from '../../indicators/registry.ts';

/** One feature of the model: an indicator, and the words for its value. */
export interface Feature {
  /** The indicator's id. */
  readonly id: string;
  /** The value in words: the indicator's own number, or the plain number behind its logarithm or balance. */
  readonly phrase: (value: number) => string;
}

/**
 * The 26 indicators that the model weighs. The other indicators are near copies of these (a mean over 5
 * sessions between one over 3 and one over 10): they would share a weight with them and add noise.
 */
export const features: readonly Feature[] = [
  feature('last_r', (r) => `last session ${outcome(r)}`),
  feature('mean_r_3', (r) => `last 3 sessions ${outcome(r)} each`),
  feature('mean_r_10', (r) => `last 10 sessions ${outcome(r)} each`),
  feature('vol_7', (v) => `7 sessions swung ${v.toFixed(2)} times an ordinary day`),
  feature('vol_21', (v) => `21 sessions swung ${v.toFixed(2)} times an ordinary day`),
  feature('vol_ratio', (v) => `daily results swing ${v.toFixed(2)} times as much as in the last months`),
  feature('downside_share', (s) => `losing days make ${percent(s * s)} of the swings (50% is even)`),
  feature('worst_day_20', (r) => `worst of 20 sessions ${outcome(r)}`),
  feature('profit_balance', (b) => `profit factor ${((1 + b) / (1 - b)).toFixed(2)} over 20 sessions`),
  feature('win_rate_change', (z) => `win rate ${aboveOrBelow(z, 'times its usual spread')} its norm`),
  feature('loss_streak_surprise', (s) => `a losing streak that chance brings 1 time in ${rarity(s)}`),
  feature('drawdown_now', (d) => `${d.toFixed(2)} ordinary days below the best point of 60 sessions`),
  feature('intraday_drawdown', (d) => `last session was down ${d.toFixed(2)} ordinary days at its worst`),
  feature('give_back', (d) => `last session gave back ${d.toFixed(2)} ordinary days from its best`),
  feature(
    'trade_count_surprise',
    (z) => `number of orders ${aboveOrBelow(z, 'times the usual spread')} habit`,
  ),
  feature('notional_surprise', (z) => `dollars traded ${aboveOrBelow(z, 'times the usual spread')} habit`),
  feature(
    'revenge_rate',
    (rate) => `re-enters ${Math.exp(rate).toFixed(2)} times as fast after a loss as otherwise`,
  ),
  feature('size_after_loss', (d) => `${Math.exp(d).toFixed(2)} times as large after a loss as after a win`),
  feature('hold_asymmetry', (d) => `losers held ${Math.exp(d).toFixed(2)} times as long as winners`),
  feature('averaging_down', (s) => `${percent(s)} of the notional added to losing positions`),
  feature('clustering', (c) => `wild days follow wild days (correlation ${signed(c)})`),
  feature('idle', (i) => `${Math.round(Math.expm1(i))} sessions away`),
  feature('desk_loss_share', (s) => `${percent(s)} of the others lost on the last session`),
  feature('desk_relative_r', (r) => `last session ${aboveOrBelow(r, 'ordinary days')} the desk's`),
  feature(
    'order_size_change',
    (c) => `orders ${Math.exp(c).toFixed(2)} times as large as in the last months`,
  ),
  feature('notional_change', (c) => `trades ${Math.exp(c).toFixed(2)} times the dollars of the last months`),
];

/** Indicators that are no feature themselves: they state the number behind swing features and σ₀. */
export const shownOnly: readonly Feature[] = [
  feature('trip_volatility', (v) => `trips point to closes ${v.toFixed(2)} times an ordinary day`),
  feature(
    'range_volatility',
    (v) => `ranges within the day point to closes ${v.toFixed(2)} times an ordinary day`,
  ),
];

/** A feature that is no indicator: how far a measure of the last days lies above σ₀. */
export interface SwingFeature {
  readonly id: string;
  readonly label: string;
  /** What it means to a risk manager. */
  readonly sentence: string;
  readonly measure: keyof RealisedVolatility;
  /** The indicator that states its number to a risk manager. */
  readonly shownBy: string;
}

/** ln(E_λ(X)/(σ₀·S)) within ±2, after the indicators (docs/methods.md, section 6). */
export const swingFeatures: readonly SwingFeature[] = [
  {
    id: 'trip_swing_50',
    label: 'Trips of the last days against the spread',
    sentence: 'How far the gains and losses of trips of the last days exceed what the usual spread expects.',
    measure: 'tripSwing50',
    shownBy: 'trip_volatility',
  },
  {
    id: 'trip_swing_85',
    label: 'Trips of the last weeks against the spread',
    sentence: 'How far the gains and losses of trips of the last weeks exceed what the usual spread expects.',
    measure: 'tripSwing85',
    shownBy: 'trip_volatility',
  },
  {
    id: 'day_range_50',
    label: 'Ranges of the last days against the spread',
    sentence: 'How far the ranges within the day of the last days exceed what the usual spread expects.',
    measure: 'dayRange50',
    shownBy: 'range_volatility',
  },
  {
    id: 'day_range_85',
    label: 'Ranges of the last weeks against the spread',
    sentence: 'How far the ranges within the day of the last weeks exceed what the usual spread expects.',
    measure: 'dayRange85',
    shownBy: 'range_volatility',
  },
];

/** The ids of all features, in the order of a row. */
export const featureIds: readonly string[] = [...features, ...swingFeatures].map(({ id }) => id);

const named = new Map([...indicators, ...swingFeatures].map((row) => [row.id, row]));

/**
 * What tables of weights print of a feature. A stored fit may have one that no longer exists: then its id
 * stands for the label.
 */
export function featureText(id: string): { readonly label: string; readonly sentence: string } {
  return named.get(id) ?? { label: id, sentence: '' };
}

/** The registry rows of the features that are indicators, in the order of the features. */
export const featureIndicators: readonly Indicator[] = features.flatMap(
  ({ id }) => indicators.find((indicator) => indicator.id === id) ?? [],
);

function feature(id: string, phrase: Feature['phrase']): Feature {
  return { id, phrase };
}

function signed(value: number): string {
  const size = Math.abs(value).toFixed(2);
  return value < 0 && Number(size) > 0 ? `−${size}` : size;
}

function outcome(r: number): string {
  return `${r < 0 ? 'lost' : 'won'} ${Math.abs(r).toFixed(2)} ordinary days`;
}

function aboveOrBelow(value: number, unit: string): string {
  return `${Math.abs(value).toFixed(2)} ${unit} ${value < 0 ? 'below' : 'above'}`;
}

/** Returns n of "1 time in n" for a surprise in natural logarithms: e^surprise. */
function rarity(surprise: number): number {
  return Math.round(Math.exp(surprise));
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
