import { overrideReasons } from '../limits/override.ts';
import { overrideOn, overridesByTrader, type Period, type WholeOverride } from './period.ts';
import type { DecisionEntry, LimitEntry } from './trailRecord.ts';

/** One change of a limit, or one statement of what the limit is. */
export interface LimitChange {
  /** Sequence number of its entry. */
  readonly entry: number;
  /** RFC 3339, UTC. */
  readonly time: string;
  /** null: every trader. */
  readonly trader: string | null;
  readonly session: string;
  /** What Daybreak recommended for the session, dollars; null: no decision is recorded. */
  readonly recommended: number | null;
  /** The limit from then on, dollars; null: unknown, or the one before the mail. */
  readonly set: number | null;
  /** The kind of the event: mailed, applied, different, not-applied, set, readback or unknown. */
  readonly source: LimitEntry['event'];
  /** The way on which it arrived: mail, command, link, page, api, file, … */
  readonly through: string;
  readonly who: string;
  readonly why: string | null;
  /** Who approved the override that the limit rests on; null: none, or not approved. */
  readonly secondApprover: string | null;
}

/** Every change of a limit in the period, in the order of the trail. */
export function limitChanges(period: Period): readonly LimitChange[] {
  const overrides = overridesByTrader(period.overrides);
  return [...period.limits]
    .flatMap(([session, events]) => {
      const decided = decidedFor(events, period.decisions.get(session) ?? []);
      return events.map((event) =>
        changeOf(event, decided, overrideOn(overrides.get(event.trader ?? ''), session)),
      );
    })
    .toSorted((a, b) => a.entry - b.entry);
}

type Decided = ReadonlyMap<string, readonly DecisionEntry[]>;

/** The decisions of the traders with an event: most traders of a session have none. */
function decidedFor(events: readonly LimitEntry[], decisions: readonly DecisionEntry[]): Decided {
  const decided = new Map<string, DecisionEntry[]>();
  for (const { trader } of events) if (trader !== null) decided.set(trader, []);
  for (const entry of decisions) decided.get(entry.trader)?.push(entry);
  return decided;
}

function changeOf(event: LimitEntry, decided: Decided, override: WholeOverride | null): LimitChange {
  const { sequence, at, trader, sessionDate, dollars, by, through, reason } = event;
  const decision = decided.get(trader ?? '')?.findLast((entry) => entry.sequence < sequence);
  const given = override !== null && override.given.sequence < sequence ? override : null;
  const approved = given?.approved ?? null;
  return {
    entry: sequence,
    time: at,
    trader,
    session: sessionDate,
    recommended: given?.given.recommended ?? decision?.newLimit ?? null,
    set: dollars,
    source: event.event,
    through,
    who: by,
    why: reason ?? (given === null ? null : overrideWhy(given)),
    secondApprover: approved !== null && approved.sequence < sequence ? approved.by : null,
  };
}

/** The reason of an override in words, with its note. */
export function overrideWhy({ given: { reason, note } }: WholeOverride): string {
  const words = Object.entries(overrideReasons).find(([code]) => code === reason)?.[1] ?? reason;
  return note === null ? words : `${words}: ${note}`;
}
