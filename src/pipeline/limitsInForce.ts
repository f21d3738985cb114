import { eventsOf, type InForce, limitDuring, limitsDuring } from '../domain/limits/inForce.ts';
import type { LimitEvent, LimitLifetime } from '../domain/limits/limitEvent.ts';
import { BASE_LIMIT, isKnownCut, type LimitDuring } from '../domain/outcome/classifiedDay.ts';
import type { LimitStore } from '../ports/limits.ts';

export interface LimitPorts {
  readonly limits: Pick<LimitStore, 'events' | 'firstBaseLimits'>;
}

/** A trader of the roster with the base limit in dollars. */
export interface LimitedTrader {
  readonly trader: string;
  readonly baseLimit: number;
}

/** The limits in force during past sessions, from the stored events. */
export class LimitsInForce {
  readonly #byTrader: ReadonlyMap<string, ReadonlyMap<string, LimitDuring>>;

  constructor(byTrader: ReadonlyMap<string, ReadonlyMap<string, LimitDuring>>) {
    this.#byTrader = byTrader;
  }

  /** `BASE_LIMIT` where no event concerns the trader. */
  during(trader: string, sessionDate: string): LimitDuring {
    return this.#byTrader.get(trader)?.get(sessionDate) ?? BASE_LIMIT;
  }

  /** Whether a limit below the base limit was known to be in force on any of these sessions. */
  hasCut(sessions: readonly string[]): boolean {
    return [...this.#byTrader.values()].some((ofTrader) =>
      sessions.some((session) => isKnownCut(ofTrader.get(session) ?? BASE_LIMIT)),
    );
  }
}

/**
 * Reads the limits in force during these sessions, ascending. A desk without events, such as an imported
 * history, has the base limits.
 */
export async function readLimitsInForce(
  { limits }: LimitPorts,
  roster: readonly LimitedTrader[],
  sessions: readonly string[],
  lifetime: LimitLifetime,
): Promise<LimitsInForce> {
  const last = sessions.at(-1);
  const events = last === undefined ? [] : await limits.events(last);
  if (events.length === 0) return new LimitsInForce(new Map());
  const firstBaseLimits = await limits.firstBaseLimits();
  const concerned = sessions.filter((session) => session >= firstSessionOf(events));
  return new LimitsInForce(
    new Map(
      roster.map(({ trader, baseLimit }) => {
        const firstBaseLimit = firstBaseLimits.get(trader) ?? baseLimit;
        const own = eventsOf(events, trader);
        const states = limitsDuring({ events: own, firstBaseLimit, baseLimit, lifetime }, concerned);
        return [trader, new Map(concerned.map((session, place) => [session, states[place] ?? BASE_LIMIT]))];
      }),
    ),
  );
}

/** The limit in force of each trader during one session, after its mails and answers; by trader. */
export async function readInForce(
  { limits }: LimitPorts,
  traders: readonly LimitedTrader[],
  sessionDate: string,
  lifetime: LimitLifetime,
): Promise<ReadonlyMap<string, InForce>> {
  const events = await limits.events(sessionDate);
  const firstBaseLimits = await limits.firstBaseLimits();
  return new Map(
    traders.map(({ trader, baseLimit }) => {
      const firstBaseLimit = firstBaseLimits.get(trader) ?? baseLimit;
      const own = eventsOf(events, trader);
      return [trader, limitDuring({ events: own, sessionDate, firstBaseLimit, baseLimit, lifetime })];
    }),
  );
}

function firstSessionOf(events: readonly LimitEvent[]): string {
  return events.reduce((first, { sessionDate }) => (sessionDate < first ? sessionDate : first), '9999-12-31');
}
