import { createRandom } from './random.ts';

/** Prices of the demo's symbols; every trader sees the same ones. */
export interface Market {
  /** Dollars at a moment of a session, 0 the open and 1 the close, to the cent. */
  price(symbol: string, sessionsBack: number, dayShare: number): number;
  /** How rough the desk's day is: 1 usual, above 1 stressed. */
  roughness(sessionsBack: number): number;
}

/** Where each symbol ends up, roughly, and how much it moves in a day. Levels are made up. */
const SYMBOLS: Readonly<Record<string, readonly [dollars: number, dailyVolatility: number]>> = {
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

/** The last month is calm, so that what stands out in it is a trader's own doing. */
const CALM_AT_THE_END = 30;
const STRESSED = 1.6;

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
      return Math.max(0.01, Math.round(100 * day.open * Math.exp(day.path(dayShare))) / 100);
    },
  };
}

interface PriceDay {
  readonly open: number;
  /** Logarithm of price over open. */
  readonly path: (dayShare: number) => number;
}

/** Two states, calm and stressed, that last: a stressed day is followed by another four times in five. */
function drawRoughness(seed: number, sessions: number): readonly number[] {
  const random = createRandom(seed, 'roughness');
  let stressed = false;
  return Array.from({ length: sessions }, (_, sessionsBack) => {
    stressed = sessionsBack >= CALM_AT_THE_END && random.chance(stressed ? 0.8 : 0.06);
    return stressed ? STRESSED : 1;
  });
}

/** Walks back from the last session, so that the length of the history changes no price. */
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

/** A smooth wander: three waves of falling weight on a drift. */
function drawPath(normal: () => number, volatility: number): (dayShare: number) => number {
  const drift = 0.7 * volatility * normal();
  const waves = [2, 5, 11].map((turns) => ({
    turns,
    height: (volatility * normal()) / turns,
    phase: Math.PI * normal(),
  }));
  return (dayShare) =>
    waves.reduce(
      (sum, { turns, height, phase }) =>
        sum + height * (Math.sin(Math.PI * turns * dayShare + phase) - Math.sin(phase)),
      drift * dayShare,
    );
}
