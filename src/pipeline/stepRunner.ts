import type { RunLedger, StepName } from '../ports/runLedger.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Hold } from './runLease.ts';
import { Stopped } from './stop.ts';

export interface StepPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: RunLedger;
}

export interface StepRunner {
  /** Runs one named step: timed, logged as it begins and ends, and in the run ledger. */
  readonly step: <T>(name: StepName, work: () => Promise<T>) => Promise<T>;
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

/** Runs the steps of one session's morning under a lease; without one, a dry run, they leave no trace in the run ledger. */
export function stepRunner(ports: StepPorts, sessionDate: string, hold: Hold | null): StepRunner {
  const durationMs: Partial<Record<StepName, number>> = {};
  return {
    durationMs,
    async step(name, work) {
      const begun = ports.clock.now();
      ports.log.debug(`step ${name} begins`, { sessionDate });
      await hold?.renew();
      if (hold) await ports.runs.begin(hold.lease, name, begun);
      try {
        const result = await work();
        const ended = ports.clock.now();
        durationMs[name] = ended.getTime() - begun.getTime();
        if (hold) await ports.runs.done(hold.lease, name, ended);
        ports.log.info(`step ${name} done`, { sessionDate, milliseconds: durationMs[name] });
        return result;
      } catch (error) {
        // Asked to stop, it is cut short like a killed one, and goes on from there.
        if (hold && !(error instanceof Stopped)) await recordFailure(ports, hold, name, error);
        throw error;
      }
    },
  };
}

/** What made the step fail matters more than that it could not be written down: a lost lease, a full disk. */
async function recordFailure(ports: StepPorts, { lease }: Hold, name: StepName, error: unknown) {
  const text = error instanceof Error ? error.message : String(error);
  try {
    await ports.runs.failed(lease, name, ports.clock.now(), text);
  } catch (second) {
    ports.log.warn(`the failure of step ${name} could not be recorded`, {
      problem: second instanceof Error ? second.message : String(second),
    });
  }
}
