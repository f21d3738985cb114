import type { LimitEvent, LimitEventKind } from '../limits/limitEvent.ts';
import { type ClassifiedDay, isKnownCut } from '../outcome/classifiedDay.ts';
import { type SavedByStops, savedByStops } from '../outcome/savedByStops.ts';
import { type ImpactVerdict, verdictOn } from './impact.ts';
import type { StoredDecision } from './storedDecision.ts';

/** What the mails of a month asked for, what the desk set, and what became of the limits in force. */
export interface MailedMonth {
  /** Sessions with a mailed decision. */
  readonly mornings: number;
  /** The other sessions of the month, ascending. */
  readonly withoutMail: readonly string[];
  /** Changes that an accepted mail asked for, by session and trader. A correction replaces its morning. */
  readonly changes: { readonly all: number; readonly lower: number; readonly raise: number };
  /** What the last word on each change was; they add up to `changes.all`. */
  readonly answers: {
    /** Answered as applied, or the platform had the mailed amount. */
    readonly asMailed: number;
    /** Another amount. */
    readonly other: number;
    readonly notSet: number;
    readonly unanswered: number;
  };
  /** Traded days with a limit below the base limit in force, by what became of them; they add up to `all`. */
  readonly cutDays: {
    readonly all: number;
    readonly stopped: number;
    /** Reached, and positions were opened afterwards: the limit had no effect. */
    readonly ignored: number;
    /** Fills of unknown time hide whether it was reached, or what followed. */
    readonly unclear: number;
    readonly notReached: number;
    /** Assumed limits of traders who ignored more limits than they stopped at. */
    readonly notApplied: number;
  };
  /** What the stops saved or cost, estimated. */
  readonly stops: SavedByStops & { readonly verdict: ImpactVerdict };
}

export interface MailedMonthInput {
  /** Every session of the month, ascending. */
  readonly sessions: readonly string[];
  readonly decisions: readonly StoredDecision[];
  /** Every event through the last session. */
  readonly events: readonly LimitEvent[];
  /** The trader-days of the month. */
  readonly days: readonly ClassifiedDay[];
}

/**
 * Adds up a month of mails. A stopped day saved what the rest of such days lost, so no day counts twice:
 * days that were not reached or ignored have no effect.
 *
 * Example: two changes were mailed, one answered as applied. Of 30 traded days under a cut, one was stopped
 * and saved about $800: changes 2 = 1 as mailed + 1 unanswered; 30 = 1 stopped + 29 not reached.
 *
 * Source: docs/limits.md, what became of a cut.
 */
export function mailedMonth({ sessions, decisions, events, days }: MailedMonthInput): MailedMonth {
  const decided = new Set(decisions.map(({ sessionDate }) => sessionDate));
  const changes = changesOf(events.filter(({ sessionDate }) => sessions.includes(sessionDate)));
  const lines = new Map(decisions.map((decision) => [keyOf(decision), decision]));
  const lower = changes.filter(({ mailed }) => isLower(mailed, lines.get(keyOf(mailed)))).length;
  const stops = savedByStops(days, sessions);
  return {
    mornings: sessions.filter((session) => decided.has(session)).length,
    withoutMail: sessions.filter((session) => !decided.has(session)),
    changes: { all: changes.length, lower, raise: changes.length - lower },
    answers: answersOf(changes),
    cutDays: cutDaysOf(days),
    stops: { ...stops, verdict: verdictOn(stops.estimated, stops.interval ?? [0, 0]) },
  };
}

interface MailedChange {
  readonly mailed: LimitEvent;
  /** null: no answer. */
  readonly answer: LimitEvent | null;
}

const ANSWERS: ReadonlySet<LimitEventKind> = new Set([
  'applied',
  'different',
  'not-applied',
  'set',
  'readback',
]);

/** The last mail of each session and trader, with the last word after it. */
function changesOf(events: readonly LimitEvent[]): readonly MailedChange[] {
  const ordered = events.toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || a.id - b.id);
  const changes = new Map<string, MailedChange>();
  for (const event of ordered) {
    const key = keyOf(event);
    const known = changes.get(key);
    if (event.kind === 'mailed') changes.set(key, { mailed: event, answer: null });
    else if (known !== undefined && ANSWERS.has(event.kind))
      changes.set(key, { mailed: known.mailed, answer: event });
  }
  return [...changes.values()];
}

/** Towards the limit in force before the mail; without that, towards the base limit. */
function isLower({ dollars, baseLimit }: LimitEvent, decision: StoredDecision | undefined): boolean {
  const change = decision?.limit?.change;
  if (change === 'lower' || change === 'raise') return change === 'lower';
  return dollars !== null && baseLimit !== null && dollars < baseLimit - HALF_A_CENT;
}

const HALF_A_CENT = 0.005;

function answersOf(changes: readonly MailedChange[]): MailedMonth['answers'] {
  const kinds = changes.map(kindOf);
  const count = (kind: keyof MailedMonth['answers']) => kinds.filter((each) => each === kind).length;
  return {
    asMailed: count('asMailed'),
    other: count('other'),
    notSet: count('notSet'),
    unanswered: count('unanswered'),
  };
}

function kindOf({ mailed, answer }: MailedChange): keyof MailedMonth['answers'] {
  if (answer === null) return 'unanswered';
  if (answer.kind === 'not-applied') return 'notSet';
  if (answer.kind === 'applied') return 'asMailed';
  const difference = Math.abs((answer.dollars ?? Number.NaN) - (mailed.dollars ?? Number.NaN));
  return difference < HALF_A_CENT ? 'asMailed' : 'other';
}

function cutDaysOf(days: readonly ClassifiedDay[]): MailedMonth['cutDays'] {
  const cut = days.filter(({ limit }) => isKnownCut(limit));
  const count = (kind: ClassifiedDay['kind']) => cut.filter((day) => day.kind === kind).length;
  return {
    all: cut.length,
    stopped: count('stopped'),
    ignored: count('ignored'),
    unclear: count('unclear'),
    notReached: count('not-reached'),
    notApplied: count('free'),
  };
}

function keyOf({ sessionDate, trader }: { readonly sessionDate: string; readonly trader: string | null }) {
  return JSON.stringify([sessionDate, trader]);
}
