import type { Decision } from '../../domain/decision/decision.ts';
import type { EngineName } from '../../domain/engines/proposal.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DecisionStore } from '../../ports/outbox.ts';

/** Half a year contains sixty traded sessions of a trader who trades every other session. */
const DAYS_BACK = 182;

export interface StoredDecision extends Decision {
  readonly sessionDate: string;
}

/** Returns the decisions of earlier mornings, oldest first, through the morning of `dataThrough`. */
export async function readPastDecisions(
  ports: { readonly decisions: DecisionStore },
  dataThrough: string,
): Promise<readonly StoredDecision[]> {
  return ports.decisions.decisions(addDays(dataThrough, -DAYS_BACK), dataThrough);
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
