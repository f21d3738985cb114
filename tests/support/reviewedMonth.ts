import type { BacktestResult, TraderResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';
import {
  coverage,
  gateDecision,
  impact,
  longResult,
  monthlyReview,
  strategies,
  traderResult,
} from './backtestResult.ts';

/** The 19 sessions of November 2025: Thanksgiving is closed. */
export const REVIEWED_SESSIONS: readonly string[] = Array.from(
  { length: 30 },
  (_, day) => `2025-11-${String(day + 1).padStart(2, '0')}`,
).filter((date) => ![0, 6].includes(new Date(date).getUTCDay()) && date !== '2025-11-27');

const LIMIT = impact({
  avoided: 7_100,
  opportunityCost: 5_900,
  net: 1_200,
  bindingDays: 15,
  netInterval: [-2_600, 5_100],
  verdict: 'could be chance',
});

/** Trader, days with a cut that had an effect, avoided, forgone, net P&L. Each traded 17 days. */
const TRADERS = [
  ['NET002', 5, 3_000, 2_000, -1_200],
  ['NET004', 4, 1_500, 1_200, -4_310],
  ['NET007', 2, 1_000, 1_000, 2_500],
  ['NET011', 2, 800, 900, 3_800],
  ['NET014', 1, 500, 500, 6_110],
  ['NET017', 1, 300, 300, -900],
] as const;

const GATE = gateDecision({ decidedFor: '2025-11-13' });

const NET_PNL = TRADERS.reduce((sum, [, , , , netPnl]) => sum + netPnl, 0);

function traders(): readonly TraderResult[] {
  return TRADERS.map(([trader, bindingDays, avoided, opportunityCost, netPnl]) => ({
    ...traderResult(trader, 1),
    rows: 19,
    tradedDays: 17,
    netPnl,
    limit: { avoided, opportunityCost, net: avoided - opportunityCost, bindingDays },
    verdict: 'not enough to tell',
    coverage: coverage(1, 16),
  }));
}

/** The review of six traders over November 2025. Its figures are consistent with each other. */
export function reviewedMonth(
  review: Partial<MonthlyReview> = {},
  override: Partial<BacktestResult> = {},
): BacktestResult {
  const first = REVIEWED_SESSIONS[0] ?? '';
  const last = REVIEWED_SESSIONS.at(-1) ?? '';
  const result = longResult(19, 6);
  const each = (amount: number) => amount / REVIEWED_SESSIONS.length;
  return {
    ...result,
    period: {
      ...result.period,
      first,
      last,
      walkedFrom: '2024-11-01',
      sessions: 19,
      traders: 6,
      traderDays: 114,
      tradedDays: 102,
    },
    judgedDays: 100,
    unjudgedDays: 2,
    estimatedDays: 11,
    gate: {
      ...result.gate,
      decisions: [GATE],
      latest: GATE,
      ridgeSessions: 12,
      rulesSessions: 7,
      breakers: [],
    },
    strategies: strategies({ limit: LIMIT }),
    engines: { ...result.engines, inForce: { ...result.engines.inForce, limit: LIMIT } },
    slippage: [],
    tail: null,
    sizing: { ...result.sizing, days: 100, reducedDays: 40 },
    equity: REVIEWED_SESSIONS.map((sessionDate, place) => ({
      sessionDate,
      engine: place < 7 ? 'rules' : 'ridge',
      asTraded: each(NET_PNL),
      underBaseLimits: each(NET_PNL - 800),
      underCutLimits: each(NET_PNL - 800 + LIMIT.net),
    })),
    cumulativeBenefit: [],
    valueAtRisk: {
      ...coverage(8, 98),
      sessions: 19,
      rateInterval: [0.03, 0.14],
      effectiveForecasts: 71,
      benchmark: null,
    },
    byTrader: traders(),
    byMonth: [
      {
        month: '2025-11',
        sessions: 19,
        ridgeSessions: 12,
        netPnl: NET_PNL,
        limit: LIMIT,
        netInterval: LIMIT.netInterval,
        verdict: LIMIT.verdict,
        varForecasts: 98,
        varExceptions: 8,
        varRateInterval: [0.03, 0.14],
        regret: 0.07,
      },
    ],
    review: monthlyReview(review),
    ...override,
  };
}
