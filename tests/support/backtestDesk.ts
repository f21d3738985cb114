import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import {
  type DeskPlan,
  type SimulatedSession,
  simulateDesk,
} from '../../scripts/simulation/simulatedDesk.ts';
import type { Stores } from '../../src/commands/world.ts';
import { DEFAULT_TIERS } from '../../src/domain/engines/modelTier.ts';
import { DEFAULT_STOP } from '../../src/domain/outcome/counterfactual.ts';
import type { RosterChange } from '../../src/domain/roster/rosterChange.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import type { BacktestRequest } from '../../src/pipeline/backtest.ts';
import { temporaryFolder, temporaryStores } from './stores.ts';

type Afterwards = (cleanUp: () => Promise<void> | void) => void;

/** A simulated desk in a real store, and a request for a backtest or a review of it. */
export async function deskInStore(plan: DeskPlan, afterwards: Afterwards = onTestFinished) {
  const desk = simulateDesk(plan);
  const ports = await emptyDesk(desk.roster, afterwards);
  await saveSessions(ports, desk);
  return { desk, ports, request: backtestRequestOf() };
}

/** A roster in a real store without trader-days. Pass `afterAll` for a store that a whole suite shares. */
export async function emptyDesk(roster: readonly RosterChange[], afterwards: Afterwards = onTestFinished) {
  const path = join(temporaryFolder(afterwards), 'daybreak.db');
  const stores = await temporaryStores(path, afterwards);
  for (const entry of roster) await stores.roster.set(entry);
  return { ...stores, path, calendar: createCalendar('nyse'), progress: noProgress };
}

/** Writes trader-days as the ledger does. */
export async function saveSessions(
  { ledger }: Pick<Stores, 'ledger'>,
  sessions: Iterable<SimulatedSession>,
): Promise<void> {
  await ledger.transaction(async (transaction) => {
    for (const { sessionDate, days } of sessions)
      for (const facts of days)
        await transaction.saveDay(facts.trader, sessionDate, { facts, closingLots: [], findings: [] });
  });
}

export function backtestRequestOf(override: Partial<BacktestRequest> = {}): BacktestRequest {
  return {
    source: 'stored',
    defaultLimit: 5_000,
    limitLifetime: 'until-changed',
    limitBasis: 'total',
    largeLossThreshold: 2_000,
    walk: {
      cutsRequireProof: false,
      retrainEverySessions: 5,
      maxReductionPct: 80,
      tiers: DEFAULT_TIERS,
      stop: DEFAULT_STOP,
    },
    shadowStrategies: [],
    ...override,
  };
}
