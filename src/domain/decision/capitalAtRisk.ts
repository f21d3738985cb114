import { type Drawdown, drawdownOf, RULES_WINDOW_SESSIONS } from '../engines/rules/drawdown.ts';
import { lowWords } from '../engines/rules/proposeByRules.ts';
import type { TraderDaySummary } from '../ledger/traderDayFacts.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { count } from '../text/words.ts';
import type { Decision } from './decision.ts';

/** Percent of the risk capital beyond which someone has to decide whether the trader goes on. */
const CAPITAL_AT_RISK_PCT = 50;
/** Times the base limit: the risk capital where the roster states none (docs/methods.md, section 5). */
const USUAL_CAPITAL = 20;

/** What a trader may lose in all, and whether the record of it is whole. */
export interface CapitalFacts {
  /** The figure of the roster, else 20 × base limit; dollars. */
  readonly riskCapital: number;
  /** Whether a session of the desk is missing among the last 61 of the trader. */
  readonly hasHole: boolean;
}

/**
 * The sentence about a trader whose drawdown over the last 60 active sessions exceeds half of the risk
 * capital; null up to half. It does not depend on the cut, nor on whether the drawdown is fresh: the rule
 * cuts for days, but whether the trader goes on is decided once. A missing session and a P&L that is not
 * proven are said, and do not silence it.
 *
 * Example: 12,000, then four losses of 20,000, with a risk capital of $100,000 and a base limit of $5,000:
 * `lost 80% of the risk capital since Mon 2 Jan ($80,000 of $100,000, 20 times the base limit; low on Fri 6
 * Jan, nothing recovered): decide whether to go on`.
 */
export function capitalAtRisk(
  { action, baseLimit }: Pick<Decision, 'action' | 'baseLimit'>,
  { riskCapital, hasHole }: CapitalFacts,
  days: readonly TraderDaySummary[],
): string | null {
  const fall = drawdownOf(days.map(({ netPnl }) => netPnl));
  const percent = (100 * fall.dollars) / riskCapital;
  if (percent <= CAPITAL_AT_RISK_PCT) return null;
  const capital = `${roughDollars(riskCapital)}${riskCapital === USUAL_CAPITAL * baseLimit ? `, ${USUAL_CAPITAL} times the base limit` : ''}`;
  const doubts = [
    ...(hasHole ? ['a session among them is missing'] : []),
    ...(action === 'withheld' ? ['not proven'] : []),
  ];
  const figures = [`${roughDollars(fall.dollars)} of ${capital}`, lowWords(fall, days), ...doubts].join('; ');
  return `lost ${Math.round(percent)}% of the risk capital ${sinceWords(fall, days)} (${figures}): decide whether to go on`;
}

/** Since the session of the peak; where the peak lies before the window, over its sessions. */
function sinceWords({ sessionsSincePeak }: Drawdown, days: readonly TraderDaySummary[]): string {
  const peak = sessionsSincePeak === null ? undefined : days.at(-1 - sessionsSincePeak);
  if (peak !== undefined) return `since ${shortDay(peak.sessionDate)}`;
  const window = days.slice(-RULES_WINDOW_SESSIONS);
  return `over ${count(window.length, 'session')}, from ${shortDay(window[0]?.sessionDate ?? '')} on`;
}
