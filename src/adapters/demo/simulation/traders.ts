import { MEAN_REVERTER, MOMENTUM, SCALPER, SHORT_BIASED, SWING, type TradingStyle } from './styles.ts';

/** A trader of a simulated desk. */
export interface DemoTrader {
  readonly account: string;
  readonly accountId: number;
  readonly trader: string;
  readonly desk: string;
  /** Daily loss limit, dollars. */
  readonly baseLimit: number;
  /** Standard deviation of the daily P&L on a usual day, in dollars. */
  readonly dailySigma: number;
  /** Mean daily P&L before fees in units of dailySigma. */
  readonly edge: number;
  /** Effect of a loss on the next trade: 0 none, 1 twice the size and half the holding time. */
  readonly tilt: number;
  readonly style: TradingStyle;
  /** Probability of trading on a session. */
  readonly attendance: number;
}

type TraderSpec = Pick<
  DemoTrader,
  'trader' | 'desk' | 'baseLimit' | 'dailySigma' | 'edge' | 'tilt' | 'style'
> &
  Partial<Pick<DemoTrader, 'attendance'>>;

/**
 * Base limits are two to three times an ordinary bad day of the trader: the mean of the worst 15 % of days.
 * So a cut comes close enough to a day's P&L to stop a bad one.
 */
const REGULARS: readonly TraderSpec[] = [
  {
    trader: 'NET001',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 1_050,
    edge: 0.3,
    tilt: 0,
    style: SCALPER,
  },
  {
    trader: 'NET002',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 900,
    edge: 0.3,
    tilt: 0.6,
    style: SCALPER,
  },
  {
    trader: 'NET003',
    desk: 'Momentum',
    baseLimit: 8_000,
    dailySigma: 2_000,
    edge: 0.3,
    tilt: 0,
    style: MOMENTUM,
  },
  {
    trader: 'NET004',
    desk: 'Momentum',
    baseLimit: 5_000,
    dailySigma: 720,
    edge: 0.4,
    tilt: 0.4,
    style: MOMENTUM,
  },
  {
    trader: 'NET005',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 1_450,
    edge: 0.24,
    tilt: 0,
    style: MEAN_REVERTER,
  },
  {
    trader: 'NET006',
    desk: 'Intraday',
    baseLimit: 10_000,
    dailySigma: 2_900,
    edge: 0.24,
    tilt: 0,
    style: MEAN_REVERTER,
  },
  {
    trader: 'NET007',
    desk: 'Swing',
    baseLimit: 15_000,
    dailySigma: 2_600,
    edge: 0.34,
    tilt: 0,
    style: SWING,
  },
  {
    trader: 'NET008',
    desk: 'Swing',
    baseLimit: 10_000,
    dailySigma: 1_620,
    edge: 0.4,
    tilt: 0.4,
    style: SWING,
  },
  {
    trader: 'NET009',
    desk: 'Momentum',
    baseLimit: 5_000,
    dailySigma: 1_450,
    edge: 0.26,
    tilt: 0,
    style: SHORT_BIASED,
  },
  {
    trader: 'NET010',
    desk: 'Momentum',
    baseLimit: 4_000,
    dailySigma: 500,
    edge: 0.4,
    tilt: 0.6,
    style: SHORT_BIASED,
  },
  {
    trader: 'NET011',
    desk: 'Swing',
    baseLimit: 3_000,
    dailySigma: 460,
    edge: 0.3,
    tilt: 0,
    style: { ...SWING, overnightPerDay: 0 },
    attendance: 0.4,
  },
  {
    trader: 'NET012',
    desk: 'Momentum',
    baseLimit: 6_000,
    dailySigma: 1_120,
    edge: 0.3,
    tilt: 0.2,
    style: { ...MOMENTUM, overnightPerDay: 0 },
  },
];

/** Traders on trial: of each intake one joins the desk, and leaves it at the end of the next intake. */
const TRIALS: readonly TraderSpec[] = [
  {
    trader: 'NET013',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 320,
    edge: 0.1,
    tilt: 0.3,
    style: { ...SCALPER, tripsPerDay: 13 },
  },
  {
    trader: 'NET014',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 380,
    edge: 0.05,
    tilt: 0,
    style: { ...SCALPER, tripsPerDay: 13 },
  },
  {
    trader: 'NET015',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 260,
    edge: 0.1,
    tilt: 0.4,
    style: { ...SCALPER, tripsPerDay: 13 },
  },
  {
    trader: 'NET016',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 360,
    edge: 0.15,
    tilt: 0,
    style: { ...SCALPER, tripsPerDay: 13 },
  },
  {
    trader: 'NET017',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 430,
    edge: 0.1,
    tilt: 0.3,
    style: { ...SCALPER, tripsPerDay: 13 },
  },
];

/** The traders who are always there. */
export const regularTraders: readonly DemoTrader[] = REGULARS.map((spec, at) => traderOf(spec, 101 + at));

/** The traders on trial; intake n is the trader at n modulo their number. */
export const trialTraders: readonly DemoTrader[] = TRIALS.map((spec, at) =>
  traderOf(spec, 101 + REGULARS.length + at),
);

function traderOf(spec: TraderSpec, accountId: number): DemoTrader {
  return { account: spec.trader, accountId, attendance: 0.97, ...spec };
}
