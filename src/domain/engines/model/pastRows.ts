import type { RealisedPast, RealisedVolatility } from '../../indicators/realisedVolatility.ts';
import { unknownIfNull } from '../../indicators/ringBuffer.ts';
import type { FiredRule } from '../rules/evaluateRules.ts';
import { indicatorFeatures, type TraderPast } from './traderPast.ts';

/** The place of each number in a row. Null is NaN, and true is 1. */
export const IN_ROW = {
  sessions: 0,
  scale: 1,
  forecastScale: 2,
  volatility: 3,
  lastScaledPnl: 4,
  largeLossThreshold: 5,
  hasExtremeVolatility: 6,
  missingBefore: 7,
  realisedSessions: 8,
  isRealisedKnown: 9,
  tripSwingRatio: 10,
  dayRangeRatio: 11,
  tripSwing50: 12,
  tripSwing70: 13,
  tripSwing85: 14,
  dayRange50: 15,
  dayRange70: 16,
  dayRange85: 17,
  dayRange94: 18,
  features: 19,
} as const;

/** How many numbers a row has. */
export const PAST_NUMBERS = IN_ROW.features + indicatorFeatures.length;

/** Pasts of traders in one array, a trader's one after the other: a large desk has millions. */
export class PastRows {
  #numbers: Float64Array;
  /** Of each row, as in `TraderPast`. */
  readonly lastSessions: (string | null)[] = [];
  readonly rules: (readonly FiredRule[])[] = [];

  /** `expected`: how many rows to make room for. More fit too. */
  constructor(expected: number) {
    this.#numbers = new Float64Array(expected * PAST_NUMBERS);
  }

  /** Rows as they were stored: `numbers` has `PAST_NUMBERS` for each. */
  static of(
    numbers: Float64Array,
    lastSessions: readonly (string | null)[],
    rules: readonly (readonly FiredRule[])[],
  ): PastRows {
    const rows = new PastRows(0);
    rows.#numbers = numbers;
    rows.lastSessions.push(...lastSessions);
    rows.rules.push(...rules);
    return rows;
  }

  get length(): number {
    return this.lastSessions.length;
  }

  /** Of all rows, and of room after them. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** Adds a past and returns its place. */
  add(past: TraderPast): number {
    const place = this.lastSessions.push(past.lastSession) - 1;
    this.rules.push(past.rules);
    const row = place * PAST_NUMBERS;
    if (row === this.#numbers.length) this.#grow();
    writePast(this.#numbers, row, past);
    writeRealised(this.#numbers, row, past.realised);
    past.copyFeatures(this.#numbers, row + IN_ROW.features);
    return place;
  }

  #grow(): void {
    const grown = new Float64Array(2 * Math.max(this.#numbers.length, PAST_NUMBERS));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}

function writePast(numbers: Float64Array, row: number, past: TraderPast): void {
  numbers[row + IN_ROW.sessions] = past.sessions;
  numbers[row + IN_ROW.scale] = unknownIfNull(past.scale);
  numbers[row + IN_ROW.forecastScale] = unknownIfNull(past.forecastScale);
  numbers[row + IN_ROW.volatility] = unknownIfNull(past.volatility);
  numbers[row + IN_ROW.lastScaledPnl] = unknownIfNull(past.lastScaledPnl);
  numbers[row + IN_ROW.largeLossThreshold] = past.largeLossThreshold;
  numbers[row + IN_ROW.hasExtremeVolatility] = Number(past.hasExtremeVolatility);
  numbers[row + IN_ROW.missingBefore] = past.missingBefore;
}

function writeRealised(numbers: Float64Array, row: number, realised: RealisedPast): void {
  const { ratios, measures } = realised;
  numbers[row + IN_ROW.realisedSessions] = realised.sessions;
  numbers[row + IN_ROW.isRealisedKnown] = Number(realised.isKnown);
  numbers[row + IN_ROW.tripSwingRatio] = unknownIfNull(ratios.tripSwing);
  numbers[row + IN_ROW.dayRangeRatio] = unknownIfNull(ratios.dayRange);
  if (measures === null) numbers.fill(Number.NaN, row + IN_ROW.tripSwing50, row + IN_ROW.features);
  else writeMeasures(numbers, row, measures);
}

function writeMeasures(numbers: Float64Array, row: number, measures: RealisedVolatility): void {
  numbers[row + IN_ROW.tripSwing50] = measures.tripSwing50;
  numbers[row + IN_ROW.tripSwing70] = measures.tripSwing70;
  numbers[row + IN_ROW.tripSwing85] = measures.tripSwing85;
  numbers[row + IN_ROW.dayRange50] = measures.dayRange50;
  numbers[row + IN_ROW.dayRange70] = measures.dayRange70;
  numbers[row + IN_ROW.dayRange85] = measures.dayRange85;
  numbers[row + IN_ROW.dayRange94] = measures.dayRange94;
}
