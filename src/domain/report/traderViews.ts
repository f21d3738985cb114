import type { Decision } from '../decision/decision.ts';
import { warningWords } from '../decision/warningCode.ts';
import { LARGE_LOSS_SHARE } from '../engines/model/traderRecord.ts';
import { confidenceWord } from '../engines/proposal.ts';
import { tierWords } from '../engines/tier.ts';
import { limitDollars, riskDollars } from '../text/money.ts';
import { capitalised, cleanLine, shownDesk, shownName, shownSentence } from '../text/outsideText.ts';
import { count, reductionWords, shareWords } from '../text/words.ts';
import { type DecisionGroups, sortByRisk } from './order.ts';
import { notProvenOf, notProvenWords, settleWords } from './proofReport.ts';

/** A cut to key in. */
export interface CutView {
  readonly trader: string;
  readonly desk: string;
  readonly baseLimit: string;
  readonly newLimit: string;
  readonly reduction: string;
  readonly reasons: string;
  readonly confidence: string;
  /** The names of the warnings; their evidence is next to the chart. */
  readonly warnings: string;
}

/** A trader whom a risk manager has to decide about, and why. */
export interface AttentionView {
  readonly trader: string;
  readonly desk: string;
  readonly state: string;
  readonly limit: string;
  readonly why: string;
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

/** One line of the trader risk table. */
export interface RiskView {
  readonly trader: string;
  readonly tier: string;
  readonly isHigh: boolean;
  readonly valueAtRisk: string;
  readonly largeLoss: string;
  readonly limit: string;
}

export function cutViews(cuts: readonly Decision[]): readonly CutView[] {
  return cuts.map((decision) => ({
    trader: shownName(decision.trader),
    desk: shownDesk(decision.desk),
    baseLimit: limitDollars(decision.baseLimit),
    newLimit: limitDollars(decision.newLimit),
    reduction: reductionWords(decision.reductionPct),
    reasons: reasonSentence(decision),
    confidence: confidenceWord(decision.confidence),
    warnings: warningNames(decision),
  }));
}

export function attentionViews({
  withheld,
  untied: untiedSentence,
  reviews,
}: DecisionGroups): readonly AttentionView[] {
  return [
    ...withheld.map((decision) => attention(decision, 'Withheld', withheldWhy(decision))),
    ...untiedSentence.map((decision) => attention(decision, 'Not tied out', withheldWhy(decision))),
    ...reviews.map((decision) => attention(decision, 'Review by hand', reviewWhy(decision))),
  ];
}

export function watchViews(watched: readonly Decision[]): readonly WatchView[] {
  return watched.map((decision) => ({
    trader: shownName(decision.trader),
    desk: shownDesk(decision.desk),
    tier: tierWords(decision.tier),
    signs: watchSigns(decision),
  }));
}

/** Most at risk first. */
export function riskViews(decisions: readonly Decision[]): readonly RiskView[] {
  return sortByRisk(decisions).map((decision) => ({
    trader: shownName(decision.trader),
    tier: tierWords(decision.tier),
    isHigh: decision.tier === 'high',
    valueAtRisk: decision.valueAtRisk95 === null ? 'n/a' : riskDollars(decision.valueAtRisk95),
    largeLoss: shareWords(decision.largeLossProbability),
    limit: limitDollars(decision.newLimit),
  }));
}

function attention(decision: Decision, state: string, why: string): AttentionView {
  return {
    trader: shownName(decision.trader),
    desk: shownDesk(decision.desk),
    state,
    limit: limitDollars(decision.newLimit),
    why: cleanLine(why),
    settle: settleWords(decision),
    signs: warningLines(decision),
  };
}

function withheldWhy(decision: Decision): string {
  const asked =
    decision.proposedReductionPct > 0
      ? `The engine asked for ${reductionWords(decision.proposedReductionPct)}; not recommended on unproven numbers.`
      : 'The engine asked for no cut.';
  return `${doubts(decision) || reasonSentence(decision)} ${asked}${stays(decision)}`.trim();
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

/** Neither cut nor raised: after a cut the limit of that mail stays. */
function stays({ baseLimit, newLimit }: Decision): string {
  if (newLimit >= baseLimit) return '';
  return ` The limit mailed last stays, ${limitDollars(newLimit)} of ${limitDollars(baseLimit)}.`;
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
  const signs = [...warningLines(decision), ...(because === '' ? [] : [because])];
  return signs.length > 0 ? signs : [tierSign(decision)];
}

/**
 * A tier is raised by the probability of a large loss, or by volatility beyond the trader's own 99th
 * percentile.
 */
function tierSign({ largeLossProbability }: Decision): string {
  return largeLossProbability !== null && largeLossProbability > LARGE_LOSS_SHARE
    ? `Chance of a large loss ${shareWords(largeLossProbability)}, where ${shareWords(LARGE_LOSS_SHARE)} is usual`
    : "Volatility beyond the 99th percentile of the trader's own";
}

/** The names of the warnings: `revenge trading, high volatility`. */
export function warningNames({ warnings }: Decision): string {
  return warnings.map(warningWords).join(', ');
}

/** One line per warning: `Large drawdown: $4,120 below …`; only the names if no evidence was stored. */
export function warningLines({ warnings, warningEvidence }: Decision): readonly string[] {
  const lines =
    warningEvidence?.map(({ code, text }) => `${warningWords(code)}: ${text}`) ?? warnings.map(warningWords);
  return lines.map((line) => capitalised(shownSentence(line)));
}

function reasonSentence(decision: Decision): string {
  return capitalised(shownSentence(decision.reasons.map((reason) => reason.text).join('; ')));
}
