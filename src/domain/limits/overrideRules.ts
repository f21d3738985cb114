import { nameKey } from '../roster/names.ts';
import type { Calendar } from '../session/calendar.ts';
import {
  LONGEST_OVERRIDE_SESSIONS,
  type Override,
  type OverrideReason,
  overrideReasons,
} from './override.ts';

/** What an override is asked for with. */
export interface AskedOverride {
  readonly trader: string;
  readonly firstSession: string;
  readonly lastSession: string;
  readonly reason: OverrideReason;
  readonly note: string | null;
}

/**
 * Why an override cannot be given. unknown-reason: the reason is none of the list. note-missing: `other` says
 * nothing alone. over: the first session is over. backwards: the last session is before the first one.
 * too-long: more sessions than an override may have. same-reason: it renews another one with its reason.
 */
export type OverrideRefusal =
  | { readonly because: 'unknown-reason' | 'note-missing' | 'over' | 'backwards' }
  | { readonly because: 'too-long'; readonly sessions: number; readonly longest: string }
  | { readonly because: 'same-reason'; readonly before: Override };

export interface OverrideTerms {
  readonly calendar: Calendar;
  readonly dueSession: string;
  /** Every override, oldest first. */
  readonly overrides: readonly Override[];
}

/** The first rule that an override with a known reason breaks; null: it can be given. */
export function overrideRefusal(asked: AskedOverride, terms: OverrideTerms): OverrideRefusal | null {
  const { reason, note, firstSession, lastSession } = asked;
  if (reason === 'other' && note === null) return { because: 'note-missing' };
  if (firstSession < terms.dueSession) return { because: 'over' };
  if (lastSession < firstSession) return { because: 'backwards' };
  const sessions = terms.calendar.sessionsBetween(firstSession, lastSession);
  const longest = sessions[LONGEST_OVERRIDE_SESSIONS - 1];
  if (sessions.length > LONGEST_OVERRIDE_SESSIONS && longest !== undefined)
    return { because: 'too-long', sessions: sessions.length, longest };
  const before = precedingOverride(asked, terms);
  return before !== null && hasSameReason(before, asked) ? { because: 'same-reason', before } : null;
}

export function isOverrideReason(text: string): text is OverrideReason {
  return Object.hasOwn(overrideReasons, text);
}

/** The override that a new one directly follows or overlaps; of several the one given last. Null: none. */
export function precedingOverride(
  { trader, firstSession, lastSession }: AskedOverride,
  { overrides, calendar }: OverrideTerms,
): Override | null {
  const before = calendar.previousSession(firstSession);
  const touching = overrides.filter((each) => {
    const held = { first: each.firstSession, last: lastHeld(each, calendar) };
    return (
      each.trader === trader && held.first <= held.last && held.last >= before && held.first <= lastSession
    );
  });
  return touching.at(-1) ?? null;
}

function lastHeld({ lastSession, endedFrom }: Override, calendar: Calendar): string {
  return endedFrom === null || endedFrom > lastSession ? lastSession : calendar.previousSession(endedFrom);
}

function hasSameReason(before: Override, { reason, note }: AskedOverride): boolean {
  return reason === before.reason && (note === null || nameKey(note) === nameKey(before.note ?? ''));
}
