import type { Decision } from '../decision/decision.ts';
import type { LimitChange } from '../decision/limitLine.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { shownDesk, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { AnswerUrls } from './answerUrls.ts';
import { changeReason } from './changeReasons.ts';
import { groupByChange, isBelowBase, lineOf } from './limitLines.ts';
import {
  confidenceWords,
  inForceWords,
  notUsedWords,
  sourceWords,
  wouldHaveStoppedWords,
} from './limitWords.ts';
import type { EndedOverride, MorningReport } from './report.ts';

/** One limit to key in. */
export interface ChangeView {
  readonly trader: string;
  readonly desk: string;
  /** The limit in force: `$4,000`, or `unknown`. */
  readonly inForce: string;
  readonly target: string;
  /** A sign that does not depend on colour, and its word. */
  readonly sign: string;
  readonly word: string;
  readonly isLower: boolean;
  /** `base $5,000`, and what is in force where no mail asked for it. */
  readonly base: string;
  readonly reason: string;
  /** What the target would have stopped, and the confidence; empty without a cut. */
  readonly record: string;
  /** Daybreak's own limit where it is not the target; empty otherwise. */
  readonly notUsed: string;
  /** The link by which the recipient answers; empty in a mail without links. */
  readonly answerUrl: string;
}

/** Changes of one kind, with a heading. */
export interface ChangeGroupView {
  readonly title: string;
  readonly rows: readonly ChangeView[];
}

export interface ChangeSections {
  /** With their reasons. */
  readonly groups: readonly ChangeGroupView[];
  /** Without their reasons, because the mail would be too long. */
  readonly further: readonly ChangeView[];
  /** How many changes are in limits.csv only. */
  readonly hidden: number;
}

const SIGNS: Readonly<Record<LimitChange, { readonly sign: string; readonly word: string }>> = {
  lower: { sign: '▼', word: 'lower' },
  raise: { sign: '▲', word: 'raise' },
  stay: { sign: '=', word: 'stays' },
  set: { sign: '●', word: 'set' },
};

/** The sign of a change and its word. */
export function changeSign(change: LimitChange): Pick<ChangeView, 'sign' | 'word'> {
  return SIGNS[change];
}

/** What has to be keyed in: lower limits, limits that go back up, and limits that are unknown. */
export function changeSections(
  report: MorningReport,
  shown: { readonly changesWithReasons: number; readonly changesAltogether: number },
  links: AnswerUrls | null = null,
): ChangeSections {
  const { lower, raise, set } = groupByChange(report.decisions);
  const ended = new Map((report.endedOverrides ?? []).map((override) => [override.trader, override]));
  const view = (decision: Decision) => changeView(decision, ended.get(decision.trader), links);
  const titled = [
    { title: 'Lower', decisions: lower },
    { title: 'Back up', decisions: raise },
    { title: setTitle(set, report.decisions.length), decisions: set },
  ];
  let left = shown.changesWithReasons;
  const groups: ChangeGroupView[] = [];
  const rest: Decision[] = [];
  for (const { title, decisions } of titled) {
    // An unknown limit that goes to the base limit needs no reason: the heading gives it.
    const reasoned = decisions.filter(
      (decision) => isBelowBase(decision) || lineOf(decision).change !== 'set',
    );
    const rows = reasoned.slice(0, left);
    left -= rows.length;
    if (rows.length > 0) groups.push({ title, rows: rows.map(view) });
    rest.push(...decisions.filter((decision) => !rows.includes(decision)));
  }
  const further = rest.slice(0, Math.max(0, shown.changesAltogether - shown.changesWithReasons));
  return { groups, further: further.map(view), hidden: rest.length - further.length };
}

/** `Set all 14 limits (in force unknown since Mon 5 Oct)`; empty where none is unknown. */
export function setTitle(set: readonly Decision[], traders: number): string {
  const [first] = set;
  if (first === undefined) return '';
  const since = lineOf(first).inForceSince;
  const which = set.length === traders && traders > 1 ? `all ${traders} limits` : count(set.length, 'limit');
  return `Set ${which} (in force unknown${since === null ? '' : ` since ${shortDay(since)}`})`;
}

export function changeView(
  decision: Decision,
  ended?: EndedOverride,
  links: AnswerUrls | null = null,
): ChangeView {
  const line = lineOf(decision);
  return {
    trader: shownName(decision.trader),
    desk: shownDesk(decision.desk),
    inForce: inForceWords(line),
    target: limitDollars(line.target),
    ...SIGNS[line.change],
    isLower: line.change === 'lower' || (line.change === 'set' && isBelowBase(decision)),
    base: baseWords(decision),
    reason: changeReason(decision, ended),
    record: recordOf(decision),
    notUsed: notUsedWords(decision),
    answerUrl: links?.of(decision.trader) ?? '',
  };
}

/** A limit that was set by hand or read from the platform is no recommendation of a mail, so it is named. */
function baseWords(decision: Decision): string {
  const { target, inForceSource } = lineOf(decision);
  const base = target === decision.baseLimit ? 'the base limit' : `base ${limitDollars(decision.baseLimit)}`;
  const isNamed = inForceSource === 'set' || inForceSource === 'readback';
  return isNamed ? `${base}; in force: ${sourceWords(inForceSource)}` : base;
}

/** An override has no record of its own: the confidence belongs to Daybreak's recommendation. */
function recordOf(decision: Decision): string {
  const { override } = lineOf(decision);
  const stopped =
    decision.wouldHaveStopped === undefined || !isBelowBase(decision)
      ? []
      : [wouldHaveStoppedWords(decision.wouldHaveStopped, decision.activeSessions)];
  const confidence = decision.action === 'cut' && override === null ? [confidenceWords(decision)] : [];
  return [...stopped, ...confidence].join(' · ');
}
