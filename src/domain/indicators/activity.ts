import type { Indicator } from './indicator.ts';
import type { RingBuffer } from './ringBuffer.ts';
import type { SortedWindow } from './sortedWindow.ts';
import { SERIES_WINDOW_SESSIONS, type TraderSeries } from './traderSeries.ts';
import { decayingMeans, mean, ratio, sum } from './windows.ts';

/**
 * Lower bound of the spread of a daily count or notional, as a logarithm: 10 % off the usual is no surprise.
 */
const LEAST_LOG_SPREAD = 0.1;
/** Decays of the size of the last days and of the last months, and the fewest days with a size. */
const QUICK_SIZE = 0.6;
const SLOW_SIZE = 0.97;
const LEAST_SIZES = 10;
/** A smaller change of size is noise, a larger one counts as this, as a logarithm. */
const LEAST_CHANGE = 0.02;
const LARGEST_CHANGE = 1.5;

/** Volume, concentration and cost of the trading, compared with the trader's own habit. */
export const activity: readonly Indicator[] = [
  {
    id: 'trade_count_surprise',
    family: 'activity',
    label: 'Trade-count surprise',
    unit: 'robust standard deviations',
    windowSessions: 21,
    minimumObservations: 11,
    nullReason: 'fewer than 10 active sessions with orders before the last one, or none in the last one',
    worse: 'higher',
    formula:
      '(ln n − median)/max(1.4826·MAD, 0.1), n = orders of the last active session, median and MAD of ln n over the 20 before',
    sentence: 'Whether the trader sent unusually many orders on the last day; above 3 is out of character.',
    source: 'Overtrading, Barber & Odean (2000); robust z-score, Iglewicz & Hoaglin (1993)',
    compute: ({ facts, usualOrders }) => surprise(facts.logOrders.fromEnd(0), usualOrders),
  },
  {
    id: 'notional_surprise',
    family: 'activity',
    label: 'Notional surprise',
    unit: 'robust standard deviations',
    windowSessions: 21,
    minimumObservations: 11,
    nullReason: 'fewer than 10 active sessions with notional before the last one, or none in the last one',
    worse: 'higher',
    formula:
      '(ln N − median)/max(1.4826·MAD, 0.1), N = notional of the last active session, median and MAD of ln N over the 20 before',
    sentence: 'Whether the trader turned over unusually much on the last day; above 3 is out of character.',
    source: 'Overtrading, Barber & Odean (2000); robust z-score, Iglewicz & Hoaglin (1993)',
    compute: ({ facts, usualNotional }) => surprise(facts.logNotional.fromEnd(0), usualNotional),
  },
  sizeChange('order_size_change', 'Order size against its norm (log)', {
    of: 'notional / orders',
    nullReason: 'fewer than 10 active sessions with orders and notional',
    sentence: 'Whether the last orders were larger than in the last months: 0.7 is twice the size.',
    column: ({ facts }) => facts.logOrderSize,
  }),
  sizeChange('notional_change', 'Dollars traded against their norm (log)', {
    of: 'notional',
    nullReason: 'fewer than 10 active sessions with notional',
    sentence: 'Whether the trader turned over more lately than in the last months: 0.7 is twice as much.',
    column: ({ facts }) => facts.logNotional,
  }),
  {
    id: 'size_variability',
    family: 'activity',
    label: 'Size variability',
    unit: 'natural logarithm',
    windowSessions: 20,
    minimumObservations: 10,
    nullReason: 'fewer than 10 active sessions with orders and notional among the last 20',
    worse: 'higher',
    formula: '1.4826·MAD of ln(notional / orders) over the last 20 active sessions',
    sentence: 'How inconsistent the size of an order is from day to day: 0.1 is about 10 %.',
    source: 'Size consistency, desk practice; Hampel (1974)',
    compute: ({ orderSizes }) => (orderSizes.length < 10 ? null : orderSizes.robustScale()),
  },
  {
    id: 'symbol_concentration',
    family: 'activity',
    label: 'Symbol concentration',
    unit: 'fraction, 0 to 1',
    windowSessions: 5,
    minimumObservations: 3,
    nullReason: 'fewer than 3 active sessions among the last 5',
    worse: 'higher',
    formula:
      'mean of (H − 1/n)/(1 − 1/n) over the last 5 active sessions, H = Herfindahl index of n symbols, 1 when n = 1',
    sentence: 'Whether the trading sits in one symbol (1) or is spread evenly over all that were traded (0).',
    source: 'Herfindahl (1950), Hirschman (1964)',
    compute: ({ facts }) => mean(facts.symbolConcentration, 5, 3),
  },
  {
    id: 'half_hour_concentration',
    family: 'activity',
    label: 'Time concentration',
    unit: 'fraction, 0 to 1',
    windowSessions: 5,
    minimumObservations: 3,
    nullReason: 'fewer than 3 active sessions with known times among the last 5',
    worse: 'higher',
    formula: 'mean Herfindahl index of half-hours by notional over the last 5 active sessions',
    sentence: 'Whether the trading comes in one burst (1) or through the whole day (0.08).',
    source: 'Herfindahl (1950), Hirschman (1964)',
    compute: ({ facts }) => mean(facts.halfHourConcentration, 5, 3),
  },
  {
    id: 'fee_drag',
    family: 'activity',
    label: 'Fee drag',
    unit: 'fraction, −1 to 1',
    windowSessions: 20,
    minimumObservations: 5,
    nullReason: 'fewer than 5 active sessions, or neither fees nor a winning trip',
    worse: 'higher',
    formula:
      'F/(|F| + G), F = fees less rebates, G = gross of winning trips, over the last 20 active sessions',
    sentence: 'The part of the winnings that fees eat; negative for a trader whom rebates pay.',
    source: 'Barber & Odean (2000)',
    compute: ({ length, facts }) => {
      if (length < 5) return null;
      const fees = sum(facts.fees, 20);
      return ratio(fees, Math.abs(fees) + sum(facts.grossWin, 20));
    },
  },
  {
    id: 'overnight_share',
    family: 'activity',
    label: 'Overnight share',
    unit: 'fraction, 0 to 1',
    windowSessions: 5,
    minimumObservations: 3,
    nullReason: 'fewer than 3 active sessions among the last 5, or no notional',
    worse: 'higher',
    formula:
      'O/(O + N), O = notional carried past the close, N = notional traded, over the last 5 active sessions',
    sentence: 'How much is carried overnight, where no stop works, against what is traded by day.',
    source: 'Desk practice',
    compute: ({ length, facts }) => {
      if (length < 3) return null;
      const carried = sum(facts.overnightNotional, 5);
      return ratio(carried, carried + sum(facts.notional, 5));
    },
  },
  {
    id: 'idle',
    family: 'activity',
    label: 'Idle',
    unit: 'natural logarithm',
    windowSessions: 1,
    minimumObservations: 1,
    nullReason: 'never traded',
    worse: 'higher',
    formula: 'ln(1 + market sessions since the last active one), 0 when that was the previous session',
    sentence: 'How long the trader has been away: habits and scale are stale after a long break.',
    source: 'Desk practice',
    dependsOnMorning: true,
    compute: (_, { idleSessions }) => (idleSessions === null ? null : Math.log(1 + idleSessions)),
  },
];

