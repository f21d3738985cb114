import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { dayMeasures } from './dayMeasures.ts';
import type { FloatArena } from './floatArena.ts';
import { RingBuffer } from './ringBuffer.ts';

/** Active sessions of every mean; what a morning loads is longer. */
const WINDOW_SESSIONS = 250;
/** From so many active sessions on, the measures may be known. */
const LEAST_SESSIONS = 10;
/** Sessions whose trips are counted, and the share of them that must have three trips. */
const TRIP_SESSIONS = 20;
const LEAST_TRIP_SHARE = 0.5;
/** Sessions that the desk's ratio counts as, and the most that the trader's own counts as. */
const PRIOR_SESSIONS = 20;
const MOST_OWN_SESSIONS = 200;
/** Makes the mean of |x| estimate the standard deviation of a normal sample: √(π/2). */
const ABSOLUTE_CONSISTENCY = Math.sqrt(Math.PI / 2);
/** The slow decay of the ratio to the close. */
const SLOW = 0.99;

/** Σ λᵏ for k below the number of sessions, for each number of sessions. */
const [WEIGHTS_50, WEIGHTS_70, WEIGHTS_85, WEIGHTS_94] = [0.5, 0.7, 0.85, 0.94].map((decay) =>
  Float64Array.from({ length: WINDOW_SESSIONS + 1 }, (_, count) => (1 - decay ** count) / (1 - decay)),
) as [Float64Array, Float64Array, Float64Array, Float64Array];

/** For each measure, the mean |net P&L| over the mean of the measure; null where either is 0. */
export interface CloseRatios {
  readonly tripSwing: number | null;
  readonly dayRange: number | null;
}

/**
 * E_λ(V) and E_λ(R), dollars: the standard deviation of the close that the last days' trips and ranges point
 * to. The number in a name is 100·λ.
 */
export interface RealisedVolatility {
  readonly tripSwing50: number;
  readonly tripSwing70: number;
  readonly tripSwing85: number;
  readonly dayRange50: number;
  readonly dayRange70: number;
  readonly dayRange85: number;
  readonly dayRange94: number;
}

interface Means {
  /** Before the calibration. */
  readonly measures: RealisedVolatility;
  readonly ratios: CloseRatios;
}

/** What a morning knows of how wild a trader's days were within the day. */
export interface RealisedPast {
  /** Active sessions, at most 200. */
  readonly sessions: number;
  /** The means before the calibration, dollars; null before the first session. */
  readonly measures: RealisedVolatility | null;
  /** The trader's own ratios of the close to the measures, decay 0.99. */
  readonly ratios: CloseRatios;
  /** Whether at least half of the last 20 active sessions, of which ten exist, had three trips or more. */
  readonly isKnown: boolean;
}

/** The ratios of a desk without a trader-day. */
export const NO_RATIOS: CloseRatios = { tripSwing: null, dayRange: null };

/**
 * E_λ(X) = 1.2533·c·EWMA_λ(X), where c = exp[(n·ln own ratio + 20·ln desk ratio)/(n + 20)] and n is the
 * number of active sessions, at most 200. Null without a desk ratio, and where a measure was always 0.
 *
 * Example: mean range $1,000, ratios 0.5 and 0.6, n = 20: c = √0.3 = 0.5477, E = $686.
 *
 * @param desk the desk's medians of the ratios
 */
export function realisedVolatility(past: RealisedPast, desk: CloseRatios): RealisedVolatility | null {
  const { measures, ratios, sessions } = past;
  if (measures === null || desk.tripSwing === null || desk.dayRange === null) return null;
  if (!(measures.tripSwing50 > 0 && measures.dayRange50 > 0)) return null;
  const swing = ABSOLUTE_CONSISTENCY * calibration(sessions, ratios.tripSwing, desk.tripSwing);
  const range = ABSOLUTE_CONSISTENCY * calibration(sessions, ratios.dayRange, desk.dayRange);
  return {
    tripSwing50: swing * measures.tripSwing50,
    tripSwing70: swing * measures.tripSwing70,
    tripSwing85: swing * measures.tripSwing85,
    dayRange50: range * measures.dayRange50,
    dayRange70: range * measures.dayRange70,
    dayRange85: range * measures.dayRange85,
    dayRange94: range * measures.dayRange94,
  };
}

/**
 * How wild a trader's days were within the day, session by session (docs/methods.md, section 6). All means
 * run over the last 250 active sessions, so that a series that is loaded from the store equals one that was
 * extended day by day.
 */
export class RealisedSeries implements RealisedPast {
  readonly #closes: RingBuffer;
  readonly #tripSwings: RingBuffer;
  readonly #dayRanges: RingBuffer;
  readonly #trips: RingBuffer;
  #sessions = 0;
  #sessionsWithTrips = 0;
  #means: Means | null = null;

