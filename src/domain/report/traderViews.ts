import type { Decision } from '../decision/decision.ts';
import type { WarningCode } from '../decision/warningCode.ts';
import { LARGE_LOSS_SHARE } from '../engines/model/traderRecord.ts';
import { tierWords } from '../engines/tier.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, cleanLine, shownDesk, shownName } from '../text/outsideText.ts';
import { count, reductionWords, shareWords } from '../text/words.ts';
import { reasonSentence } from './changeReasons.ts';
import { lineOf } from './limitLines.ts';
import { sourceWords } from './limitWords.ts';
import type { DecisionGroups } from './order.ts';
import { notProvenOf, notProvenWords, settleWords } from './proofReport.ts';
import { furtherSigns } from './signs.ts';

/** A trader whom a risk manager has to decide about, and why. */
export interface AttentionView {
  readonly trader: string;
  /** As the store names the trader, for links. */
  readonly name: string;
  readonly desk: string;
  readonly state: string;
  readonly limit: string;
  readonly why: string;
  /** The engine's figure that is not the target; empty without one. */
  readonly notUsed: string;
  /** How to settle what is not proven; empty where all is. */
  readonly settle: string;
  readonly signs: readonly string[];
}

/** A trader whose limit stands, with warnings. */
export interface WatchView {
  readonly trader: string;
  readonly desk: string;
  readonly tier: string;
  readonly signs: readonly string[];
}

export function attentionViews({ withheld, untied, reviews }: DecisionGroups): readonly AttentionView[] {
  return [
    ...withheld.map((decision) => attention(decision, 'Withheld', withheldWhy(decision))),
    ...untied.map((decision) => attention(decision, 'Not tied out', withheldWhy(decision))),
    ...reviews.map((decision) => attention(decision, 'Decide by hand', reviewWhy(decision))),
  ];
}

/**
 * Traders whose limit stands with a warning or a raised tier. `talkedTo` has, by shown name, the traders to
 * talk to with the warnings that are said there: they stand here only with other signs.
 */
export function watchViews(
  watched: readonly Decision[],
  talkedTo: ReadonlyMap<string, readonly WarningCode[]> = new Map(),
): readonly WatchView[] {
  return watched
    .map((decision) => ({
      trader: shownName(decision.trader),
      desk: shownDesk(decision.desk),
      tier: tierWords(decision.tier),
      signs: signsOf(decision, talkedTo.get(shownName(decision.trader))),
    }))
    .filter(({ signs }) => signs.length > 0);
}

function signsOf(decision: Decision, said: readonly WarningCode[] | undefined): readonly string[] {
  return said === undefined ? watchSigns(decision) : furtherSigns(decision, said);
}

function attention(decision: Decision, state: string, why: string): AttentionView {
  const { proposedReductionPct, action } = decision;
  const isAsked = action === 'withheld' && proposedReductionPct > 0;
  return {
    trader: shownName(decision.trader),
    name: decision.trader,
    desk: shownDesk(decision.desk),
    state,
    limit: limitDollars(lineOf(decision).target),
    why: cleanLine(why),
    notUsed: isAsked ? `Not proven: a cut of ${reductionWords(proposedReductionPct)}, not recommended` : '',
    settle: settleWords(decision),
    signs: furtherSigns(decision),
  };
}

function withheldWhy(decision: Decision): string {
  return `${doubts(decision) || `${reasonSentence(decision)}.`} ${stays(decision)}`.trim();
}

/** What is not proven, as sentences; empty where all is. */
function doubts(decision: Decision): string {
  const items = notProvenOf(decision);
  if (items.length > 0) return `${capitalised(notProvenWords(items))}.`;
  if (decision.reconciled !== false) return '';
  return decision.unreconciledBecause === undefined
    ? 'P&L does not tie out with the source.'
    : `P&L does not tie out: ${decision.unreconciledBecause}.`;
}

/** Neither cut nor raised: the limit in force stays. */
function stays(decision: Decision): string {
  const { target, inForceSource, override } = lineOf(decision);
  if (target >= decision.baseLimit || override !== null) return '';
  const source = inForceSource === 'base' ? 'mailed last' : `in force (${sourceWords(inForceSource)})`;
  return `The limit ${source} stays, ${limitDollars(target)} of ${limitDollars(decision.baseLimit)}.`;
}

function reviewWhy(decision: Decision): string {
  const known = `${count(decision.activeSessions, 'active session')} known, too few to decide automatically.`;
  const rest = reasonSentence(decision);
  const because = doubts(decision);
  return `${known}${because === '' ? '' : ` ${because}`}${rest === '' ? '' : ` ${rest}.`}`;
}

/** The reasons to watch a trader whose limit stands, one line each; never empty. */
export function watchSigns(decision: Decision): readonly string[] {
  const because = reasonSentence(decision);
  const signs = [...furtherSigns(decision), ...(because === '' ? [] : [because])];
  return signs.length > 0 ? signs : [tierSign(decision)];
}

/**
 * A tier is raised by the probability of a large loss, or by volatility beyond the trader's own 99th
 * percentile.
 */
function tierSign({ largeLossProbability }: Decision): string {
  return largeLossProbability !== null && largeLossProbability > LARGE_LOSS_SHARE
    ? `Chance of a large loss ${shareWords(largeLossProbability)}, where ${shareWords(LARGE_LOSS_SHARE)} is usual`
    : "Larger swings than on 99 of 100 of the trader's own days";
}
