import { type InForceInput, limitDuring } from '../domain/limits/inForce.ts';
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
import type { DecisionStore } from '../ports/outbox.ts';
import type { RosterStore } from '../ports/rosterStore.ts';

export interface ReadbackPorts {
  readonly limits: LimitStore;
  readonly decisions: DecisionStore;
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
  { decisions }: ReadbackPorts,
  { sessionDate, lifetime }: ReadbackRequest,
): Promise<MorningReport | null> {
  const last = await decisions.lastDecided(sessionDate);
  return last === null || (lifetime === 'session' && last !== sessionDate) ? null : decisions.report(last);
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
  const stored = await limits.events(sessionDate);
  const firstBaseLimits = await limits.firstBaseLimits();
  return traders.flatMap(({ trader, dollars }) => {
    const entry = entries.find((each) => each.trader === trader);
    if (dollars === null || entry === undefined) return [];
    const baseLimit = baseLimitOf(entry, defaultLimit);
    const inForce: InForceInput = {
      events: stored.filter((event) => event.trader === null || event.trader === trader),
      sessionDate,
      firstBaseLimit: firstBaseLimits.get(trader) ?? baseLimit,
      baseLimit,
      lifetime,
    };
    if (isKnown(inForce, dollars)) return [];
    return [
      {
        kind: 'readback',
        trader,
        sessionDate,
        recordedAt: at,
        dollars,
        baseLimit,
        revision: null,
        reason: file,
        by,
        through: 'file',
      },
    ];
  });
}

/** Whether the last thing known of the limit is a readback of the same amount. */
function isKnown(input: InForceInput, dollars: number): boolean {
  const known = limitDuring(input);
  return known.source === 'readback' && known.dollars !== null && Math.abs(known.dollars - dollars) < 0.005;
}
