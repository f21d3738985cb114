import { refuseLookAhead } from './deskMornings.ts';
import type { DeskMorning, Indicator } from './indicator.ts';
import { checkedValue } from './registry.ts';
import type { TraderSeries } from './traderSeries.ts';

/**
 * A morning's values in two steps, of which the first can be taken once the trader's last session is known. `ownInto` writes the
 * chosen indicators that depend on the trader alone, `morningInto` the others; after both, `out` is what `indicatorVector` gives.
 */
export class FeatureVector {
  readonly length: number;
  readonly #own: readonly Placed[];
  readonly #ofMorning: readonly Placed[];

  constructor(chosen: readonly Indicator[]) {
    const placed = chosen.map((indicator, place) => ({ indicator, place }));
    this.length = chosen.length;
    this.#own = placed.filter(({ indicator }) => indicator.seesMorning !== true);
    this.#ofMorning = placed.filter(({ indicator }) => indicator.seesMorning === true);
  }

  ownInto(out: Float64Array, series: TraderSeries): void {
    for (const { indicator, place } of this.#own)
      out[place] = checkedValue(indicator, series, NO_MORNING) ?? Number.NaN;
  }

  /** Throws as `indicatorVector` does. */
  morningInto(out: Float64Array, series: TraderSeries, morning: DeskMorning): void {
    refuseLookAhead(series, morning.previousSession);
    for (const { indicator, place } of this.#ofMorning)
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
};
