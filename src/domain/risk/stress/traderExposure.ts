import type { OpenExposure } from '../../ledger/openExposure.ts';
import { median } from '../../statistics/descriptive.ts';
import type { LargestExposure, TraderExposure } from './stressInput.ts';

/** One active day of a trader. */
export interface ExposureDay {
  readonly exposure: OpenExposure;
  /** Dollars. */
  readonly tradedNotional: number;
}

/**
 * The worst and the usual exposure of a trader within a day. Usual is the median over days of the day's
 * largest: the median over moments is 0 for a trader who is flat most of the day.
 *
 * Example: largest net long of three days $10,000, $90,000 and $20,000: worst $90,000, usual $20,000.
 *
 * Returns null without a day whose exposure is known.
 */
export function traderExposure(days: readonly ExposureDay[]): TraderExposure | null {
  const known = days.flatMap(({ exposure, tradedNotional }) => {
    const largest = largestOf(exposure);
    return largest === null ? [] : [{ largest, tradedNotional }];
  });
  if (known.length === 0) return null;
  const over = (summarise: (values: readonly number[]) => number): LargestExposure => ({
    netLong: summarise(known.map(({ largest }) => largest.netLong)),
    netShort: summarise(known.map(({ largest }) => largest.netShort)),
    gross: summarise(known.map(({ largest }) => largest.gross)),
  });
  return {
    worst: over((values) => Math.max(...values)),
    usual: over(medianOf),
    days: known.length,
    tradedNotional: medianOf(known.map(({ tradedNotional }) => tradedNotional)),
  };
}

function largestOf({ largestNetLong, largestNetShort, largestGross }: OpenExposure): LargestExposure | null {
  if (largestNetLong === null || largestNetShort === null || largestGross === null) return null;
  return { netLong: largestNetLong, netShort: largestNetShort, gross: largestGross };
}

function medianOf(values: readonly number[]): number {
  return median(values) ?? 0;
}
