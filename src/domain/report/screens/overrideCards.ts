import { ENDED_BY_DAYBREAK } from '../../limits/endedOverrides.ts';
import { type Override, overrideStatus } from '../../limits/override.ts';
import { shortDay } from '../../text/dates.ts';
import { limitDollars } from '../../text/money.ts';
import { shownName, shownSentence } from '../../text/outsideText.ts';
import { overrideReasonWords } from '../limitWords.ts';
import { clockWords } from '../noticeView.ts';

/** One override in words; empty texts where there is nothing to say. */
export interface OverrideCard {
  readonly id: string;
  readonly trader: string;
  /** The trader as the store names them, for links. */
  readonly name: string;
  readonly amount: string;
  /** `base $4,000 · Daybreak's own $3,200`. */
  readonly compared: string;
  /** `Mon 30 Nov to Tue 1 Dec`. */
  readonly sessions: string;
  /** `the position is hedged: short calls · renewal 1`. */
  readonly reason: string;
  /** `given 08:14 EST by risk-1, approved by risk-2`. */
  readonly given: string;
  /** The author as the store names them. */
  readonly by: string;
  readonly state: string;
}

export interface OverrideCards {
  /** Above the base limit and not approved, oldest first. */
  readonly pending: readonly OverrideCard[];
  /** In force or still to come, by first session. */
  readonly open: readonly OverrideCard[];
  /** Newest first. */
  readonly ended: readonly OverrideCard[];
}

export interface OverrideTime {
  readonly dueSession: string;
  readonly timezone: string;
}

/** Every override, by what there is to do about it. */
export function overrideCards(overrides: readonly Override[], time: OverrideTime): OverrideCards {
  const having = (status: ReturnType<typeof overrideStatus>) =>
    overrides.filter((each) => overrideStatus(each, time.dueSession) === status);
  const open = having('in-force').toSorted((a, b) => (a.firstSession < b.firstSession ? -1 : 1));
  const cards = (some: readonly Override[]) => some.map((override) => overrideCard(override, time));
  return {
    pending: cards(having('pending')),
    open: cards(open),
    ended: cards(having('ended')).toReversed(),
  };
}

function overrideCard(override: Override, time: OverrideTime): OverrideCard {
  const { id, trader, dollars, baseLimit, recommended, by } = override;
  const own = recommended === null ? '' : ` · Daybreak's own ${limitDollars(recommended)}`;
  return {
    id: String(id),
    trader: shownName(trader),
    name: trader,
    amount: limitDollars(dollars),
    compared: `base ${limitDollars(baseLimit)}${own}`,
    sessions: overrideSessions(override),
    reason: whyWords(override),
    given: givenWords(override, time),
    by,
    state: stateWords(override, time.dueSession),
  };
}

/** `Mon 30 Nov only`, `Mon 30 Nov to Tue 1 Dec`. */
export function overrideSessions({
  firstSession,
  lastSession,
}: Pick<Override, 'firstSession' | 'lastSession'>): string {
  const first = shortDay(firstSession);
  return firstSession === lastSession ? `${first} only` : `${first} to ${shortDay(lastSession)}`;
}

function whyWords({ reason, note, renewals }: Override): string {
  const said = note === null ? '' : `: ${shownSentence(note)}`;
  return `${overrideReasonWords(reason)}${said}${renewals === 0 ? '' : ` · renewal ${renewals}`}`;
}

function givenWords({ at, by, approvedBy }: Override, { timezone, dueSession }: OverrideTime): string {
  const approved = approvedBy === null ? '' : `, approved by ${shownName(approvedBy)}`;
  return `given ${clockWords(at, timezone, dueSession)} by ${shownName(by)}${approved}`;
}

/** What an override does on the morning of a session: `in force`, `from Tue 1 Dec`, `over`. */
function stateWords(override: Override, dueSession: string): string {
  const { firstSession, dollars, baseLimit, approvedBy, endedBy } = override;
  switch (overrideStatus(override, dueSession)) {
    case 'pending':
      return 'waits for approval';
    case 'in-force':
      return firstSession > dueSession ? `from ${shortDay(firstSession)}` : 'in force';
    case 'ended': {
      const isUnapproved = dollars > baseLimit && approvedBy === null;
      return `${endWords(endedBy)}${isUnapproved ? '; never approved, so without effect' : ''}`;
    }
  }
}

function endWords(endedBy: string | null): string {
  if (endedBy === null) return 'over';
  return endedBy === ENDED_BY_DAYBREAK
    ? 'ended by Daybreak: no cut remained'
    : `ended by ${shownName(endedBy)}`;
}

/** `1 override waits for approval`; empty where none does. */
export function pendingWords(overrides: readonly Override[], dueSession: string): string {
  const pending = overrides.filter((each) => overrideStatus(each, dueSession) === 'pending').length;
  if (pending === 0) return '';
  return pending === 1 ? '1 override waits for approval' : `${pending} overrides wait for approval`;
}
