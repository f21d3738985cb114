import type { PastDecision } from '../../domain/decision/criticalAlerts.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { DecisionStore } from '../../ports/outbox.ts';

/** Half a year: enough for sixty traded sessions of a trader who trades every other one. */
const DAYS_BACK = 182;

/** What earlier mornings decided, oldest first, up to the one for the session that the morning looks back on. */
export async function readPastDecisions(
  ports: { readonly decisions: DecisionStore },
  dataThrough: string,
): Promise<readonly PastDecision[]> {
  return ports.decisions.decisions(addDays(dataThrough, -DAYS_BACK), dataThrough);
}
