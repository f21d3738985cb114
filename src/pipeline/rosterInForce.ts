import { type InForce, limitDuring } from '../domain/limits/inForce.ts';
import type { LimitLifetime } from '../domain/limits/limitEvent.ts';
import { baseLimitOf, type RosterEntry } from '../domain/roster/roster.ts';
import type { LimitStore } from '../ports/limits.ts';

/** The settings that decide which limit is in force. */
export interface LimitTerms {
  /** Dollars, for traders without a base limit of their own. */
  readonly defaultLimit: number;
  readonly lifetime: LimitLifetime;
}

/**
 * The limit in force of each trader during a session, after its mails and answers. Traders without an event
 * have their base limit in force.
 */
export async function rosterInForce(
  { limits }: { readonly limits: LimitStore },
  roster: readonly RosterEntry[],
  sessionDate: string,
  { defaultLimit, lifetime }: LimitTerms,
): Promise<ReadonlyMap<string, InForce>> {
  const events = await limits.events(sessionDate);
  const first = await limits.firstBaseLimits();
  return new Map(
    roster.map((entry) => {
      const baseLimit = baseLimitOf(entry, defaultLimit);
      const inForce = limitDuring({
        events: events.filter(({ trader }) => trader === null || trader === entry.trader),
        sessionDate,
        firstBaseLimit: first.get(entry.trader) ?? baseLimit,
        baseLimit,
        lifetime,
      });
      return [entry.trader, inForce];
    }),
  );
}
