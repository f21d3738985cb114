import type { LimitsInForce } from '../../domain/report/notices.ts';
import type { MorningSoFar, MorningTimes } from '../../domain/session/ladder.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { CompletedMorning } from '../morning.ts';
import type { Failure } from './problem.ts';
import { readSoFar, type StoredSoFar, UNKNOWN } from './soFar.ts';
import type { WatchDesk, WatchPorts, WatchSettings } from './watchPorts.ts';

/** What the process knows of the session at hand beyond the store; a restart forgets it, and loses no mail by that. */
export interface Memory {
  sessionDate: string | null;
  /** As it was last read; unknown before that. */
  stored: StoredSoFar;
  failure: Failure | null;
  /** Another process has the session until then. */
  heldUntil: Date | null;
  lookedAt: Date | null;
  /** Limits that stay should no others come, read while the database could be. */
  inForce: LimitsInForce | null;
  result: CompletedMorning | null;
  caredFor: boolean;
  missedTold: boolean;
  /** What is written down or was told past a database that would not take it, as far as this process knows. */
  readonly alreadyTold: Set<string>;
}

export interface Watching {
  readonly ports: WatchPorts;
  readonly settings: WatchSettings;
  readonly memory: Memory;
}

/** The rung being climbed: the desk it uses, and the lease of its session once it has it. */
export interface UnderWay {
  readonly desk: WatchDesk;
  readonly lease: RunLease | null;
}

export function newMemory(sessionDate: string | null): Memory {
  return {
    sessionDate,
    stored: UNKNOWN,
    failure: null,
    heldUntil: null,
    lookedAt: null,
    inForce: null,
    result: null,
    caredFor: false,
    missedTold: false,
    alreadyTold: new Set(),
  };
}

/** Brings the memory up to what the store says, forgetting an earlier session. */
export async function remember(
  { ports, settings, memory }: Watching,
  desk: WatchDesk,
  times: MorningTimes,
): Promise<void> {
  memory.stored = await readSoFar(desk.ports, times, settings.recipients, ports.clock.now());
}

export function soFarOf({ memory }: Watching, underWay: boolean): MorningSoFar {
  const { stored, failure, heldUntil, lookedAt, alreadyTold } = memory;
  return {
    ...stored,
    lateTold: stored.lateTold || alreadyTold.has('late'),
    failedTold: stored.failedTold || alreadyTold.has('failed'),
    underWay,
    hasFailed: failure !== null,
    nextTryAt: later(failure?.nextTryAt ?? null, heldUntil),
    lookedAt,
  };
}

function later(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
