import { FloatArena } from '../../indicators/floatArena.ts';
import type { RealisedSeries } from '../../indicators/realisedVolatility.ts';
import { RingBuffer } from '../../indicators/ringBuffer.ts';
import { SortedWindow } from '../../indicators/sortedWindow.ts';
import { TraderSeries } from '../../indicators/traderSeries.ts';
import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import { RULES_WINDOW_SESSIONS } from '../rules/drawdown.ts';
import { evaluateRules, type FiredRule, firedOnMorning, type RulesInput } from '../rules/evaluateRules.ts';
import { indicatorFeatures, rulesOn, type TraderPast } from './traderPast.ts';

/** Active sessions that a trader's own large loss and own usual volatility are measured over. */
export const OWN_SESSIONS = 250;
/** Active sessions of the plain volatility. With the 250 after them this is all that a morning loads. */
const VOLATILITY_SESSIONS = 60;
/** With fewer known volatilities the tail of a trader's own volatility is unknown. */
const LEAST_VOLATILITIES = 100;
/** A large loss is a day among the trader's own worst 15 %. */
export const LARGE_LOSS_SHARE = 0.15;
/** Decays of the three means behind the plain volatility (docs/methods.md, section 3). */
const DECAYS = { slow: 0.97, middle: 0.94, quick: 0.85 } as const;
/**
 * Weight of S in the plain volatility: it gave the least pinball loss on real accounts and on simulated desks
 * alike.
 */
const SHARE_OF_SCALE = 0.25;
/** Makes the mean of |x| estimate the standard deviation of a normal sample: √(π/2). */
const ABSOLUTE_CONSISTENCY = Math.sqrt(Math.PI / 2);

/** Both columns of a record together. */
const RECORD_NUMBERS = 815;

/** A trader with the limits of the roster, dollars. */
export interface RosterTrader {
  readonly trader: string;
  readonly baseLimit: number;
  readonly riskCapital: number;
}

/**
 * The input of one trader's forecast: the series of the indicators, the worst days, and the volatility day by
 * day.
 */
export class TraderRecord implements TraderPast {
  readonly series: TraderSeries;
  readonly #arena = new FloatArena(RECORD_NUMBERS);
  readonly #results = new SortedWindow(OWN_SESSIONS, this.#arena);
  readonly #volatilities = new RingBuffer(OWN_SESSIONS, this.#arena);
  readonly #features = new Float64Array(indicatorFeatures.length);
  readonly #riskCapital: number;
  #isPrepared = false;
  /**
   * Missing sessions of the desk before the last active session, and active sessions since the last of them.
   */
  #missingBefore = 0;
  #unbrokenSessions = 0;
  #rules: readonly FiredRule[] = [];
  #volatility: number | null = null;
  #largeLossThreshold = 0;
  #hasExtremeVolatility = false;

  constructor({ trader, baseLimit, riskCapital }: RosterTrader) {
    this.series = new TraderSeries(trader, baseLimit);
    this.#riskCapital = riskCapital;
  }

