import type { Indicator } from '../indicators/indicator.ts';
import { indicators } from '../indicators/registry.ts';

/** What the model looks at of one indicator, and how a risk manager reads its value. */
export interface Feature {
  /** The indicator's id. */
  readonly id: string;
  /** The value in words, its number as the indicator table shows it. */
  readonly phrase: (value: number) => string;
}

/**
 * The 24 indicators that the model weighs. The others are near copies of these (a mean over 5 sessions beside one over 3 and one
 * over 10): they would share a weight between them and add noise.
 */
export const features: readonly Feature[] = [
  feature('last_r', (r) => `last day ${signed(r)} ordinary days`),
  feature('mean_r_3', (r) => `mean of the last 3 days ${signed(r)} ordinary days`),
  feature('mean_r_10', (r) => `mean of the last 10 days ${signed(r)} ordinary days`),
  feature('vol_7', (v) => `volatility of 7 days ${v.toFixed(2)} ordinary days`),
  feature('vol_21', (v) => `volatility of 21 days ${v.toFixed(2)} ordinary days`),
  feature('vol_ratio', (v) => `volatility ${v.toFixed(2)}× its norm`),
  feature('downside_share', (s) => `${percent(s)} of the movement was downward`),
  feature('worst_day_20', (r) => `worst day of 20 ${signed(r)} ordinary days`),
  feature('profit_balance', (b) => `profit balance ${signed(b)}`),
  feature('win_rate_change', (z) => `win rate ${signed(z)} standard errors from its norm`),
  feature('loss_streak_surprise', (s) => `loss-streak surprise ${s.toFixed(2)}`),
  feature('drawdown_now', (d) => `drawdown of ${d.toFixed(2)} ordinary days`),
  feature('intraday_drawdown', (d) => `last day was under water by ${d.toFixed(2)} ordinary days`),
  feature('give_back', (d) => `last day gave back ${d.toFixed(2)} ordinary days`),
  feature('trade_count_surprise', (z) => `trade count ${signed(z)} deviations from habit`),
  feature('notional_surprise', (z) => `notional ${signed(z)} deviations from habit`),
  feature('revenge_rate', (rate) => `entries after losses at ${Math.exp(rate).toFixed(2)}× the usual pace`),
  feature('size_after_loss', (d) => `size after a loss ${Math.exp(d).toFixed(2)}× that after a win`),
  feature('hold_asymmetry', (d) => `losers held ${Math.exp(d).toFixed(2)}× as long as winners`),
  feature('averaging_down', (s) => `${percent(s)} of the notional added to losing positions`),
  feature('clustering', (c) => `wild days follow wild days (correlation ${signed(c)})`),
  feature('idle', (i) => `${Math.round(Math.expm1(i))} sessions away`),
  feature('desk_loss_share', (s) => `${percent(s)} of the others lost on the last session`),
  feature('desk_relative_r', (r) => `last day ${signed(r)} ordinary days against the desk`),
];

/** The features' rows of the registry, in the features' order. */
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

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
