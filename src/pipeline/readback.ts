import type { InForce } from '../domain/limits/inForce.ts';
import type { LimitLifetime, NewLimitEvent } from '../domain/limits/limitEvent.ts';
import type { LimitsProfile } from '../domain/limits/profile/limitsProfile.ts';
import {
  compareReadback,
  type ExpectedLimit,
  type PlatformAmount,
  type Readback,
} from '../domain/limits/profile/readback.ts';
import type { MorningReport } from '../domain/report/report.ts';
import { baseLimitOf, type RosterEntry } from '../domain/roster/roster.ts';
import type { LimitStore } from '../ports/limits.ts';
import type { DecisionStore, Outbox } from '../ports/outbox.ts';
import type { RosterStore } from '../ports/rosterStore.ts';
import { readInForce } from './limitsInForce.ts';
import { rosterTraders } from './rosterTraders.ts';
import { readLastMailed } from './steps/pastDecisions.ts';

export interface ReadbackPorts {
  readonly limits: LimitStore;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly roster: RosterStore;
}

export interface ReadbackRequest {
  readonly profile: LimitsProfile;
  readonly amounts: readonly PlatformAmount[];
  /** The name of the file, for the record. */
  readonly file: string;
  readonly sessionDate: string;
  readonly by: string;
  readonly at: Date;
  readonly defaultLimit: number;
  readonly lifetime: LimitLifetime;
}

export interface RecordedReadback extends Readback {
  /** The session whose mail the export is compared with; null: no morning was mailed. */
  readonly mailedSession: string | null;
  /** Traders for whom an event was stored; a repeated readback of the same limits stores none. */
  readonly recorded: readonly string[];
}

/** Compares a platform's export with the limits mailed last, and stores what the platform has as facts. */
export async function recordReadback(
  ports: ReadbackPorts,
  request: ReadbackRequest,
): Promise<RecordedReadback> {
  const { profile, amounts, defaultLimit } = request;
  const entries = (await ports.roster.all()).filter(({ active }) => active);
  const mailed = await lastMailed(ports, request);
  const expected = entries.map((entry) => expectedLimit(entry, mailed, defaultLimit));
  const readback = compareReadback(profile, expected, amounts);
  const events = await newEvents(ports, request, entries, readback);
  // One transaction: all of the file or nothing.
  if (events.length > 0) await ports.limits.record(events);
  return {
    ...readback,
    mailedSession: mailed?.sessionDate ?? null,
    recorded: events.flatMap(({ trader }) => (trader === null ? [] : [trader])),
  };
}

/** With the lifetime `session`, an earlier session's limits are no longer on the platform. */
async function lastMailed(
  ports: ReadbackPorts,
  { sessionDate, lifetime }: ReadbackRequest,
): Promise<MorningReport | null> {
  const last = await readLastMailed(ports, sessionDate);
  if (last === null || (lifetime === 'session' && last !== sessionDate)) return null;
  return ports.decisions.report(last);
}

function expectedLimit(
  entry: RosterEntry,
  mailed: MorningReport | null,
  defaultLimit: number,
): ExpectedLimit {
  const { trader, accounts } = entry;
  const decision = mailed?.decisions.find((each) => each.trader === trader);
  return {
    trader,
    accounts,
    target: decision?.limit?.target ?? decision?.newLimit ?? baseLimitOf(entry, defaultLimit),
    before: decision?.limit?.limitInForce ?? null,
  };
}

async function newEvents(
  { limits }: ReadbackPorts,
  { file, sessionDate, by, at, defaultLimit, lifetime }: ReadbackRequest,
  entries: readonly RosterEntry[],
  { traders }: Readback,
): Promise<readonly NewLimitEvent[]> {
  const limited = rosterTraders(entries, defaultLimit);
  const inForce = await readInForce({ limits }, limited, sessionDate, lifetime);
  return traders.flatMap(({ trader, dollars }) => {
    const entry = limited.find((each) => each.trader === trader);
    if (dollars === null || entry === undefined || isKnown(inForce.get(trader), dollars)) return [];
    return [
      {
        kind: 'readback',
        trader,
        sessionDate,
        recordedAt: at,
        dollars,
        baseLimit: entry.baseLimit,
        revision: null,
        reason: file,
        by,
        through: 'file',
      },
    ];
  });
}

/** Whether the last thing known of the limit is a readback of the same amount. */
function isKnown(known: InForce | undefined, dollars: number): boolean {
  if (known?.source !== 'readback' || known.dollars === null) return false;
  return Math.abs(known.dollars - dollars) < 0.005;
}
