import { refuseLookAhead } from './deskMornings.ts';
import type { DeskMorning, Indicator, MorningIndicator, TraderIndicator } from './indicator.ts';
import { morningValue, traderValue } from './registry.ts';
import type { SeriesEnd } from './seriesEnd.ts';
import type { TraderSeries } from './traderSeries.ts';

/**
 * The chosen indicators of a morning as a vector, NaN for null, written in two steps. `writeTraderPart` needs
 * only the sessions of the trader, so it can run before the morning is known. `writeMorningPart` writes the
 * other indicators.
 */
export class FeatureVector {
  readonly length: number;
  readonly #traderPart: readonly Placed<TraderIndicator>[];
  readonly #morningPart: readonly Placed<MorningIndicator>[];

  constructor(chosen: readonly Indicator[]) {
    this.length = chosen.length;
    this.#traderPart = chosen.flatMap((indicator, place) =>
      indicator.dependsOnMorning ? [] : { indicator, place },
    );
    this.#morningPart = chosen.flatMap((indicator, place) =>
      indicator.dependsOnMorning ? { indicator, place } : [],
    );
  }

  /**
   * Writes the indicators that depend only on the trader. Throws DecisionError for a value that is not finite
   * or null.
   */
  writeTraderPart(out: Float64Array, series: TraderSeries): void {
    for (const { indicator, place } of this.#traderPart)
      out[place] = traderValue(indicator, series) ?? Number.NaN;
  }

  /**
   * Writes the indicators that depend on the morning. Throws DecisionError for a series that contains a
   * session after the previous session, and for a value that is neither finite nor null.
   */
  writeMorningPart(out: Float64Array, series: SeriesEnd, morning: DeskMorning): void {
    refuseLookAhead(series, morning.previousSession);
    for (const { indicator, place } of this.#morningPart)
      out[place] = morningValue(indicator, series, morning) ?? Number.NaN;
  }
}

interface Placed<I extends Indicator> {
  readonly indicator: I;
  readonly place: number;
}
