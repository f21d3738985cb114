import type { MailedMonth } from '../../evaluation/mailedMonth.ts';
import type { DecidedMonth } from '../../evaluation/reviewResult.ts';
import { roughDollars } from '../../text/money.ts';
import { capitalised } from '../../text/outsideText.ts';
import { count } from '../../text/words.ts';
import { counted, dollarInterval, grouped } from '../backtestWords.ts';
import type { FactView } from '../noticeView.ts';
import { impactWords } from './impactWords.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

/**
 * What was mailed, set and hit, and what it saved or cost. Where nothing was mailed, what the cuts of the
 * backtest would have saved.
 */
export function mailedGroup({ review, result }: ReviewInput): ReviewGroup {
  const { decided, mailed } = review;
  const title = 'What was mailed and what became of it';
  if (decided.traderDays === 0) {
    const { limit } = result.strategies;
    return {
      id: 'mailed',
      title,
      facts: [
        { label: 'Mailed', text: 'Nothing was mailed in this month.' },
        { label: 'Would have saved', text: `The cuts of the backtest, if kept: ${impactWords(limit)}.` },
      ],
    };
  }
  return {
    id: 'mailed',
    title,
    facts: [
      { label: 'Mailed', text: mailedWords(decided, mailed) },
      ...setFacts(mailed),
      { label: 'Hit', text: hitWords(mailed) },
      { label: 'Saved or cost', text: stopWords(mailed) },
      ...keptFacts(decided),
    ],
  };
}

/** Nothing where no mailed limit would have changed a day. */
function keptFacts(decided: DecidedMonth): readonly FactView[] {
  if (decided.limit.bindingDays === 0) return [];
  const text = `${capitalised(impactWords(decided.limit))}${estimatedWords(decided)}.`;
  return [{ label: 'Had every mailed limit been kept', text }];
}

function mailedWords({ cuts, traderDays, sessions }: DecidedMonth, { changes }: MailedMonth): string {
  const { all, lower, raise } = changes;
  const asked =
    all === 0
      ? 'No change was asked for.'
      : `${counted(all, 'change')} to key in: ${lower} lower, ${raise} back up.`;
  return `${counted(cuts, 'cut')} among ${counted(traderDays, 'limit')} on ${counted(sessions, 'morning')}. ${asked}`;
}

function setFacts({ changes, answers }: MailedMonth): readonly FactView[] {
  if (changes.all === 0) return [];
  const { asMailed, other, notSet, unanswered } = answers;
  return [
    {
      label: 'Set',
      text: `Of ${counted(changes.all, 'change')}: ${asMailed} as mailed, ${other} at another amount, ${notSet} not set, ${unanswered} without an answer.`,
    },
  ];
}

/** The kinds without a day are left out. */
function hitWords({ cutDays }: MailedMonth): string {
  if (cutDays.all === 0) return 'No trader traded under a cut.';
  const parts = [
    [cutDays.stopped, 'stopped'],
    [cutDays.ignored, 'traded on past the limit'],
    [cutDays.unclear, 'not clear'],
    [cutDays.notApplied, 'limit counted as not set'],
    [cutDays.notReached, 'not reached'],
  ] as const;
  const shown = parts.filter(([days]) => days > 0).map(([days, words]) => `${grouped(days)} ${words}`);
  return `Of ${counted(cutDays.all, 'traded day')} under a cut: ${shown.join(', ')}.`;
}

/** The stops are what the mails really did; the estimate goes with its interval. */
export function stopWords({ stops }: MailedMonth): string {
  const { estimated, notKnown, saved, cost, interval, verdict } = stops;
  if (estimated + notKnown === 0)
    return 'No trader was stopped, so the cuts neither saved nor cost anything.';
  const unknown = notKnown === 0 ? '' : ` Not known for ${count(notKnown, 'stopped day')}.`;
  if (interval === null) return `Not known.${unknown}`;
  const bounds = verdict === 'not enough to tell' ? '' : `, 5–95%: ${dollarInterval(interval)}`;
  return `Stops saved about ${roughDollars(saved)} and cost about ${roughDollars(cost)}: net ${roughDollars(saved - cost)} (${verdict}${bounds}), estimated for ${counted(estimated, 'stopped day')}.${unknown}`;
}

function estimatedWords({ estimatedDays, limit }: DecidedMonth): string {
  if (estimatedDays === 0) return '';
  return `; ${estimatedDays} of ${counted(limit.bindingDays, 'such day')} estimated`;
}
