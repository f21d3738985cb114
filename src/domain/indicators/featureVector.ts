import { refuseLookAhead } from './deskMornings.ts';
import type { DeskMorning, Indicator } from './indicator.ts';
import { NO_RATIOS } from './realisedVolatility.ts';
import { checkedValue } from './registry.ts';
import type { TraderSeries } from './traderSeries.ts';

/**
 * The chosen indicators of a morning as a vector, NaN for null, written in two steps. `writeTraderPart` needs
 * only the sessions of the trader, so it can run before the morning is known. `writeMorningPart` writes the
 * other indicators.
 */
export class FeatureVector {
  readonly length: number;
  readonly #traderPart: readonly Placed[];
  readonly #morningPart: readonly Placed[];

  constructor(chosen: readonly Indicator[]) {
    const placed = chosen.map((indicator, place) => ({ indicator, place }));
    this.length = chosen.length;
    this.#traderPart = placed.filter(({ indicator }) => indicator.dependsOnMorning !== true);
    this.#morningPart = placed.filter(({ indicator }) => indicator.dependsOnMorning === true);
  }

  /**
   * Writes the indicators that depend only on the trader. Throws DecisionError for a value that is not finite
   * or null.
   */
  writeTraderPart(out: Float64Array, series: TraderSeries): void {
    for (const { indicator, place } of this.#traderPart)
      out[place] = checkedValue(indicator, series, NO_MORNING) ?? Number.NaN;
  }

  /**
   * Writes the indicators that depend on the morning. Throws DecisionError for a series that contains a
   * session after the previous session, and for a value that is neither finite nor null.
   */
  writeMorningPart(out: Float64Array, series: TraderSeries, morning: DeskMorning): void {
    refuseLookAhead(series, morning.previousSession);
    for (const { indicator, place } of this.#morningPart)
      out[place] = checkedValue(indicator, series, morning) ?? Number.NaN;
  }
}

interface Placed {
  readonly indicator: Indicator;
  readonly place: number;
}

const NO_MORNING: DeskMorning = {
  previousSession: '',
  idleSessions: null,
  previousSessionScaledPnl: null,
  deskSortedScaledPnl: new Float64Array(0),
  deskCloseRatios: NO_RATIOS,
};
