import type { CloseRatios, RealisedPast, RealisedVolatility } from '../../indicators/realisedVolatility.ts';
import { nullIfUnknown } from '../../indicators/ringBuffer.ts';
import { refusal } from '../../indicators/traderSeries.ts';
import type { FiredRule } from '../rules/evaluateRules.ts';
import { IN_ROW, PAST_NUMBERS, type PastRows } from './pastRows.ts';
import { indicatorFeatures, type TraderPast } from './traderPast.ts';

/** One trader's past in rows, which moves on day by day. */
export class SteppedPast implements TraderPast {
  readonly trader: string;
  readonly realised: RealisedPast = new SteppedRealised(this);
  readonly #rows: PastRows;
  #place: number;
  #start: number;

  /** `place`: that of the past before the first day. */
  constructor(trader: string, rows: PastRows, place: number) {
    this.trader = trader;
    this.#rows = rows;
    this.#place = place;
    this.#start = place * PAST_NUMBERS;
  }

  /** Moves on to the next day. @throws DecisionError `disordered_days` where it is another one. */
  step(sessionDate: string): void {
    const next = this.#rows.lastSessions[this.#place + 1];
    if (next !== sessionDate)
      throw refusal(
        'disordered_days',
        `${this.trader}: ${sessionDate}`,
        `${next ?? 'no day'}, as computed before`,
      );
    this.#place++;
    this.#start += PAST_NUMBERS;
  }

  /** One number of the row; a place of `IN_ROW`. */
  at(place: number): number {
    return this.#rows.numbers[this.#start + place]!;
  }

  copyFeatures(numbers: Float64Array, start: number): void {
    const own = this.#rows.numbers;
    const from = this.#start + IN_ROW.features;
    for (let place = 0; place < indicatorFeatures.length; place++)
      numbers[start + place] = own[from + place]!;
  }

  get lastSession(): string | null {
    return this.#rows.lastSessions[this.#place] ?? null;
  }

  get rules(): readonly FiredRule[] {
    return this.#rows.rules[this.#place] ?? [];
  }

  get sessions(): number {
    return this.at(IN_ROW.sessions);
  }

  get scale(): number | null {
    return nullIfUnknown(this.at(IN_ROW.scale));
  }

  get forecastScale(): number | null {
    return nullIfUnknown(this.at(IN_ROW.forecastScale));
  }

  get volatility(): number | null {
    return nullIfUnknown(this.at(IN_ROW.volatility));
  }

  get lastScaledPnl(): number | null {
    return nullIfUnknown(this.at(IN_ROW.lastScaledPnl));
  }

  get largeLossThreshold(): number {
    return this.at(IN_ROW.largeLossThreshold);
  }

  get hasExtremeVolatility(): boolean {
    return this.at(IN_ROW.hasExtremeVolatility) === 1;
  }

  get missingBefore(): number {
    return this.at(IN_ROW.missingBefore);
  }
}

class SteppedRealised implements RealisedPast {
  readonly #past: SteppedPast;

  constructor(past: SteppedPast) {
    this.#past = past;
  }

  get sessions(): number {
    return this.#past.at(IN_ROW.realisedSessions);
  }

  get isKnown(): boolean {
    return this.#past.at(IN_ROW.isRealisedKnown) === 1;
  }

  get ratios(): CloseRatios {
    const tripSwing = nullIfUnknown(this.#past.at(IN_ROW.tripSwingRatio));
    return { tripSwing, dayRange: nullIfUnknown(this.#past.at(IN_ROW.dayRangeRatio)) };
  }

  get measures(): RealisedVolatility | null {
    if (this.sessions === 0) return null;
    const past = this.#past;
    return {
      tripSwing50: past.at(IN_ROW.tripSwing50),
      tripSwing70: past.at(IN_ROW.tripSwing70),
      tripSwing85: past.at(IN_ROW.tripSwing85),
      dayRange50: past.at(IN_ROW.dayRange50),
      dayRange70: past.at(IN_ROW.dayRange70),
      dayRange85: past.at(IN_ROW.dayRange85),
      dayRange94: past.at(IN_ROW.dayRange94),
    };
  }
}
