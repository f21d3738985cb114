import type { RunLedger, StepName } from '../ports/runLedger.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Hold } from './runLease.ts';
import { NEVER_STOPPED, Stopped, throwIfStopped } from './stop.ts';

export interface StepPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: RunLedger;
}

export interface StepRunner {
  /** Runs one named step, measures its time, logs its begin and end, and records it in the run ledger. */
  readonly step: <T>(name: StepName, work: () => Promise<T>) => Promise<T>;
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

/**
 * Returns the step runner of a morning. Without a lease, in a dry run, steps are not recorded in the run
 * ledger. Once the signal is aborted, the step under way is finished and the next one throws `Stopped`.
 */
export function stepRunner(
  ports: StepPorts,
  sessionDate: string,
  hold: Hold | null,
  signal: AbortSignal = NEVER_STOPPED,
): StepRunner {
  const durationMs: Partial<Record<StepName, number>> = {};
  return {
    durationMs,
    async step(name, work) {
      throwIfStopped(signal);
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
        // A stop request is no failure. The next run repeats the step, as it does after a crash.
        if (hold && !(error instanceof Stopped)) await recordFailure(ports, hold, name, error);
        throw error;
      }
    },
  };
}

/**
 * Records why a step failed. If that fails too, for example because of a full disk, it only logs a warning:
 * the caller must get the first error.
 */
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
