import type { ImpactVerdict } from '../../evaluation/impact.ts';
import type { MailedMonth } from '../../evaluation/mailedMonth.ts';
import { roughDollars } from '../../text/money.ts';
import { counted } from '../backtestWords.ts';
import type { ReviewInput } from './reviewInput.ts';

/** The answer of a review, for its subject and its first line. */
export interface ReviewVerdict {
  /** A clause: `the cuts saved about $4,200`. */
  readonly clause: string;
  readonly tone: 'good' | 'bad' | 'open';
}

/** What the mailed cuts did; where nothing was mailed, what the cuts of the backtest would have done. */
export function reviewVerdict({ review, result }: ReviewInput): ReviewVerdict {
  if (review.decided.traderDays > 0) return mailedVerdict(review.mailed);
  const { net, verdict } = result.strategies.limit;
  const clause = CLAUSES[verdict];
  return {
    clause: `nothing mailed; ${clause('would have saved', 'would have cost', net)}`,
    tone: verdict === 'cost' ? 'bad' : 'open',
  };
}

function mailedVerdict({ stops, cutDays }: MailedMonth): ReviewVerdict {
  const { estimated, notKnown, saved, cost, verdict } = stops;
  if (estimated + notKnown === 0) {
    const ignored = cutDays.ignored === 0 ? '' : `, ${counted(cutDays.ignored, 'limit')} not applied`;
    return { clause: `no trader was stopped at a cut${ignored}`, tone: 'open' };
  }
  if (verdict === 'not enough to tell')
    return { clause: `${counted(estimated + notKnown, 'stop')}, not enough to tell`, tone: 'open' };
  return {
    clause: CLAUSES[verdict]('saved', 'cost', saved - cost),
    tone: verdict === 'helped' ? 'good' : verdict === 'cost' ? 'bad' : 'open',
  };
}

type Clause = (saved: string, cost: string, net: number) => string;

const CLAUSES: Readonly<Record<ImpactVerdict, Clause>> = {
  helped: (saved, _cost, net) => `the cuts ${saved} about ${roughDollars(net)}`,
  cost: (_saved, cost, net) => `the cuts ${cost} about ${roughDollars(-net)}`,
  'could be chance': (saved, cost, net) =>
    `the cuts ${net < 0 ? cost : saved} about ${roughDollars(Math.abs(net))} (could be chance)`,
  'not enough to tell': () => 'too few cuts to tell',
};