  /**
   * Adds the trader's next active session.
   * @param missingBefore how many sessions of the desk before this one are missing in the store
   * @param uncensoredNetPnl the P&L that S, the volatility and k are made of: the drawn close of a day that
   *   was stopped at a limit in force
   * @throws DecisionError for a day out of order or a P&L that is not a number
   */
  push(day: TraderDaySummary, missingBefore = 0, uncensoredNetPnl = day.netPnl): void {
    this.series.push(day, uncensoredNetPnl);
    this.#unbrokenSessions = missingBefore === this.#missingBefore ? this.#unbrokenSessions + 1 : 1;
    this.#missingBefore = missingBefore;
    const { scaleBefore, forecastScale } = this.series;
    // The volatility before this day joins the past that today's volatility is compared with. That of fewer
    // than 20 sessions does not.
    if (this.#volatility !== null && scaleBefore !== null) this.#volatilities.push(this.#volatility);
    this.#results.push(uncensoredNetPnl);
    this.#volatility = forecastScale === null ? null : this.#plainVolatility(forecastScale);
    this.#largeLossThreshold = 0 - (this.#results.quantile(LARGE_LOSS_SHARE) ?? 0);
    this.#hasExtremeVolatility = this.#isExtreme(this.#volatility);
    this.#isPrepared = false;
  }

  /**
   * Computes what the next morning needs of this trader alone. It changes no value. Called right after
   * `push`, it finds the trader's numbers in the processor's cache, which makes a large desk faster.
   */
  prepare(): void {
    const { series } = this;
    indicatorFeatures.writeTraderPart(this.#features, series);
    series.realised.prepare();
    this.#rules = evaluateRules(this.#rulesInput(this.#unbrokenSessions));
    this.#isPrepared = true;
  }

  /** Computes what is not prepared. */
  copyFeatures(numbers: Float64Array, start: number): void {
    if (!this.#isPrepared) this.prepare();
    for (let place = 0; place < indicatorFeatures.length; place++)
      numbers[start + place] = this.#features[place]!;
  }

  get rules(): readonly FiredRule[] {
    if (!this.#isPrepared) this.prepare();
    return this.#rules;
  }

  /**
   * Returns the rules that would fire, or fire on a higher number, if no session were missing: a mail names
   * them.
   */
  rulesAcrossHoles(tradedLastSession: boolean, missing: number): readonly FiredRule[] {
    if (!this.spansHole(missing)) return [];
    const fired = rulesOn(this, tradedLastSession, missing);
    const { length } = this.series;
    return firedOnMorning(evaluateRules(this.#rulesInput(length)), tradedLastSession).filter(
      ({ code, value }) => !fired.some((rule) => rule.code === code && rule.value === value),
    );
  }

  /** Whether a session is missing among the sessions that the rules look at, or after them. */
  spansHole(missing: number): boolean {
    const { length } = this.series;
    if (length === 0) return false;
    return (
      missing !== this.#missingBefore || this.#unbrokenSessions < Math.min(length, RULES_WINDOW_SESSIONS + 1)
    );
  }

  /**
   * The plain volatility, dollars: S^¼ · A^¾, where A = 1.2533 × the mean of three exponentially weighted
   * means of |net| with decays 0.97, 0.94 and 0.85, over the last 60 active sessions; null below 10. Absolute
   * values are used because one wild day must not set the measure for weeks: they lose 1-3 % less in the
   * pinball loss of VaR than squares with 0.94 and 0.85, on desks with and without memory.
   */
  get volatility(): number | null {
    return this.#volatility;
  }

  get largeLossThreshold(): number {
    return this.#largeLossThreshold;
  }

  get hasExtremeVolatility(): boolean {
    return this.#hasExtremeVolatility;
  }

  get trader(): string {
    return this.series.trader;
  }

  get lastSession(): string | null {
    return this.series.lastSession;
  }

  get sessions(): number {
    return this.series.length;
  }

  get scale(): number | null {
    return this.series.scale;
  }

  get forecastScale(): number | null {
    return this.series.forecastScale;
  }

  get lastScaledPnl(): number | null {
    return this.series.lastScaledPnl;
  }

  get realised(): RealisedSeries {
    return this.series.realised;
  }

  get missingBefore(): number {
    return this.#missingBefore;
  }

  #rulesInput(unbrokenSessions: number): RulesInput {
    const netPnl = this.series.netPnl.last(OWN_SESSIONS);
    return { netPnl, riskCapital: this.#riskCapital, unbrokenSessions };
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
    const size = ABSOLUTE_CONSISTENCY * meanDecayingSize(this.series.realised.closeSizes);
    return scale ** SHARE_OF_SCALE * size ** (1 - SHARE_OF_SCALE);
  }
}

/**
 * Returns the mean over the decays of Σ λᵏ·|x₍ₙ₋ₖ₎| / Σ λᵏ over the last 60 sessions. One pass with separate
 * sums: the processor adds them in parallel.
 */
function meanDecayingSize(sizes: RingBuffer): number {
  const { values, end } = sizes;
  const { slow, middle, quick } = DECAYS;
  // Separate variables: reading them from an array would cost more than the sixty sessions.
  let slowSum = 0;
  let middleSum = 0;
  let quickSum = 0;
  let slowWeight = 0;
  let middleWeight = 0;
  let quickWeight = 0;
  for (let place = sizes.from(VOLATILITY_SESSIONS); place < end; place++) {
    const size = values[place]!;
    slowSum = slowSum * slow + size;
    slowWeight = slowWeight * slow + 1;
    middleSum = middleSum * middle + size;
    middleWeight = middleWeight * middle + 1;
    quickSum = quickSum * quick + size;
    quickWeight = quickWeight * quick + 1;
  }
  return (slowSum / slowWeight + middleSum / middleWeight + quickSum / quickWeight) / 3;
}