  constructor(arena?: FloatArena) {
    this.#closes = new RingBuffer(WINDOW_SESSIONS, arena);
    this.#tripSwings = new RingBuffer(WINDOW_SESSIONS, arena);
    this.#dayRanges = new RingBuffer(WINDOW_SESSIONS, arena);
    this.#trips = new RingBuffer(TRIP_SESSIONS, arena);
  }

  push(day: TraderDaySummary, uncensoredNetPnl: number): void {
    const { tripSwing, dayRange, hasTrips } = dayMeasures(day, uncensoredNetPnl);
    this.#closes.push(Math.abs(uncensoredNetPnl));
    this.#tripSwings.push(tripSwing);
    this.#dayRanges.push(dayRange);
    this.#sessionsWithTrips += Number(hasTrips) - Number(this.#trips.oldestIfFull() > 0);
    this.#trips.push(Number(hasTrips));
    this.#sessions = Math.min(this.#sessions + 1, MOST_OWN_SESSIONS);
    this.#means = null;
  }

  /** |net P&L| of the last 250 active sessions, uncensored, dollars. */
  get closeSizes(): RingBuffer {
    return this.#closes;
  }

  /** Computes the means now, while the processor's cache has the days. It changes no value. */
  prepare(): void {
    if (this.#sessions > 0) this.#known();
  }

  get sessions(): number {
    return this.#sessions;
  }

  get measures(): RealisedVolatility | null {
    return this.#sessions === 0 ? null : this.#known().measures;
  }

  get ratios(): CloseRatios {
    return this.#sessions === 0 ? NO_RATIOS : this.#known().ratios;
  }

  get isKnown(): boolean {
    const known = this.#trips.length;
    if (known < LEAST_SESSIONS) return false;
    return this.#sessionsWithTrips >= LEAST_TRIP_SHARE * known;
  }

  /** Computed when it is first asked for: while a history is loaded, only the last day is. */
  #known(): Means {
    this.#means ??= meansOf(this.#closes, this.#tripSwings, this.#dayRanges);
    return this.#means;
  }
}

/**
 * Returns Σ λᵏ·x₍ₙ₋ₖ₎ / Σ λᵏ for each decay, in one pass with separate sums: the processor adds them in
 * parallel.
 */
function meansOf(closes: RingBuffer, tripSwings: RingBuffer, dayRanges: RingBuffer): Means {
  let swing50 = 0;
  let swing70 = 0;
  let swing85 = 0;
  let swing99 = 0;
  let range50 = 0;
  let range70 = 0;
  let range85 = 0;
  let range94 = 0;
  let range99 = 0;
  let close99 = 0;
  const count = closes.length;
  const [close, swing, range] = [closes.values, tripSwings.values, dayRanges.values];
  const [closeFrom, swingFrom, rangeFrom] = [
    closes.end - count,
    tripSwings.end - count,
    dayRanges.end - count,
  ];
  for (let place = 0; place < count; place++) {
    const v = swing[swingFrom + place]!;
    const r = range[rangeFrom + place]!;
    swing50 = swing50 * 0.5 + v;
    swing70 = swing70 * 0.7 + v;
    swing85 = swing85 * 0.85 + v;
    swing99 = swing99 * SLOW + v;
    range50 = range50 * 0.5 + r;
    range70 = range70 * 0.7 + r;
    range85 = range85 * 0.85 + r;
    range94 = range94 * 0.94 + r;
    range99 = range99 * SLOW + r;
    close99 = close99 * SLOW + close[closeFrom + place]!;
  }
  return {
    measures: {
      tripSwing50: swing50 / WEIGHTS_50[count]!,
      tripSwing70: swing70 / WEIGHTS_70[count]!,
      tripSwing85: swing85 / WEIGHTS_85[count]!,
      dayRange50: range50 / WEIGHTS_50[count]!,
      dayRange70: range70 / WEIGHTS_70[count]!,
      dayRange85: range85 / WEIGHTS_85[count]!,
      dayRange94: range94 / WEIGHTS_94[count]!,
    },
    ratios: { tripSwing: ratioOf(close99, swing99), dayRange: ratioOf(close99, range99) },
  };
}

/** Every measure divided by a scale. */
export function inUnitsOf(scale: number, volatility: RealisedVolatility): RealisedVolatility {
  return {
    tripSwing50: volatility.tripSwing50 / scale,
    tripSwing70: volatility.tripSwing70 / scale,
    tripSwing85: volatility.tripSwing85 / scale,
    dayRange50: volatility.dayRange50 / scale,
    dayRange70: volatility.dayRange70 / scale,
    dayRange85: volatility.dayRange85 / scale,
    dayRange94: volatility.dayRange94 / scale,
  };
}

function calibration(sessions: number, own: number | null, desk: number): number {
  const prior = Math.log(desk);
  const known = own === null ? prior : Math.log(own);
  return Math.exp((sessions * known + PRIOR_SESSIONS * prior) / (sessions + PRIOR_SESSIONS));
}

function ratioOf(close: number, measure: number): number | null {
  return close > 0 && measure > 0 ? close / measure : null;
}
