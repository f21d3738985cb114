import { drawPath, type Market, type PriceDay, priceAt, SYMBOLS } from './market.ts';
import { createRandom } from './random.ts';

/** Periods in days of the waves in a symbol's price. */
const PERIOD_DAYS = [19, 47, 113, 271] as const;
/** Height of a wave in daily volatilities, as a multiple of the square root of its period. */
const WAVE_HEIGHT = 0.6;
const STRESSED = 1.5;
const STRESSED_WEEKS = 0.1;

/**
 * Creates the market of the demo desk. The number of a session is its day since 1970. Each session depends on
 * its own number alone, so a desk that begins or ends on another day has the same prices.
 */
export function createDemoMarket(seed: number): Market {
  const days = new Map<string, PriceDay>();
  const roughness = (session: number) =>
    createRandom(seed, `stress/${Math.floor((session + 3) / 7)}`).chance(STRESSED_WEEKS) ? STRESSED : 1;
  return {
    roughness,
    price(symbol, session, dayShare) {
      const key = `${symbol}/${session}`;
      const day = days.get(key) ?? drawDay(seed, symbol, session, roughness(session));
      days.set(key, day);
      return priceAt(day, dayShare);
    },
  };
}

function drawDay(seed: number, symbol: string, session: number, roughness: number): PriceDay {
  const [dollars, volatility] = SYMBOLS[symbol] ?? [100, 0.02];
  const phases = createRandom(seed, `waves/${symbol}`);
  const waves = PERIOD_DAYS.map(
    (period) =>
      WAVE_HEIGHT * Math.sqrt(period) * Math.sin(2 * Math.PI * (session / period + phases.uniform())),
  );
  const level = waves.reduce((sum, wave) => sum + wave, 0);
  const random = createRandom(seed, `market/${symbol}/${session}`);
  return {
    open: dollars * Math.exp(volatility * (level + 0.3 * random.normal())),
    path: drawPath(random.normal, volatility * roughness),
  };
}
