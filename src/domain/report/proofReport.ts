import type { Decision } from '../decision/decision.ts';
import type { ProofItem } from '../decision/proofItem.ts';
import { causeWords, settlingWords } from '../decision/proofWords.ts';
import { shortDay } from '../text/dates.ts';
import { shownName, shownSentence } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { Alert } from './report.ts';

/** Alerts per trader; one more alert counts the rest. */
const MOST_ALERTS = 10;
/** Items written out in one trader's sentence; the others are counted. */
const MOST_ITEMS = 2;
const MOST_SESSIONS = 8;

/**
 * One alert for each trader whose P&L is not proven: first those whose cut is withheld, the deepest first.
 */
export function proofAlerts(decisions: readonly Decision[]): readonly Alert[] {
  const doubted = decisions
    .filter((decision) => notProvenOf(decision).length > 0)
    .toSorted((a, b) => b.proposedReductionPct - a.proposedReductionPct);
  const hidden = doubted.length - MOST_ALERTS;
  return [
    ...doubted.slice(0, MOST_ALERTS).map((decision) => ({
      code: decision.reconciled === false ? 'UNRECONCILED' : 'NOT_PROVEN',
      trader: decision.trader,
      text: `${notProvenWords(notProvenOf(decision))}: no recommendation until it is settled`,
    })),
    ...(hidden > 0
      ? [
          {
            code: 'NOT_PROVEN',
            text: `${count(hidden, 'more trader')} whose P&L is not proven; limits.csv names each with the reason`,
          },
        ]
      : []),
  ];
}

/** Why the P&L of a trader is not proven, the newest items first: at most two, and how many more. */
export function notProvenWords(items: readonly ProofItem[]): string {
  const shown = items
    .slice(0, MOST_ITEMS)
    .map(({ code, text }) => `${causeWords(code)}: ${shownSentence(text)}`);
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** How to settle what is not proven of a trader; empty where nothing is open. */
export function settleWords(decision: Decision): string {
  return settlingWords(shownName(decision.trader), notProvenOf(decision));
}

/** The items of a decision; none in one that was stored before they existed. */
export function notProvenOf({ notProven }: Decision): readonly ProofItem[] {
  return notProven ?? [];
}

/** `3 sessions are missing in the history (Mon 9 Nov, Tue 10 Nov, Wed 11 Nov)`, and what ends it. */
export function missingWords(holes: readonly string[], areFetched: boolean): string {
  const shown = holes.slice(0, MOST_SESSIONS).map(shortDay);
  const more = holes.length - shown.length;
  const list = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  const [first = 'SESSION'] = holes;
  const accept = `npm run accept -- --session ${first} --no-trading`;
  const cure = areFetched
    ? 'fetched once the mails are out, until LATE_AT'
    : `import their fills, or, where the desk did not trade: ${accept}`;
  const are = holes.length === 1 ? 'is' : 'are';
  return `${count(holes.length, 'session')} ${are} missing in the history (${list}): ${cure}`;
}
