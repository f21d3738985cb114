import {
  ENDED_BY_DAYBREAK,
  type EndedOverrideFacts,
  endedOverrides,
  limitBeforeOverride,
} from '../../domain/limits/endedOverrides.ts';
import { eventsOf, limitBeforeMail, withoutOwnMail } from '../../domain/limits/inForce.ts';
import type { LimitEvent, LimitLifetime } from '../../domain/limits/limitEvent.ts';
import { overrideInForce } from '../../domain/limits/override.ts';
import { type PlatformDifference, platformDifference } from '../../domain/limits/platformDifference.ts';
import type { TraderLimit } from '../../domain/limits/withLimit.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import { addDays } from '../../domain/session/isoDate.ts';
import type { LimitStore } from '../../ports/limits.ts';
import type { DecisionStore, Outbox } from '../../ports/outbox.ts';
import type { Clock } from '../../ports/runtime.ts';
import { readLastMailed, readMailedLimits } from './pastDecisions.ts';

export interface LimitPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
  readonly outbox: Outbox;
  readonly limits: LimitStore;
}

export interface LimitRequest {
  readonly sessionDate: string;
  readonly lifetime: LimitLifetime;
  /** A correction compares with the mails of its own session. */
  readonly isCorrection: boolean;
}

/** The limits on the platform before the mail of a session, and what changed among the overrides. */
export interface MorningLimits {
  of(trader: string, baseLimit: number): TraderLimit;
  /** Overrides that ended before the session and that no mail has named as ended. */
  readonly ended: readonly EndedOverrideFacts[];
  /** Where the platform has another limit than was mailed, unless the mail before this one named it. */
  readonly platformDiffers: readonly PlatformDifference[];
}

/** A decision of an earlier morning, as far as a run of cuts needs it. */
export interface PastLimit {
  readonly trader: string;
  readonly sessionDate: string;
  readonly baseLimit: number;
  readonly newLimit: number;
}

/**
 * Reads events, overrides and first base limits of every trader. Events are those with a session not after
 * the morning's. A trader who was retired meanwhile keeps the limit that the platform has.
 * @param past decisions of earlier mornings, oldest first
 */
export async function readLimits(
  ports: LimitPorts,
  request: LimitRequest,
  past: readonly PastLimit[],
): Promise<MorningLimits> {
  const { sessionDate, lifetime, isCorrection } = request;
  const stored = await ports.limits.events(sessionDate);
  const events = groupBy(stored, ({ trader }) => trader);
  const firstBaseLimits = await ports.limits.firstBaseLimits();
  const overrides = await ports.limits.overrides();
  const mailedLimits = await readMailedLimits(ports, sessionDate);
  const since = cutSince(past);
  const previousSession = (session: string) => ports.calendar.previousSession(session);
  const lastMailed = await readLastMailed(ports, addDays(sessionDate, -1));
  return {
    of: (trader, baseLimit) => {
      const inForce = limitBeforeMail(
        {
          events: [...(events.get(null) ?? []), ...(events.get(trader) ?? [])],
          sessionDate,
          firstBaseLimit: firstBaseLimits.get(trader) ?? baseLimit,
          baseLimit,
          lifetime,
        },
        isCorrection,
      );
      return {
        inForce,
        override: overrideInForce(overrides, trader, sessionDate),
        mailedLimit: mailedLimits.get(trader) ?? null,
        limitBeforeOverride: limitBeforeOverride(overrides, trader, inForce, previousSession),
        cutDay: ports.calendar.sessionsBetween(since.get(trader) ?? sessionDate, sessionDate).length,
      };
    },
    platformDiffers: await newDifferences(
      ports,
      isCorrection ? stored : withoutOwnMail(stored, sessionDate),
      lifetime,
      lastMailed,
    ),
    ended: endedOverrides(overrides, sessionDate, lastMailed, previousSession),
  };
}

/**
 * Ends the overrides that a saved report ended because no cut remains. Repeating it changes nothing: a
 * process may end between saving the report and this.
 */
export async function endOverrides(
  { limits, clock }: Pick<LimitPorts, 'limits'> & { readonly clock: Clock },
  { sessionDate, endedOverrides: ended = [] }: Pick<MorningReport, 'sessionDate' | 'endedOverrides'>,
): Promise<void> {
  for (const { id, because } of ended) {
    if (because === 'no-cut' && id !== undefined)
      await limits.endOverride(id, sessionDate, ENDED_BY_DAYBREAK, clock.now());
  }
}

/** Facts of the session mailed last, or later, that its mail has not named. */
async function newDifferences(
  { decisions }: Pick<LimitPorts, 'decisions'>,
  events: readonly LimitEvent[],
  lifetime: LimitLifetime,
  lastMailed: string | null,
): Promise<readonly PlatformDifference[]> {
  if (lastMailed === null) return [];
  const recent = new Set(events.filter(({ sessionDate }) => sessionDate >= lastMailed).map(({ id }) => id));
  const named = new Set((await decisions.report(lastMailed))?.platformDiffers?.map(({ event }) => event));
  const traders = [...new Set(events.flatMap(({ trader }) => trader ?? []))].sort();
  return traders
    .flatMap((trader) => platformDifference(trader, eventsOf(events, trader), lifetime) ?? [])
    .filter(({ event }) => recent.has(event) && !named.has(event));
}

function groupBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/**
 * The first session of each trader's run of targets below the base limit, up to the last decided morning. A
 * session without a morning does not end a run: the platform kept the limit.
 */
function cutSince(past: readonly PastLimit[]): ReadonlyMap<string, string> {
  let running: ReadonlyMap<string, string> = new Map();
  for (const [sessionDate, decisions] of groupBy(past, (decision) => decision.sessionDate)) {
    const before = running;
    const cut = decisions.filter(({ baseLimit, newLimit }) => newLimit < baseLimit);
    running = new Map(cut.map(({ trader }) => [trader, before.get(trader) ?? sessionDate]));
  }
  return running;
}
