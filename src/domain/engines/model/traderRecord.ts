import { FeatureVector } from '../../indicators/featureVector.ts';
import type { DeskMorning } from '../../indicators/indicator.ts';
import { RingBuffer } from '../../indicators/ringBuffer.ts';
import { SortedWindow } from '../../indicators/sortedWindow.ts';
import { TraderSeries } from '../../indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { evaluateRules, type FiredRule, firedOnMorning } from '../rules/evaluateRules.ts';
import { featureIndicators } from './features.ts';

/** Active sessions over which a trader's own large loss and own usual volatility are measured. */
const OWN_SESSIONS = 250;
/** Active sessions that the plain volatility looks back on; with the 250 after it, all that a morning loads. */
const VOLATILITY_SESSIONS = 60;
/** Fewest sessions from which the tail of a trader's own volatility is known at all. */
const LEAST_VOLATILITIES = 100;
/** A large loss is a day among so many of the trader's worst. */
export const LARGE_LOSS_SHARE = 0.15;
/** Decays of the three means that the plain volatility is made of (methods: scale). */
const DECAYS = { slow: 0.97, middle: 0.94, quick: 0.85 } as const;
/** How far the plain volatility leans on S: the least pinball loss on real accounts and on simulated desks alike. */
const SHARE_OF_SCALE = 0.25;
/** Makes the mean of |x| estimate the standard deviation of a normal sample: √(π/2). */
const ABSOLUTE_CONSISTENCY = Math.sqrt(Math.PI / 2);

const vector = new FeatureVector(featureIndicators);

/** A trader as the roster has them, limits in dollars. */
export interface RosterTrader {
  readonly trader: string;
  readonly baseLimit: number;
  readonly riskCapital: number;
}

/** What the forecasts know of one trader: the indicators' window, the worst days, and the volatility day by day. */
export class TraderRecord {
  readonly series: TraderSeries;
  readonly #results = new SortedWindow(OWN_SESSIONS);
  readonly #volatilities = new RingBuffer(OWN_SESSIONS);
  readonly #features = new Float64Array(vector.length);
  readonly #riskCapital: number;
  #isPrepared = false;
  #firedRules: readonly FiredRule[] = [];
  #volatility: number | null = null;
  #largeLossThreshold = 0;
  #hasExtremeVolatility = false;

  constructor({ trader, baseLimit, riskCapital }: RosterTrader) {
    this.series = new TraderSeries(trader, baseLimit);
    this.#riskCapital = riskCapital;
  }

  /** Adds the trader's next active session. Throws DecisionError for a day out of order or not a number. */
  push(day: TraderDaySummary): void {
    this.series.push(day);
    // The volatility before this day joins the past that today's is compared with.
    if (this.#volatility !== null) this.#volatilities.push(this.#volatility);
    this.#results.push(day.netPnl);
    const { scale } = this.series;
    this.#volatility = scale === null ? null : this.#plainVolatility(scale);
    this.#largeLossThreshold = 0 - (this.#results.quantile(LARGE_LOSS_SHARE) ?? 0);
    this.#hasExtremeVolatility = this.#isExtreme(this.#volatility);
    this.#isPrepared = false;
  }

  /**
   * Works out now what the next morning needs of the trader alone. It changes no value: while the day just pushed has the
   * trader's numbers at hand, a large desk waits less for them than in the morning.
   */
  prepare(): void {
    const { series } = this;
    vector.ownInto(this.#features, series);
    this.#firedRules = evaluateRules({
      netPnl: series.netPnl.last(OWN_SESSIONS),
      riskCapital: this.#riskCapital,
    });
    this.#isPrepared = true;
  }

  /** The morning's features into `row`, NaN = unknown. Throws as `indicatorVector` does. */
  featuresInto(row: Float64Array, morning: DeskMorning): void {
    if (!this.#isPrepared) this.prepare();
    row.set(this.#features);
    vector.morningInto(row, this.series, morning);
  }

  /**
   * Returns the rules that fire on the next morning, however short the history, the deepest cut first.
   * @param tradedLastSession whether the trader's last active session is the session before the one decided for
   */
  firedRules(tradedLastSession: boolean): readonly FiredRule[] {
    if (!this.#isPrepared) this.prepare();
    return firedOnMorning(this.#firedRules, tradedLastSession);
  }

  /**
   * S^¼ · A^¾, dollars, where A = 1.2533 × the mean of three exponentially weighted means of |net|, decays 0.97, 0.94 and 0.85, over
   * the last 60 active sessions; null below 20. Absolute values, for one wild day must not set the measure for weeks: against
   * squares with 0.94 and 0.85 it loses 1-3 % less in the pinball loss of VaR, on desks with and without a memory.
   */
  get volatility(): number | null {
    return this.#volatility;
  }

  /** The loss, dollars, that the worst 15 % of the last 250 active sessions went beyond; negative where even those were gains. */
  get largeLossThreshold(): number {
    return this.#largeLossThreshold;
  }

  /** Whether the volatility lies beyond the 99th percentile of the trader's own past; false while that is not known. */
  get hasExtremeVolatility(): boolean {
    return this.#hasExtremeVolatility;
  }

  #isExtreme(volatility: number | null): boolean {
    const known = this.#volatilities.length;
    if (volatility === null || known < LEAST_VOLATILITIES) return false;
    const { values, end } = this.#volatilities;
    let mayBeNotBelow = 0.01 * known;
    for (let place = this.#volatilities.from(OWN_SESSIONS); place < end; place++)
      if (values[place]! >= volatility && --mayBeNotBelow <= 0) return false;
    return true;
  }

  #plainVolatility(scale: number): number {
    const size = ABSOLUTE_CONSISTENCY * meanDecayingSize(this.series.netPnl);
    return scale ** SHARE_OF_SCALE * size ** (1 - SHARE_OF_SCALE);
  }
}

/** The mean over the decays of Σ λᵏ·|x₍ₙ₋ₖ₎| / Σ λᵏ over the last 60; in one pass, so that no sum waits for another. */
function meanDecayingSize(column: RingBuffer): number {
  const { values, end } = column;
  const { slow, middle, quick } = DECAYS;
  // One by one: taking them apart from an array costs more than the sixty sessions.
  let slowSum = 0;
  let middleSum = 0;
  let quickSum = 0;
  let slowWeight = 0;
  let middleWeight = 0;
  let quickWeight = 0;
  for (let place = column.from(VOLATILITY_SESSIONS); place < end; place++) {
    const size = Math.abs(values[place]!);
    slowSum = slowSum * slow + size;
    slowWeight = slowWeight * slow + 1;
    middleSum = middleSum * middle + size;
    middleWeight = middleWeight * middle + 1;
    quickSum = quickSum * quick + size;
    quickWeight = quickWeight * quick + 1;
  }
  return (slowSum / slowWeight + middleSum / middleWeight + quickSum / quickWeight) / 3;
}
