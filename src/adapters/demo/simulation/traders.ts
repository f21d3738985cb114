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
  /** First and last session of the account, counted back from the last session, which is 0. */
  readonly firstSession: number;
  readonly lastSession: number;
  /** Probability of trading on a session. */
  readonly attendance: number;
}

/** Number of sessions of the demo desk. */
export const DEMO_SESSIONS = 140;
const OLDEST_SESSION = DEMO_SESSIONS - 1;

type TraderSpec = Pick<
  DemoTrader,
  'trader' | 'desk' | 'baseLimit' | 'dailySigma' | 'edge' | 'tilt' | 'style'
> &
  Partial<Pick<DemoTrader, 'account' | 'firstSession' | 'lastSession' | 'attendance'>>;

const TRADERS: readonly TraderSpec[] = [
  {
    trader: 'NET001',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 640,
    edge: 0.26,
    tilt: 0,
    style: SCALPER,
  },
  {
    trader: 'NET002',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 780,
    edge: 0.24,
    tilt: 0.9,
    style: SCALPER,
  },
  {
    trader: 'NET003',
    desk: 'Momentum',
    baseLimit: 8_000,
    dailySigma: 1_150,
    edge: 0.26,
    tilt: 0,
    style: MOMENTUM,
  },
  {
    trader: 'NET004',
    desk: 'Momentum',
    baseLimit: 5_000,
    dailySigma: 860,
    edge: 0.8,
    tilt: 0.5,
    style: MOMENTUM,
  },
  {
    trader: 'NET005',
    desk: 'Intraday',
    baseLimit: 5_000,
    dailySigma: 560,
    edge: 0.24,
    tilt: 0,
    style: MEAN_REVERTER,
  },
  {
    trader: 'NET006',
    desk: 'Intraday',
    baseLimit: 10_000,
    dailySigma: 1_300,
    edge: 0.22,
    tilt: 0,
    style: MEAN_REVERTER,
  },
  {
    trader: 'NET007',
    desk: 'Swing',
    baseLimit: 15_000,
    dailySigma: 1_600,
    edge: 0.4,
    tilt: 0,
    style: SWING,
  },
  { trader: 'NET008', desk: 'Swing', baseLimit: 10_000, dailySigma: 980, edge: 0.34, tilt: 0, style: SWING },
  {
    trader: 'NET009',
    desk: 'Momentum',
    baseLimit: 5_000,
    dailySigma: 720,
    edge: 0.14,
    tilt: 0,
    style: SHORT_BIASED,
  },
  {
    trader: 'NET010',
    desk: 'Momentum',
    baseLimit: 4_000,
    dailySigma: 610,
    edge: 0.5,
    tilt: 0.7,
    style: SHORT_BIASED,
  },
  {
    trader: 'NET011',
    desk: 'Swing',
    baseLimit: 3_000,
    dailySigma: 380,
    edge: 0.28,
    tilt: 0,
    style: { ...SWING, overnightPerDay: 0 },
    attendance: 0.4,
  },
  {
    trader: 'NET012',
    desk: 'Intraday',
    baseLimit: 2_000,
    dailySigma: 260,
    edge: 0,
    tilt: 0.3,
    style: { ...SCALPER, tripsPerDay: 13 },
    firstSession: 4,
  },
  {
    trader: 'NET013',
    desk: 'Momentum',
    baseLimit: 6_000,
    dailySigma: 820,
    edge: 0.3,
    tilt: 0,
    style: { ...MOMENTUM, overnightPerDay: 0 },
    lastSession: 3,
  },
  {
    trader: 'NET014',
    desk: 'Intraday',
    baseLimit: 6_000,
    dailySigma: 700,
    edge: 0.34,
    tilt: 0.2,
    style: SCALPER,
  },
  {
    trader: 'NET015',
    account: 'NET015_OLD',
    desk: 'Momentum',
    baseLimit: 5_000,
    dailySigma: 900,
    edge: 0.2,
    tilt: 0.8,
    style: { ...MOMENTUM, overnightPerDay: 0 },
    lastSession: 60,
  },
];

/** All active and retired traders of the demo desk, all of them invented. */
export const demoTraders: readonly DemoTrader[] = TRADERS.map((spec, at) => ({
  account: spec.trader,
  accountId: 101 + at,
  firstSession: OLDEST_SESSION,
  lastSession: 0,
  attendance: 0.97,
  ...spec,
}));
