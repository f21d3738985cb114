import type { OverrideScore } from '../../evaluation/reviewResult.ts';
import { roughDollars } from '../../text/money.ts';
import { capitalised, shownName } from '../../text/outsideText.ts';
import { counted } from '../backtestWords.ts';
import { overrideReasonWords } from '../limitWords.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

/** Authors and reasons that the first page names; the appendix has all. */
const MOST_OVERRIDES = 4;

/** What the overrides saved or cost against Daybreak's own limits; null without one. */
export function overridesGroup({ review }: ReviewInput): ReviewGroup | null {
  const { overrides } = review.decided;
  if (overrides.length === 0) return null;
  const more = overrides.length - MOST_OVERRIDES;
  return {
    id: 'overrides',
    title: "Overrides against Daybreak's own limits",
    facts: [
      ...overrides
        .slice(0, MOST_OVERRIDES)
        .map((score) => ({ label: authorOf(score), text: wordsOf(score) })),
      ...(more > 0 ? [{ label: 'Others', text: `${more} more in the appendix.` }] : []),
    ],
  };
}

function authorOf({ by, reason }: OverrideScore): string {
  return `${capitalised(overrideReasonWords(reason))} (${shownName(by)})`;
}

function wordsOf({ traderDays, net, bindingDays, verdict, notKnownDays }: OverrideScore): string {
  const result =
    bindingDays === 0
      ? 'no effect'
      : `net ${roughDollars(net)} (${verdict}), ${counted(bindingDays, 'day')} with an effect`;
  const unknown = notKnownDays === 0 ? '' : `; ${notKnownDays} not known`;
  return `${counted(traderDays, 'trader-day')}: ${result}${unknown}.`;
}