/**
 * Robust z-score of the newest value: (newest − median)/max(1.4826·MAD, 0.1), all logarithms. Null below 10
 * usual values or for an unknown newest value.
 *
 * Example: 40 orders after 20 days of 20 orders each: ln 2/0.1 = 6.93.
 *
 * Source: Iglewicz & Hoaglin (1993).
 */
function surprise(newest: number, usual: SortedWindow): number | null {
  if (usual.length < 10 || Number.isNaN(newest)) return null;
  const middle = usual.quantile(0.5);
  const spread = usual.robustScale();
  return middle === null || spread === null ? null : (newest - middle) / Math.max(spread, LEAST_LOG_SPREAD);
}

interface SizeChange {
  /** The size, as in the formula. */
  readonly of: string;
  readonly nullReason: string;
  readonly sentence: string;
  /** Its logarithm, day by day. */
  readonly column: (series: TraderSeries) => RingBuffer;
}

/**
 * The size of the last days against that of the last months. A day without the size is skipped.
 *
 * Example: many days of $1,000 an order, then one of $2,000: 0.4·ln 2 − 0.03·ln 2 = 0.256.
 */
function sizeChange(id: string, label: string, { of, nullReason, sentence, column }: SizeChange): Indicator {
  return {
    id,
    family: 'activity',
    label,
    unit: 'natural logarithm',
    windowSessions: SERIES_WINDOW_SESSIONS,
    minimumObservations: LEAST_SIZES,
    nullReason,
    worse: 'higher',
    formula: `EWMA₀.₆ − EWMA₀.₉₇ of ln(${of}) over at most 250 active sessions, within ±1.5; 0 below 0.02`,
    sentence,
    source: 'Size consistency, desk practice; exponential smoothing, Brown (1959)',
    compute: (series) => {
      const means = decayingMeans(column(series), QUICK_SIZE, SLOW_SIZE, SERIES_WINDOW_SESSIONS, LEAST_SIZES);
      return means === null ? null : withoutDust(means[0] - means[1]);
    },
  };
}

function withoutDust(change: number): number {
  return Math.abs(change) < LEAST_CHANGE ? 0 : Math.min(Math.max(change, -LARGEST_CHANGE), LARGEST_CHANGE);
}
