import { baseLimitOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import {
  type DeskLimit,
  type LimitPorts,
  type LimitTerms,
  readDeskLimit,
  requireTrader,
} from './deskLimits.ts';
import { requireNotFuture, requireSession } from './sessionRules.ts';

export interface StatePorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
}

/** What an individual says the platform holds. */
export interface StatedLimit {
  readonly trader: string;
  readonly dollars: number;
  readonly sessionDate: string;
  readonly by: string;
  readonly at: Date;
}

export interface LimitStated {
  readonly now: DeskLimit;
  /** What the last mail asked for, dollars; null: no mail has named the trader. */
  readonly lastTarget: number | null;
}

/**
 * Records what the platform holds for a trader. It is a fact, not a decision: the next mail asks again for
 * what Daybreak recommends.
 * @throws InputError `unknown_trader`, `not_a_session` or `future_session`.
 */
export async function stateLimit(
  ports: StatePorts,
  terms: LimitTerms,
  { trader, dollars, sessionDate, by, at }: StatedLimit,
): Promise<LimitStated> {
  const entry = await requireTrader(ports, trader, 'limits set');
  requireSession(ports.calendar, sessionDate, 'limits set');
  requireNotFuture(sessionDate, ports.calendar.nextSession(terms.dueSession), 'limits set');
  await ports.limits.record([
    {
      kind: 'set',
      trader,
      sessionDate,
      recordedAt: at,
      dollars,
      baseLimit: baseLimitOf(entry, terms.defaultLimit),
      revision: null,
      reason: null,
      by,
      through: 'command',
    },
  ]);
  return {
    now: await readDeskLimit(ports, terms, trader),
    lastTarget: await lastTarget(ports.decisions, trader, terms.dueSession),
  };
}

/** The newest target of a trader, dollars; null: no morning has decided for the trader. */
async function lastTarget(
  decisions: DecisionStore,
  trader: string,
  dueSession: string,
): Promise<number | null> {
  const session = await decisions.lastDecided(dueSession);
  const report = session === null ? null : await decisions.report(session);
  return report?.decisions.find((each) => each.trader === trader)?.newLimit ?? null;
}
