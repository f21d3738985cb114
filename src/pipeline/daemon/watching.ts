import type { LimitsInForce } from '../../domain/report/notices.ts';
import type { MorningTimes, SessionState } from '../../domain/session/schedule.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import type { CompletedMorning } from '../morning.ts';
import type { Failure } from './problem.ts';
import { readSoFar, type StoredSoFar, UNKNOWN } from './soFar.ts';
import type { TellingPorts, TellingSettings, WatchDesk, WatchPorts, WatchSettings } from './watchPorts.ts';

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
  /** Nobody was there to run it, on a desk that has run mornings before. */
  missed: boolean;
  /** What is written down or was told past a database that would not take it, as far as this process knows. */
  readonly alreadyTold: Set<string>;
}

/** Who tells people of a morning, and what it knows of it. */
export interface Telling {
  readonly ports: TellingPorts;
  readonly settings: TellingSettings;
  readonly memory: Memory;
}

export interface Watching extends Telling {
  readonly ports: WatchPorts;
  readonly settings: WatchSettings;
}

/** A desk's stores and source, as far as telling of its morning goes. */
export type ToldDesk = Pick<WatchDesk, 'ports'>;

/** The rung being climbed: the desk it uses, and the lease of its session once it has it. */
export interface UnderWay {
  readonly desk: ToldDesk;
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
    missed: false,
    alreadyTold: new Set(),
  };
}

/** Brings the memory up to what the store says, forgetting an earlier session. */
export async function remember(
  { ports, settings, memory }: Telling,
  desk: ToldDesk,
  times: MorningTimes,
): Promise<void> {
  memory.stored = await readSoFar(desk.ports, times, settings.recipients, ports.clock.now());
}

export function soFarOf({ memory }: Telling, underWay: boolean): SessionState {
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
