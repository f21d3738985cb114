import { RISK_DESK } from '../adapters/demo/riskDesk.ts';
import { startOfMorning } from '../domain/session/due.ts';
import type { MorningPorts } from '../pipeline/morning.ts';
import type { RunLedger, StepName } from '../ports/runLedger.ts';
import type { Clock, Log, Progress } from '../ports/runtime.ts';
import { morningPorts } from './morningPorts.ts';
import type { Stores, World } from './world.ts';

/** The only recipient of the mails of the demo's past, none of which is sent. */
export const PAST_RECIPIENT = `${RISK_DESK}@demo.localhost`;
const MINUTE_MS = 60_000;

/** A minute after RUN_AT. */
export function mailedAt({ config }: World, sessionDate: string): Date {
  return new Date(startOfMorning(sessionDate, config.runAt, config.timezone).getTime() + MINUTE_MS);
}

/** The ports of a past morning at an instant. */
export function pastPorts(world: World, stores: Stores, sessionDate: string, at: Date): MorningPorts {
  const clock: Clock = { now: () => at, wait: async () => undefined };
  const desk = {
    sourceName: 'demo',
    source: null,
    stores,
    sessionDate,
    close: async () => undefined,
  } as const;
  return {
    ...morningPorts({ ...world, clock }, desk, ACCEPTING),
    runs: deliveryOnly(stores.runs),
    answerLinks: null,
    limitFiles: { isUsed: false, write: () => [] },
  };
}

/**
 * Records only the steps that deliver. No other process runs these mornings, and every recorded step is a
 * write to the disk.
 */
function deliveryOnly(runs: RunLedger): RunLedger {
  const isKept = (step: StepName) => step === 'queue' || step === 'send';
  return {
    ...runs,
    renew: async () => undefined,
    begin: async (lease, step, at) => (isKept(step) ? runs.begin(lease, step, at) : undefined),
    done: async (lease, step, at) => (isKept(step) ? runs.done(lease, step, at) : undefined),
  };
}

const ACCEPTING: Pick<MorningPorts, 'transport' | 'unrecorded'> = {
  transport: { send: async () => ({ outcome: 'accepted', response: '250 demo: not sent' }) },
  unrecorded: { has: () => false, add: () => undefined },
};

const NO_PROGRESS: Progress = { start: () => undefined, advance: () => undefined, finish: () => undefined };

/** The past is not what the operator asked for: only what goes wrong in it is logged. */
export function quietWorld(world: World): World {
  const { log } = world;
  const quiet: Log = { ...log, info: (message, details) => log.debug(message, details) };
  return { ...world, log: quiet, progress: NO_PROGRESS };
}
