import { DecisionError } from '../../shared/errors.ts';
import type { BacktestResult } from '../evaluation/backtestResult.ts';
import { judgedZone } from '../evaluation/coverage.ts';
import type { DriftLook } from '../evaluation/driftLook.ts';
import type { ImpactVerdict, StrategyImpact } from '../evaluation/impact.ts';
import type { DecidedMonth, OverrideScore, ScoreDrift } from '../evaluation/reviewResult.ts';
import type { ReviewedShadow } from '../evaluation/reviewShadows.ts';
import { STRATEGIES, type Strategy } from '../evaluation/strategies.ts';
import { longMonth, shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { fullSentence, shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { backtestVerdicts } from './backtestVerdicts.ts';
import { dollarInterval } from './backtestWords.ts';
import { indicatorsHeadline, scoresHeadline } from './driftWords.ts';
import { overrideReasonWords } from './limitWords.ts';
import type { ReviewNotice } from './notices.ts';
import { clockWords, type FactView, type NoticeView } from './noticeView.ts';
import { differenceWords, shadowSentences } from './shadowWords.ts';

export interface ReviewView extends NoticeView {
  readonly strategiesCaption: string;
  readonly strategies: readonly FactView[];
  /** The name of the attached page. */
  readonly attached: string;
}

const OUTCOMES: Readonly<Record<ImpactVerdict, string>> = {
  helped: 'the cuts helped',
  cost: 'the cuts cost more than they saved',
  'could be chance': 'what the cuts did could be chance',
  'not enough to tell': 'too few cuts to tell',
};

const STRATEGY_LABELS: Readonly<Record<Strategy, string>> = {
  limit: 'Cut limits',
  sizing: 'Smaller size',
  filtering: 'No trading on high-risk days',
  combined: 'Both of these',
};

const SCORE_LABELS: Readonly<Record<ScoreDrift['score'], string>> = {
  varExceptionRate: 'share of VaRs breached',
  pinballRatio: 'pinball loss over that of the plain volatility',
  regret: 'regret of the cuts',
};

/**
 * `[Risk] Review of October 2026: the cuts helped`: the month in a few lines, with its page attached.
 * @throws DecisionError for a backtest without a reviewed month.
 */
export function reviewView({ result, at, timezone }: ReviewNotice): ReviewView {
  const { review, strategies, period, valueAtRisk } = result;
  if (review === null) throw noReview();
  const month = longMonth(review.month);
  const outcome = OUTCOMES[strategies.limit.verdict];
  const attached = `review-${review.month}.html`;
  return {
    subject: `[Risk] Review of ${month}: ${outcome}`,
    preheader: `${count(period.sessions, 'session')}, ${count(period.traders, 'trader')}; net of the cut limits ${roughDollars(strategies.limit.net)}. VaR zone: ${judgedZone(valueAtRisk) ?? 'too few to tell'}.`,
    kicker: `Monthly review · ${month}`,
    headline: `${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}`,
    lead: `${count(period.sessions, 'session')} and ${count(period.tradedDays, 'trader-day')} walked with the code of the morning. Every figure, with charts, is in ${attached}.`,
    isGrave: strategies.limit.verdict === 'cost' || judgedZone(valueAtRisk) === 'red',
    factsCaption: `As of ${clockWords(at, timezone, null)}`,
    facts: factsOf(result, review.decided, review.drift),
    strategiesCaption: 'Of the engine in force, against uncut base limits',
    strategies: STRATEGIES.map((strategy) => ({
      label: STRATEGY_LABELS[strategy],
      text: strategyWords(strategies[strategy]),
    })),
    attached,
  };
}

function factsOf(
  result: BacktestResult,
  decided: DecidedMonth,
  drift: readonly ScoreDrift[],
): readonly FactView[] {
  return [
    ...backtestVerdicts(result).map(({ question, answer, evidence }) => ({
      label: question,
      text: `${answer}. ${evidence}`.trim(),
    })),
    { label: 'What was mailed', text: decidedWords(decided) },
    ...overrideFacts(decided.overrides),
    ...(result.review?.shadows ?? []).map(shadowFact),
    { label: 'Against the months before', text: fullSentence(drift.map(driftWords).join('; ')) },
    ...(result.review?.look == null ? [] : [lookFact(result.review.look)]),
  ];
}

function lookFact(look: DriftLook): FactView {
  return {
    label: `Drift, on the morning of ${shortDay(look.session)}`,
    text: `${indicatorsHeadline(look)} ${scoresHeadline(look)}`,
  };
}

const MOST_OVERRIDES = 5;

function overrideFacts(overrides: readonly OverrideScore[]): readonly FactView[] {
  if (overrides.length === 0) return [];
  const shown = overrides
    .slice(0, MOST_OVERRIDES)
    .map(
      ({ by, reason, traderDays, net, verdict }) =>
        `${overrideReasonWords(reason)} (${shownName(by)}): ${count(traderDays, 'day')}, net ${roughDollars(net)} (${verdict})`,
    );
  const more = overrides.length - shown.length;
  const rest = more === 0 ? [] : [`${more} more in the page`];
  return [
    { label: "Overrides against Daybreak's own limits", text: fullSentence([...shown, ...rest].join('; ')) },
  ];
}

/** One shadow strategy: the year through the month, then the month. */
function shadowFact({ month, ...shadow }: ReviewedShadow): FactView {
  const { sessions, difference } = month;
  const inMonth =
    sessions === 0 ? '' : ` This month ${differenceWords(difference)}, ${count(sessions, 'session')}.`;
  return {
    label: `Shadow strategy ${shownName(shadow.name)}`,
    text: `${fullSentence(shadow.words)} ${shadowSentences(shadow)}${inMonth}`,
  };
}

function decidedWords({ sessions, traderDays, cuts, agreeing, limit, estimatedDays }: DecidedMonth): string {
  if (traderDays === 0) return 'No decision was mailed in this month.';
  return (
    `${count(cuts, 'cut')} among ${count(traderDays, 'limit')} on ${count(sessions, 'session')}. ` +
    `Kept, they would have netted ${roughDollars(limit.net)} (${limit.verdict}; ${estimatedDays} of ${count(limit.bindingDays, 'binding day')} estimated). ` +
    `The backtest proposes the same for ${agreeing}.`
  );
}

function driftWords({ score, month, before, verdict }: ScoreDrift): string {
  const shown = (value: number | null) =>
    value === null
      ? 'unknown'
      : score === 'varExceptionRate'
        ? `${(100 * value).toFixed(1)}%`
        : value.toFixed(4);
  return `${SCORE_LABELS[score]} ${shown(month)} after ${shown(before)}: ${verdict}`;
}

function strategyWords({
  avoided,
  opportunityCost,
  net,
  netInterval,
  bindingDays,
  verdict,
}: StrategyImpact): string {
  const bounds = verdict === 'not enough to tell' ? '' : ` (5–95%: ${dollarInterval(netInterval)})`;
  return `Avoided ${roughDollars(avoided)}, forwent ${roughDollars(opportunityCost)}, net ${roughDollars(net)}${bounds}, on ${count(bindingDays, 'day')}: ${verdict}`;
}

function noReview(): DecisionError {
  return new DecisionError('no_review', 'Review · found a backtest without one · expected a month reviewed', {
    hint: 'This is a fault of the program: nothing was sent.',
  });
}
