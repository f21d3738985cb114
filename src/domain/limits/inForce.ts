import type { InForceSource } from '../decision/limitLine.ts';
import type { LimitEvent, LimitEventKind, LimitLifetime } from './limitEvent.ts';

/** The limit that the platform enforces for one trader, as far as it is known. */
export interface InForce {
  /** Dollars; null: unknown. */
  readonly dollars: number | null;
  readonly source: InForceSource;
  /** The session since which the amount holds; null: since ever. */
  readonly since: string | null;
  /** Who said so last; null: nothing was said. */
  readonly by: string | null;
  /** The base limit when the last event was recorded, or where nothing happened the first one, dollars. */
  readonly baseLimit: number | null;
}

export interface InForceInput {
  /** The events of one trader and of the whole desk, in any order. */
  readonly events: readonly LimitEvent[];
  readonly sessionDate: string;
  /**
   * The base limit of the trader's first decision, or the present one where there is none, dollars. A later
   * change on the roster changes nothing on the platform.
   */
  readonly firstBaseLimit: number;
  /** The present base limit, dollars: what the platform returns to at night with the lifetime `session`. */
  readonly baseLimit: number;
  readonly lifetime: LimitLifetime;
}

/** The events of one trader: the trader's own, and those of the whole desk. */
export function eventsOf(events: readonly LimitEvent[], trader: string): readonly LimitEvent[] {
  return events.filter((event) => event.trader === null || event.trader === trader);
}

/**
 * The limit in force before the mail of a session. A correction counts the mails of its own session, and the
 * answers to them, too (`ownMails`).
 *
 * Example: base $5,000. $3,000 was mailed for Monday and answered "not applied": $5,000 on Tuesday morning.
 *
 * Source: docs/limits.md.
 */
export function limitBeforeMail(input: InForceInput, ownMails = false): InForce {
  const { events, sessionDate, lifetime } = input;
  if (lifetime === 'session' && !ownMails) return baseOf(input.baseLimit);
  return fold(input, ownMails ? events : withoutOwnMail(events, sessionDate));
}

/** Without the mail of a session and the answers to it. */
export function withoutOwnMail(events: readonly LimitEvent[], sessionDate: string): readonly LimitEvent[] {
  return events.filter((event) => event.sessionDate !== sessionDate || !FROM_A_MAIL.has(event.kind));
}

/** The mail of a session and the answers to it. */
const FROM_A_MAIL: ReadonlySet<LimitEventKind> = new Set(['mailed', 'applied', 'different', 'not-applied']);

/** The limit in force during a session, after its mails and answers. */
export function limitDuring(input: InForceInput): InForce {
  return fold(input, input.events);
}

/**
 * The limit in force during each of several sessions, ascending. Equal to `limitDuring` of each, in one pass
 * over the events.
 */
export function limitsDuring(
  { events, firstBaseLimit, baseLimit, lifetime }: Omit<InForceInput, 'sessionDate'>,
  sessions: readonly string[],
): readonly InForce[] {
  const isOfSession = lifetime === 'session';
  const ordered = inOrder(events);
  const before = new Map<string, InForce>();
  let state = baseOf(isOfSession ? baseLimit : firstBaseLimit);
  let place = 0;
  return sessions.map((session) => {
    if (isOfSession) state = baseOf(baseLimit);
    for (
      let event = ordered[place];
      event !== undefined && event.sessionDate <= session;
      event = ordered[++place]
    ) {
      if (isOfSession && event.sessionDate < session) continue;
      if (event.kind === 'mailed') before.set(mailKey(event), state);
      state = after(state, event, before);
    }
    return state;
  });
}

function fold(
  { sessionDate, firstBaseLimit, baseLimit, lifetime }: InForceInput,
  events: readonly LimitEvent[],
) {
  const isOfSession = lifetime === 'session';
  let state = baseOf(isOfSession ? baseLimit : firstBaseLimit);
  /** What was in force before the mails of each session, by revision. */
  const before = new Map<string, InForce>();
  for (const event of inOrder(events)) {
    if (event.sessionDate > sessionDate || (isOfSession && event.sessionDate < sessionDate)) continue;
    if (event.kind === 'mailed') before.set(mailKey(event), state);
    state = after(state, event, before);
  }
  return state;
}

function after(state: InForce, event: LimitEvent, before: ReadonlyMap<string, InForce>): InForce {
  switch (event.kind) {
    case 'unknown':
      return { ...state, dollars: null, source: 'unknown', since: event.sessionDate, by: event.by };
    case 'not-applied': {
      const earlier = before.get(mailKey(event)) ?? state;
      return confirmed(earlier, event, earlier.dollars, 'answered');
    }
    case 'mailed':
      return confirmed(state, event, event.dollars, 'assumed');
    case 'applied':
    case 'different':
      return confirmed(state, event, event.dollars, 'answered');
    case 'set':
    case 'readback':
      return confirmed(state, event, event.dollars, event.kind);
  }
}

/** The new state; the amount holds since the earlier session where it is the same. */
function confirmed(
  state: InForce,
  { sessionDate, by, baseLimit }: LimitEvent,
  dollars: number | null,
  source: InForceSource,
): InForce {
  // "Not applied" while the limit before the mail was unknown: it still is.
  if (dollars === null) return { ...state, dollars, source: 'unknown' };
  const isSame = state.dollars !== null && Math.abs(state.dollars - dollars) < HALF_A_CENT;
  return {
    dollars,
    source,
    since: isSame ? state.since : sessionDate,
    by,
    baseLimit: baseLimit ?? state.baseLimit,
  };
}

const HALF_A_CENT = 0.005;

function baseOf(baseLimit: number): InForce {
  return { dollars: baseLimit, source: 'base', since: null, by: null, baseLimit };
}

function mailKey({ sessionDate, revision }: LimitEvent): string {
  return `${sessionDate} ${revision ?? 0}`;
}

/** By session, then time of recording, then number. */
export function inOrder(events: readonly LimitEvent[]): readonly LimitEvent[] {
  return events.toSorted(
    (a, b) =>
      compare(a.sessionDate, b.sessionDate) || a.recordedAt.getTime() - b.recordedAt.getTime() || a.id - b.id,
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
