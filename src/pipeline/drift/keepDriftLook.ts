import { SESSIONS_BETWEEN_LOOKS } from '../../domain/risk/drift/indicatorHistory.ts';
import type { DriftLooks } from '../../ports/driftLooks.ts';
import type { Log } from '../../ports/runtime.ts';
import { type DriftPorts, type DriftRequest, readDriftLook } from './readDriftLook.ts';

export interface KeepDriftPorts extends DriftPorts {
  readonly driftLooks: DriftLooks;
  readonly log: Log;
}

/**
 * Makes and stores the weekly look at drift: on the first morning, and five sessions after each look. Runs
 * after the mails. Screens, the API and the monthly review read what is stored.
 *
 * Never throws: the mails are already sent, and the next morning tries again.
 */
export async function keepDriftLook(ports: KeepDriftPorts, request: DriftRequest): Promise<void> {
  const { sessionDate } = request;
  try {
    const last = await ports.driftLooks.last(sessionDate);
    if (last !== null && sessionsSince(ports, last.session, sessionDate) < SESSIONS_BETWEEN_LOOKS) return;
    await ports.driftLooks.save(await readDriftLook(ports, request));
  } catch (error) {
    ports.log.error('the look at drift failed; the next morning tries again', {
      sessionDate,
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}

function sessionsSince({ calendar }: DriftPorts, from: string, to: string): number {
  return calendar.sessionsBetween(from, to).length - 1;
}
