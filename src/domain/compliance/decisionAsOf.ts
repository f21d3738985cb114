import { overrideOn, overridesByTrader, type Period, type WholeOverride } from './period.ts';
import type { DecisionEntry, LimitEntry } from './trailRecord.ts';

/** A decision as it stood at an instant, and what was known of its limit then. */
export interface DecisionAsOf {
  readonly trader: string;
  readonly decision: DecisionEntry;
  /** Limit events of the session up to the instant, oldest first. */
  readonly events: readonly LimitEntry[];
  /** The override that covered the session, with what had become of it by then; null: none. */
  readonly override: WholeOverride | null;
}

/**
 * The decisions of a session as they stood at an instant, by trader. A correction that came later is left
 * out, and so is every answer, override, approval and end of a later time.
 * @param time RFC 3339 in UTC with milliseconds
 */
export function decisionsAsOf(period: Period, session: string, time: string): readonly DecisionAsOf[] {
  const newest = new Map<string, DecisionEntry>();
  for (const entry of period.decisions.get(session) ?? [])
    if (entry.at <= time) newest.set(entry.trader, entry);
  const events = (period.limits.get(session) ?? []).filter(({ at }) => at <= time);
  const overrides = overridesByTrader(period.overrides.flatMap((override) => overrideAt(override, time)));
  return [...newest.values()]
    .toSorted((a, b) => (a.trader < b.trader ? -1 : 1))
    .map((decision) => ({
      trader: decision.trader,
      decision,
      events: events.filter(({ trader }) => trader === null || trader === decision.trader),
      override: overrideOn(overrides.get(decision.trader), session),
    }));
}

function overrideAt({ given, approved, ended }: WholeOverride, time: string): readonly WholeOverride[] {
  if (given.at > time) return [];
  return [
    {
      given,
      approved: approved !== null && approved.at <= time ? approved : null,
      ended: ended !== null && ended.at <= time ? ended : null,
    },
  ];
}
