import { noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import { learnAndForecast } from '../../scripts/simulation/learnAndForecast.ts';
import type { SimulatedDesk, SimulatedSession } from '../../scripts/simulation/simulatedDesk.ts';
import { walkOptions } from '../../scripts/simulation/walkedDesk.ts';
import type { Stores } from '../../src/commands/world.ts';
import { HISTORY_SESSIONS } from '../../src/domain/indicators/traderSeries.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { readHoles } from '../../src/pipeline/holes.ts';
import type { LearnPorts } from '../../src/pipeline/learn.ts';
import { saveDay } from './stores.ts';

export const calendar = createCalendar('nyse');
const DEFAULT_LIMIT = 5_000;
/** The number of sessions that the loaded days allow the model to relearn. */
const LEARNABLE_SESSIONS = 5;

/** Stores a simulated desk's roster; `storeDays` stores its days. */
export async function storeRoster(stores: Stores, { roster }: Pick<SimulatedDesk, 'roster'>): Promise<void> {
  for (const entry of roster) await stores.roster.set(entry);
}

export async function storeDays(stores: Stores, sessions: Iterable<SimulatedSession>): Promise<void> {
  await stores.ledger.transaction(async (ledger) => {
    for (const { days } of sessions)
      for (const day of days)
        await ledger.saveDay(day.trader, day.sessionDate, { facts: day, closingLots: [], findings: [] });
  });
}

/** Stores one trader-day as the ledger does after a change of fills. */
export async function storeDay(stores: Stores, day: TraderDayFacts): Promise<void> {
  await saveDay(stores, day.trader, day.sessionDate, { facts: day, closingLots: [], findings: [] });
}

export async function removeDay(stores: Stores, { trader, sessionDate }: TraderDayFacts): Promise<void> {
  await saveDay(stores, trader, sessionDate, null);
}

export function learnPorts(stores: Stores): LearnPorts {
  return { ...stores, calendar, progress: noProgress, log: recordingLog() };
}

/** The forecasts of a morning, requested as the morning run does. */
export async function forecastsOn(ports: LearnPorts, sessionDate: string) {
  const through = calendar.previousSession(sessionDate);
  const morning = await learnAndForecast(ports, {
    sessionDate,
    defaultLimit: DEFAULT_LIMIT,
    limitLifetime: 'until-changed',
    limitBasis: 'realised',
    walk: walkOptions,
    recent: {
      days: await ports.ledger.recentDays(through, HISTORY_SESSIONS + LEARNABLE_SESSIONS),
      drawn: await ports.learning.drawnCloses(sessionDate),
      holes: await readHoles(ports, through),
    },
    recentSessions: LEARNABLE_SESSIONS,
  });
  if (morning === null) throw new Error(`nothing is known on the morning of ${sessionDate}`);
  return morning;
}
