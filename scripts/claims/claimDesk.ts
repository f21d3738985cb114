import { BacktestAccumulator } from '../../src/domain/evaluation/backtestAccumulator.ts';
import type { BacktestResult, BacktestSettings } from '../../src/domain/evaluation/backtestResult.ts';
import type { WalkedSession } from '../../src/domain/evaluation/backtestRow.ts';
import { ledgeredDesk } from '../simulation/ledgeredDesk.ts';
import { type SimulatedDesk, type SimulatedSession, simulateDesk } from '../simulation/simulatedDesk.ts';
import { type Tampering, walkDesk, walkOptions } from '../simulation/walkedDesk.ts';

/**
 * How the desk of a claim behaves.
 * - driftless: net P&L has mean 0 within the day and between days; heavy tails, persistent volatility.
 * - tilt: as driftless, but traders may trade larger, and lose on average, after losing days.
 * - revert: as driftless, but the session after a losing one has a positive mean.
 * - shift: driftless for the first half; then twice the volatility, and tilt.
 */
export type Mode = 'driftless' | 'tilt' | 'revert' | 'shift';

/** Trader-day facts drawn directly, or fills that pass through the ledger. */
export type Source = 'facts' | 'fills';

export interface ClaimDesk {
  readonly mode: Mode;
  readonly source: Source;
  readonly traders: number;
  readonly sessions: number;
  readonly seed: number;
}

/** A desk that has been walked, with the roster that its limits come from. */
export interface WalkedDesk {
  readonly roster: SimulatedDesk['roster'];
  readonly sessions: Iterable<WalkedSession>;
}

const SETTINGS: BacktestSettings = {
  maxReductionPct: walkOptions.maxReductionPct,
  retrainEverySessions: walkOptions.retrainEverySessions,
  cutsRequireProof: walkOptions.cutsRequireProof,
  limitBasis: 'realised',
  largeLossThreshold: 2_000,
  tiers: walkOptions.tiers,
  ...walkOptions.stop,
};
const FACTS_TRUTH = {
  driftless: 'noEdge',
  tilt: 'tilt',
  revert: 'meanReversion',
  shift: 'regimeChange',
} as const;
const FILLS_TRUTH = { driftless: 'noEdge', tilt: 'tilt', revert: 'revert', shift: 'shift' } as const;

/**
 * Walks a simulated desk with the code of the morning and the default settings. No limit is obeyed: traders
 * trade as if each base limit were in force.
 */
export function walkClaimDesk(desk: ClaimDesk, tampering: Tampering = {}): WalkedDesk {
  const { roster, sessions } = simulated(desk);
  return { roster, sessions: walkDesk({ roster }, sessions, tampering) };
}

/** The result that `npm run backtest` has of these sessions, without the intervals of traders. */
export function backtestOf({ roster, sessions }: WalkedDesk): BacktestResult {
  const tally = new BacktestAccumulator({
    source: 'demo',
    roster,
    riskCapitals: new Map(roster.map(({ trader, riskCapital }) => [trader, riskCapital])),
    settings: SETTINGS,
    closedDays: { traderDays: 0, netPnl: 0 },
    first: '0000-01-01',
    last: '9999-12-31',
    shadowStrategies: [],
    // No claim reads the intervals of traders, which take a third of the time.
    mostRowsWithIntervals: 0,
  });
  for (const session of sessions) tally.add(session);
  return tally.result();
}

function simulated({ mode, source, traders, sessions, seed }: ClaimDesk): {
  readonly roster: SimulatedDesk['roster'];
  readonly sessions: Iterable<SimulatedSession>;
} {
  if (source === 'fills') return ledgeredDesk(seed, { truth: FILLS_TRUTH[mode], traders, sessions });
  const desk = simulateDesk({ truth: FACTS_TRUTH[mode], traders, sessions, seed });
  return { roster: desk.roster, sessions: desk };
}
