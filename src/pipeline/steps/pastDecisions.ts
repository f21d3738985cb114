import type { Decision } from '../../domain/decision/decision.ts';
import type { EngineName } from '../../domain/engines/proposal.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';

/** Half a year contains sixty traded sessions of a trader who trades every other session. */
const DAYS_BACK = 182;

export interface StoredDecision extends Decision {
  readonly sessionDate: string;
}

/** Returns the decisions of earlier mornings, oldest first, through the morning of a session. */
export async function readPastDecisions(
  ports: { readonly decisions: DecisionStore },
  through: string,
): Promise<readonly StoredDecision[]> {
  return ports.decisions.decisions(addDays(through, -DAYS_BACK), through);
}

/** Returns the engine of the last decided morning through a session; null if there is none. */
export async function readPreviousEngine(
  { decisions }: { readonly decisions: DecisionStore },
  through: string,
): Promise<EngineName | null> {
  const last = await decisions.lastDecided(through);
  return last === null ? null : ((await decisions.report(last))?.engine ?? null);
}

/**
 * Returns the engine of the last morning through a session whose mail the desk has, or may have; null if
 * there is none.
 */
export async function readMailedEngine(
  ports: { readonly decisions: DecisionStore; readonly outbox: Outbox },
  through: string,
): Promise<EngineName | null> {
  const last = await readLastMailed(ports, through);
  return last === null ? null : ((await ports.decisions.report(last))?.engine ?? null);
}

/**
 * Returns the limits below the base limit that the last decided morning mailed, by trader, dollars. A
 * correction reads the limits that its own session mailed before.
 */
export async function readMailedLimits(
  { decisions }: { readonly decisions: DecisionStore },
  sessionDate: string,
): Promise<ReadonlyMap<string, number>> {
  const last = await decisions.lastDecided(sessionDate);
  const mailed = last === null ? [] : await decisions.decisions(last, last);
  return new Map(
    mailed
      .filter(({ baseLimit, newLimit }) => newLimit < baseLimit)
      .map(({ trader, newLimit }) => [trader, newLimit]),
  );
}

/** So many mornings in a row without a mail to the desk are looked through. */
const MOST_UNSENT = 20;

/**
 * Returns the session of the last morning whose mail at least one address of EMAIL_RECIPIENTS has, or may
 * have; null if there is none.
 */
export async function readLastMailed(
  { decisions, outbox }: { readonly decisions: DecisionStore; readonly outbox: Outbox },
  through: string,
): Promise<string | null> {
  let session = await decisions.lastDecided(through);
  for (let unsent = 0; session !== null && unsent < MOST_UNSENT; unsent++) {
    const entries = await outbox.entries(session, 'morning');
    const reached = entries.filter(({ toDesk }) => toDesk);
    if (reached.some(({ status }) => status === 'sent' || status === 'ambiguous')) return session;
    session = await decisions.lastDecided(addDays(session, -1));
  }
  return session;
}
