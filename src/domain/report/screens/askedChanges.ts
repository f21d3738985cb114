import type { Decision } from '../../decision/decision.ts';
import type { Answer } from '../../limits/answer.ts';
import { inOrder } from '../../limits/inForce.ts';
import type { EventChannel, LimitEvent } from '../../limits/limitEvent.ts';
import { changeTo } from '../../limits/target.ts';
import { groupByChange, lineOf } from '../limitLines.ts';
import type { MorningReport } from '../report.ts';

/** Who answered a change, when and how; or what was stated or read back of the platform after the mail. */
export interface GivenAnswer {
  readonly kind: 'applied' | 'different' | 'not-applied' | 'set' | 'readback';
  /** Dollars; null for `not-applied`. */
  readonly dollars: number | null;
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
  readonly through: EventChannel;
}

/** An answer that changes no limit before someone confirms it. */
export interface WaitingAnswer {
  readonly trader: string;
  readonly answer: Answer;
  readonly by: string;
  readonly at: Date;
  readonly because: string;
}

/** One change that the mails of a session asked for, with what became of it. */
export interface AskedChange {
  /** The newest decision that asked for the change. */
  readonly decision: Decision;
  /** Dollars: what an answer "set" says of the platform. */
  readonly asked: number;
  /** What an earlier mail of the session asked for, dollars; null: the same, or nothing. */
  readonly askedBefore: number | null;
  /** A corrected limit is decided and not mailed yet: until then the mail before it would be answered. */
  readonly awaitsMail: boolean;
  /** The last answer to the last mail; null: none. */
  readonly given: GivenAnswer | null;
  /** The answer to a mail that a correction replaced; null: none. */
  readonly outdated: GivenAnswer | null;
  /** Newer than the last mail that asked for the change and than the answer given; oldest first. */
  readonly waiting: readonly WaitingAnswer[];
}

export interface AskedInput {
  readonly report: MorningReport;
  /** The decisions that corrections replaced, oldest first. */
  readonly replaced: readonly Decision[];
  /** The events of the session, in any order. */
  readonly events: readonly LimitEvent[];
  readonly waiting: readonly WaitingAnswer[];
}

/**
 * The changes that the mails of a session asked for, in the order of the mail: lower, raise, set. A change
 * that a correction repeats as `stay`, because the first mail asked for it, still has to be made.
 *
 * Example: $4,000 → $3,200 was mailed and a correction changed another trader: the line is still asked.
 */
export function askedChanges(input: AskedInput): readonly AskedChange[] {
  const own = eventsByTrader(input.events);
  const asking = input.report.decisions.map((decision) =>
    askingDecision(decision, input.replaced, own.get(decision.trader) ?? []),
  );
  const { lower, raise, set } = groupByChange(asking);
  return [...lower, ...raise, ...set].map((decision) => {
    const waiting = input.waiting.filter(({ trader }) => trader === decision.trader);
    return askedChange(decision, own.get(decision.trader) ?? [], waiting);
  });
}

/** The decision of an earlier mail whose change the newest one repeats without asking for it. */
function askingDecision(now: Decision, replaced: readonly Decision[], events: readonly LimitEvent[]) {
  const mailed = lastMailed(events);
  if (lineOf(now).change !== 'stay' || mailed?.dollars == null) return now;
  if (changeTo(lineOf(now).target, mailed.dollars) !== 'stay') return now;
  return replaced.findLast((each) => each.trader === now.trader && lineOf(each).change !== 'stay') ?? now;
}

function askedChange(
  decision: Decision,
  events: readonly LimitEvent[],
  waiting: readonly WaitingAnswer[],
): AskedChange {
  const { target } = lineOf(decision);
  const mails = events.filter(({ kind }) => kind === 'mailed');
  const mailed = mails.at(-1);
  const asked = mailed?.dollars ?? target;
  const since = mailed === undefined ? events : events.slice(events.indexOf(mailed) + 1);
  const given = answerIn(since);
  const before = mails
    .map(({ dollars }) => dollars)
    .findLast((dollars) => dollars !== null && dollars !== asked);
  return {
    decision,
    asked,
    askedBefore: before ?? null,
    awaitsMail: changeTo(target, asked) !== 'stay',
    given,
    outdated: given === null ? answerIn(events) : null,
    waiting: waiting.filter(({ at }) => isAfter(at, given?.at) && isAfter(at, mailed?.recordedAt)),
  };
}

function isAfter(at: Date, earlier: Date | undefined): boolean {
  return earlier === undefined || at > earlier;
}

function answerIn(events: readonly LimitEvent[]): GivenAnswer | null {
  const event = events.findLast(({ kind }) => kind !== 'mailed' && kind !== 'unknown');
  return event === undefined ? null : givenAnswer(event);
}

/** The answer that an event is; null: it is a mail, or makes a limit unknown. */
export function givenAnswer(event: LimitEvent): GivenAnswer | null {
  if (event.kind === 'mailed' || event.kind === 'unknown') return null;
  const { kind, dollars, reason, by, recordedAt: at, through } = event;
  return { kind, dollars, reason, by, at, through };
}

function lastMailed(events: readonly LimitEvent[]): LimitEvent | undefined {
  return events.findLast(({ kind }) => kind === 'mailed');
}

function eventsByTrader(events: readonly LimitEvent[]): ReadonlyMap<string, LimitEvent[]> {
  const byTrader = new Map<string, LimitEvent[]>();
  for (const event of inOrder(events)) {
    if (event.trader === null) continue;
    const own = byTrader.get(event.trader);
    if (own === undefined) byTrader.set(event.trader, [event]);
    else own.push(event);
  }
  return byTrader;
}
