import { createRandom } from './random.ts';

/** Prices of the demo's symbols, the same for every trader. */
export interface Market {
  /**
   * Price in dollars, to the cent, at a time of the session: 0 is the open, 1 the close. The number of a
   * session is that of the desk.
   */
  price(symbol: string, session: number, dayShare: number): number;
  /** Volatility of the session relative to a usual one: 1 usual, above 1 stressed. */
  roughness(session: number): number;
}

/** Last open of each symbol and its daily volatility. The values are invented. */
export const SYMBOLS: Readonly<Record<string, readonly [dollars: number, dailyVolatility: number]>> = {
  AAPL: [214, 0.014],
  MSFT: [418, 0.013],
  NVDA: [131, 0.028],
  AMZN: [187, 0.018],
  META: [512, 0.021],
  GOOGL: [169, 0.016],
  TSLA: [236, 0.036],
  AMD: [148, 0.031],
  PLTR: [41, 0.034],
  COIN: [204, 0.045],
  MARA: [17, 0.055],
  SOFI: [9, 0.034],
  RIVN: [12, 0.04],
  SPY: [571, 0.008],
  QQQ: [489, 0.011],
  IWM: [221, 0.012],
  XLF: [45, 0.009],
  XLE: [91, 0.013],
  JPM: [209, 0.012],
  XOM: [117, 0.013],
  KO: [70, 0.008],
  PFE: [29, 0.013],
  T: [22, 0.011],
  F: [11, 0.019],
  BAC: [39, 0.014],
  INTC: [23, 0.028],
};

/** The last 30 sessions are never stressed, so that an unusual day in them comes from the trader. */
const CALM_AT_THE_END = 30;
const STRESSED = 1.6;

/**
 * Creates the market of a seed for this number of sessions, for a desk that counts its sessions back from the
 * last one.
 */
export function createMarket(seed: number, sessions: number): Market {
  const roughness = drawRoughness(seed, sessions);
  const days = new Map(
    Object.entries(SYMBOLS).map(([symbol, [dollars, volatility]]) => [
      symbol,
      drawDays(seed, symbol, dollars, volatility, roughness),
    ]),
  );
  return {
    roughness: (sessionsBack) => roughness[sessionsBack] ?? 1,
    price(symbol, sessionsBack, dayShare) {
      const day = days.get(symbol)?.[sessionsBack];
      if (day === undefined) throw new RangeError(`no price of ${symbol} ${sessionsBack} sessions back`);
      return priceAt(day, dayShare);
    },
  };
}

export interface PriceDay {
  readonly open: number;
  /** Logarithm of price / open. */
  readonly path: (dayShare: number) => number;
}

/** The price in dollars, to the cent. */
export function priceAt({ open, path }: PriceDay, dayShare: number): number {
  return Math.max(0.01, Math.round(100 * open * Math.exp(path(dayShare))) / 100);
}

/** A Markov chain of calm and stressed sessions; next to a stressed one, the chance of stress is 80 %. */
function drawRoughness(seed: number, sessions: number): readonly number[] {
  const random = createRandom(seed, 'roughness');
  let stressed = false;
  return Array.from({ length: sessions }, (_, sessionsBack) => {
    stressed = sessionsBack >= CALM_AT_THE_END && random.chance(stressed ? 0.8 : 0.06);
    return stressed ? STRESSED : 1;
  });
}

/** Draws backwards from the last session, so that the length of the history changes no price. */
function drawDays(
  seed: number,
  symbol: string,
  dollars: number,
  volatility: number,
  roughness: readonly number[],
) {
  const random = createRandom(seed, `market/${symbol}`);
  let open = dollars;
  return roughness.map((rough): PriceDay => {
    const day = { open, path: drawPath(random.normal, volatility * rough) };
    open *= Math.exp(-volatility * rough * random.normal());
    return day;
  });
}

/** A smooth path: a drift plus three waves, with less height for higher frequencies. */
export function drawPath(normal: () => number, volatility: number): (dayShare: number) => number {
  const drift = 0.7 * volatility * normal();
  const waves = [2, 5, 11].map((turns) => {
    const height = (volatility * normal()) / turns;
    const phase = Math.PI * normal();
    return { turns, height, phase, atOpen: Math.sin(phase) };
  });
  return (dayShare) =>
    waves.reduce(
      (sum, { turns, height, phase, atOpen }) =>
        sum + height * (Math.sin(Math.PI * turns * dayShare + phase) - atOpen),
      drift * dayShare,
    );
}
