import { type Decision, isWithoutCuts } from '../decision/decision.ts';
import type { LimitLine } from '../decision/limitLine.ts';
import { changeTo } from '../limits/target.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, shownSentence } from '../text/outsideText.ts';
import { lineOf } from './limitLines.ts';
import { overrideWords } from './limitWords.ts';
import type { EndedOverride } from './report.ts';

/** The engine's reasons as one sentence; empty without any. */
export function reasonSentence(decision: Decision): string {
  return capitalised(shownSentence(decision.reasons.map((reason) => reason.text).join('; ')));
}

/** Why the limit in force has to change: the override, what ended, or the engine's reasons. */
export function changeReason(decision: Decision, ended: EndedOverride | undefined): string {
  const line = lineOf(decision);
  const parts = [
    ...(line.override === null ? [] : [overrideWords(line)]),
    ...(ended === undefined ? [] : [endedWords(ended)]),
    ...(line.override === null ? ownReasons(decision, line, ended !== undefined) : []),
  ];
  return capitalised(shownSentence(parts.filter((part) => part !== '').join('; ')));
}

function ownReasons(decision: Decision, line: LimitLine, isExplained: boolean): readonly string[] {
  switch (decision.action) {
    case 'cut':
      return [
        line.change === 'raise' ? `a smaller cut: ${reasonSentence(decision)}` : reasonSentence(decision),
        newBaseWords(decision, line),
      ];
    case 'keep':
      return [...(isExplained ? [] : [backToBase(decision, line)]), newBaseWords(decision, line)];
    case 'review':
      return isExplained ? [] : [newBaseWords(decision, line) || 'the base limit changed on the roster'];
    case 'withheld':
      return [notProvenWords(decision, line)];
  }
}

/** A limit that is not proven is lowered only where it is above the base limit. */
function notProvenWords(decision: Decision, line: LimitLine): string {
  const { limitInForce, inForceSource } = line;
  if (limitInForce === null) return 'P&L not proven: the lower limit that was mailed last';
  return inForceSource === 'base'
    ? newBaseWords(decision, line) || 'the base limit changed on the roster'
    : 'P&L not proven: not above the base limit';
}

/** `the base limit was changed from $5,000 to $8,000`; empty where it is as it was, or not known. */
function newBaseWords({ baseLimit }: Decision, { inForceBaseLimit }: LimitLine): string {
  if (inForceBaseLimit == null || isSameLimit(inForceBaseLimit, baseLimit)) return '';
  return `the base limit was changed from ${limitDollars(inForceBaseLimit)} to ${limitDollars(baseLimit)}`;
}

/**
 * No cut today, so the base limit holds; empty where only the base limit has changed. On stale data an
 * unknown limit is not raised to it.
 */
function backToBase(decision: Decision, line: LimitLine): string {
  const { baseLimit } = decision;
  const { limitInForce, inForceSource, inForceSince, inForceBaseLimit, change, target } = line;
  if (change === 'set' || limitInForce === null)
    return target < baseLimit ? 'stale data: the lower limit that was mailed last' : 'no cut: the base limit';
  const wasAtBase = inForceBaseLimit != null && isSameLimit(limitInForce, inForceBaseLimit);
  if (wasAtBase && !isSameLimit(inForceBaseLimit, baseLimit)) return '';
  if (inForceSource === 'base') return `the base limit on the roster is now ${limitDollars(baseLimit)}`;
  if (change === 'lower') return 'no cut: the limit in force is above the base limit';
  if (inForceSource === 'set' || inForceSource === 'readback') return 'no cut today: back to the base limit';
  const because = isWithoutCuts(decision) ? ': cuts are switched off' : '';
  const cut = inForceSince === null ? 'the cut' : `the cut of ${shortDay(inForceSince)}`;
  return `${cut} has ended${because}`;
}

function isSameLimit(a: number, b: number): boolean {
  return changeTo(a, b) === 'stay';
}

/** `the override of Wed 25 Nov ($15,000) ended on Fri`. */
export function endedWords({ dollars, firstSession, lastSession, because }: EndedOverride): string {
  const override = `the override of ${shortDay(firstSession)} (${limitDollars(dollars)})`;
  switch (because) {
    case 'over':
      return `${override} ended on ${shortDay(lastSession)}`;
    case 'ended':
      return `${override} was ended after ${shortDay(lastSession)}`;
    case 'no-cut':
      return `${override} ended because no cut remains`;
  }
}
