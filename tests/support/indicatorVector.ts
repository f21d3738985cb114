import { refuseLookAhead } from '../../src/domain/indicators/deskMornings.ts';
import type { DeskMorning, Indicator } from '../../src/domain/indicators/indicator.ts';
import { checkedValue, indicators } from '../../src/domain/indicators/registry.ts';
import type { TraderSeries } from '../../src/domain/indicators/traderSeries.ts';

/** Writes the chosen indicators into `out` in one step, NaN for null, to compare with `FeatureVector`. */
export function indicatorVector(
  series: TraderSeries,
  morning: DeskMorning,
  out: Float64Array,
  chosen: readonly Indicator[] = indicators,
): void {
  refuseLookAhead(series, morning.previousSession);
  for (let place = 0; place < out.length; place++) {
    out[place] = checkedValue(chosen[place]!, series, morning) ?? Number.NaN;
  }
}
