/** The trading style of a trader, the same on all days. */
export interface TradingStyle {
  readonly symbols: readonly [string, ...string[]];
  readonly tripsPerDay: number;
  /** Share of round trips that win. The size of wins and losses depends on it, so that the mean does not. */
  readonly winRate: number;
  readonly shortShare: number;
  /** Median duration of a round trip in minutes. */
  readonly holdMinutes: number;
  /** Duration of losing trips relative to winning ones. */
  readonly loserHoldRatio: number;
  /** Share of trips in which the trader adds to a position that is losing. */
  readonly addsToLosers: number;
  /** Overnight positions opened per day. */
  readonly overnightPerDay: number;
  /** Share of executions that rest in the book and earn the ECN rebate. */
  readonly makerShare: number;
}

const LARGE_CAPS = ['AAPL', 'MSFT', 'NVDA', 'AMZN', 'META', 'GOOGL'] as const;
const FAST_NAMES = ['TSLA', 'AMD', 'PLTR', 'COIN', 'MARA', 'SOFI', 'RIVN'] as const;
const FUNDS = ['SPY', 'QQQ', 'IWM', 'XLF', 'XLE'] as const;
const SLOW_NAMES = ['JPM', 'XOM', 'KO', 'PFE', 'T', 'F', 'BAC', 'INTC'] as const;

export const SCALPER: TradingStyle = {
  symbols: [...LARGE_CAPS, ...FUNDS],
  tripsPerDay: 21,
  winRate: 0.58,
  shortShare: 0.4,
  holdMinutes: 3,
  loserHoldRatio: 1.2,
  addsToLosers: 0.05,
  overnightPerDay: 0,
  makerShare: 0.7,
};

export const MOMENTUM: TradingStyle = {
  symbols: [...FAST_NAMES],
  tripsPerDay: 13,
  winRate: 0.38,
  shortShare: 0.3,
  holdMinutes: 11,
  loserHoldRatio: 0.5,
  addsToLosers: 0.03,
  overnightPerDay: 0.1,
  makerShare: 0.25,
};

export const MEAN_REVERTER: TradingStyle = {
  symbols: [...SLOW_NAMES, ...FUNDS],
  tripsPerDay: 11,
  winRate: 0.64,
  shortShare: 0.5,
  holdMinutes: 16,
  loserHoldRatio: 1.9,
  addsToLosers: 0.35,
  overnightPerDay: 0.05,
  makerShare: 0.6,
};

export const SWING: TradingStyle = {
  symbols: [...LARGE_CAPS, ...SLOW_NAMES],
  tripsPerDay: 6,
  winRate: 0.46,
  shortShare: 0.25,
  holdMinutes: 35,
  loserHoldRatio: 1.1,
  addsToLosers: 0.1,
  overnightPerDay: 1.6,
  makerShare: 0.45,
};

export const SHORT_BIASED: TradingStyle = {
  symbols: [...FAST_NAMES, 'INTC', 'PFE', 'XLE'],
  tripsPerDay: 10,
  winRate: 0.52,
  shortShare: 0.85,
  holdMinutes: 18,
  loserHoldRatio: 1.4,
  addsToLosers: 0.15,
  overnightPerDay: 0.25,
  makerShare: 0.35,
};
