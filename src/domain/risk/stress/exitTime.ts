import { losingSide } from './priceShock.ts';
import { type Scenario, SESSION_SECONDS } from './scenario.ts';
import type { TraderExposure } from './stressInput.ts';

/** A desk that takes more than this share of the volume moves the price against itself. */
const SHARE_OF_VOLUME = 0.3;
/** Assumed share of a trader's own trading in the volume of what the trader trades. */
export const ASSUMED_OWN_SHARE = 0.01;

/**
 * Seconds of trading that it takes to close a trader's worst exposure at 30 % of the stressed volume. Market
 * volume is not stored: the trader's own notional is taken for 1 % of it.
 *
 * Example: $300,000 open, $1,000,000 traded on the median day, so $100,000,000 in the market. With 30 % of
 * the volume left: 300,000 / (0.3 · 30,000,000) of 23,400 seconds = 780 seconds, 13 minutes.
 *
 * Returns null for a trader without recorded exposure or without trading.
 */
export function exitSeconds(exposure: TraderExposure | null, scenario: Scenario): number | null {
  if (exposure === null || exposure.tradedNotional <= 0) return null;
  const open = losingSide(exposure.worst, scenario.priceShock);
  const marketNotional = (exposure.tradedNotional / ASSUMED_OWN_SHARE) * scenario.volumeFactor;
  return (open / (SHARE_OF_VOLUME * marketNotional)) * SESSION_SECONDS;
}
