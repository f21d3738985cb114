import type { LimitBasis } from '../../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../../domain/limits/limitEvent.ts';
import type { Slippage } from '../../domain/outcome/counterfactual.ts';
import type { StressInput, StressTrader } from '../../domain/risk/stress/stressInput.ts';
import { baseLimitOf, type RosterEntry } from '../../domain/roster/roster.ts';
import type { LearningStore } from '../../ports/learningStore.ts';
import { sessionsBefore } from '../limitedSessions.ts';
import { readInForce } from '../limitsInForce.ts';
import { type HeldPositions, type PositionPorts, readHeldPositions } from './heldPositions.ts';
import { type ExposurePorts, type KnownExposure, readKnownExposure } from './knownExposure.ts';
import { type DayPorts, readStressDays, type StressDays } from './stressDays.ts';

export interface StressPorts extends DayPorts, Omit<ExposurePorts, 'ledger'>, Omit<PositionPorts, 'roster'> {
  readonly learning: Pick<LearningStore, 'forecasts' | 'residuals'>;
}

export interface StressRequest extends Slippage {
  /** The session at whose close the desk is stressed. */
  readonly sessionDate: string;
  readonly defaultLimit: number;
  readonly lifetime: LimitLifetime;
  readonly basis: LimitBasis;
}

/** Sessions whose exposure and days count, and sessions of worst days and residuals. */
const RECENT_SESSIONS = 60;
const YEAR_SESSIONS = 250;

/**
 * Everything that is stored of a desk for a stress test at the close of a session. Limits and forecasts are
 * those of the session after it.
 */
export async function readStressInput(ports: StressPorts, request: StressRequest): Promise<StressInput> {
  const { calendar, learning, roster } = ports;
  const { sessionDate, defaultLimit, slippageBasisPoints } = request;
  const next = calendar.nextSession(sessionDate);
  const sessions = sessionsBefore(calendar, next, YEAR_SESSIONS);
  const positions = await readHeldPositions(ports, sessionDate);
  const entries = (await roster.all()).filter(
    ({ active, trader }) => active || positions.byTrader.has(trader),
  );
  const traders = new Set(entries.map(({ trader }) => trader));
  const days = await readStressDays(ports, {
    sessions,
    recent: RECENT_SESSIONS,
    traders,
    basis: request.basis,
  });
  const exposure = await readKnownExposure(ports, sessions.slice(-RECENT_SESSIONS), days.notionals);
  const limited = entries.map((entry) => ({
    trader: entry.trader,
    baseLimit: baseLimitOf(entry, defaultLimit),
  }));
  const inForce = await readInForce(ports, limited, next, request.lifetime);
  const forecasts = await learning.forecasts(next);
  const known = { positions, days, exposure };
  return {
    sessionDate,
    slippageBasisPoints,
    residuals: await learning.residuals(next, YEAR_SESSIONS),
    sessions: days.sessions,
    worstSessions: days.worstSessions,
    nettedExposure: exposure.netted,
    unvalued: positions.unvalued,
    traders: entries.map((entry) => ({
      ...stressTrader(entry, baseLimitOf(entry, defaultLimit), known),
      ...(entry.active
        ? {
            limitInForce: inForce.get(entry.trader)?.dollars ?? null,
            forecast: forecasts?.get(entry.trader) ?? null,
          }
        : NO_LIMIT),
    })),
  };
}

/** A retired trader trades no more: only what is still held counts. */
const NO_LIMIT = { baseLimit: 0, limitInForce: 0, forecast: null, worstDayPnl: null } as const;

interface Known {
  readonly positions: HeldPositions;
  readonly days: StressDays;
  readonly exposure: KnownExposure;
}

function stressTrader(
  { trader }: RosterEntry,
  baseLimit: number,
  { positions, days, exposure }: Known,
): Omit<StressTrader, 'limitInForce' | 'forecast'> {
  return {
    trader,
    baseLimit,
    positions: positions.byTrader.get(trader) ?? [],
    exposure: exposure.byTrader.get(trader) ?? null,
    worstDayPnl: days.worstDays.get(trader) ?? null,
  };
}
