import type { Clock, Log, RunLedger, StepName } from '../ports.ts';

export interface StepPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly runs: RunLedger;
}

export interface StepRunner {
  /** Runs one named step: timed, logged, and in the run ledger. */
  readonly step: <T>(name: StepName, work: () => Promise<T>) => Promise<T>;
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

/** Runs the steps of one session's morning; a dry run leaves no trace in the run ledger. */
export function stepRunner(ports: StepPorts, sessionDate: string, recorded: boolean): StepRunner {
  const durationMs: Partial<Record<StepName, number>> = {};
  return {
    durationMs,
    async step(name, work) {
      const begun = ports.clock.now();
      if (recorded) await ports.runs.begin(sessionDate, name, begun);
      try {
        const result = await work();
        const ended = ports.clock.now();
        durationMs[name] = ended.getTime() - begun.getTime();
        if (recorded) await ports.runs.done(sessionDate, name, ended);
        ports.log.debug(`step ${name} done`, { sessionDate, milliseconds: durationMs[name] });
        return result;
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        if (recorded) await ports.runs.failed(sessionDate, name, ports.clock.now(), text);
        throw error;
      }
    },
  };
}
