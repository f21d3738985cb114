import { LEAST_COMMON_SESSIONS } from '../../risk/correlation.ts';
import { riskDollars } from '../../text/money.ts';
import type { TraderFacts } from '../deskFacts.ts';
import type { Period } from '../period.ts';
import type { DecisionEntry, FactsEntry } from '../trailRecord.ts';
import { type Found, sequencesOf } from './findingRule.ts';

/** Of the notional of either trader, in symbols that both traded. */
export const LEAST_SHARED_NOTIONAL = 0.5;
const HALF_A_DOLLAR = 0.5;

/** Traders whose P&L differs from the source, and whose limit was decided or raised all the same. */
export function untiedDecisions(period: Period): readonly Found[] {
  return period.facts.flatMap(({ facts, sequence }) => {
    const untied = facts.traders.filter(({ tiedOut }) => tiedOut === false);
    if (untied.length === 0) return [];
    const decisions = new Map(
      (period.decisions.get(facts.sessionDate) ?? []).map((entry) => [entry.trader, entry]),
    );
    return untied.flatMap((trader) => {
      const decision = decisions.get(trader.trader);
      if (decision === undefined || !wasDecided(decision, trader)) return [];
      return {
        session: facts.sessionDate,
        trader: trader.trader,
        text: `The P&L of ${trader.trader} differs from the source, and the limit of ${facts.sessionDate} was decided (${decision.action}).`,
        entries: [decision.sequence, sequence].toSorted((a, b) => a - b),
      };
    });
  });
}

/** A withheld decision keeps the limit in force or lowers it. */
function wasDecided({ action, newLimit }: DecisionEntry, { limitInForce }: TraderFacts): boolean {
  if (action !== 'withheld') return true;
  return limitInForce !== null && newLimit > limitInForce + HALF_A_DOLLAR;
}

/** Positions above MAX_POSITION_PCT of the trader's risk capital, where it was set on that day. */
export function largePositions({ described }: Period): readonly Found[] {
  return described.flatMap(({ facts, sequence }) => {
    const { maxPositionPct } = facts.rules;
    if (maxPositionPct === null) return [];
    return facts.traders.flatMap(({ trader, largestPositionPct: { value } }) =>
      value === null || value <= maxPositionPct
        ? []
        : {
            session: facts.dataThrough,
            trader,
            text: `The largest position of ${trader} on ${facts.dataThrough} was ${percent(value)} of the risk capital; MAX_POSITION_PCT was ${maxPositionPct}.`,
            entries: [sequence],
          },
    );
  });
}

/** Sessions on which the VaR 95 of the desk was above MAX_PORTFOLIO_RISK_PCT of its risk capital. */
export function portfolioRisks({ facts: mornings }: Period): readonly Found[] {
  return mornings.flatMap(({ facts, sequence }) => {
    const { capital, valueAtRisk95 } = facts.desk;
    const { maxPortfolioRiskPct } = facts.rules;
    if (capital.value === null || valueAtRisk95.value === null || capital.value <= 0) return [];
    const riskPct = (100 * valueAtRisk95.value) / capital.value;
    if (riskPct <= maxPortfolioRiskPct) return [];
    return {
      session: facts.sessionDate,
      trader: null,
      text: `The VaR 95 of the desk for ${facts.sessionDate} was ${riskDollars(valueAtRisk95.value)}, ${percent(riskPct)} of its risk capital; MAX_PORTFOLIO_RISK_PCT was ${maxPortfolioRiskPct}.`,
      entries: [sequence],
    };
  });
}

interface PairDays {
  readonly first: string;
  readonly second: string;
  readonly highest: number;
  readonly entries: readonly FactsEntry[];
}

/** Pairs of traders that are one bet: one finding a pair, with every session on which it was seen. */
export function correlatedPairs({ described }: Period): readonly Found[] {
  const pairs = new Map<string, PairDays>();
  for (const entry of described)
    for (const { first, second, correlation, commonSessions, sharedNotional } of entry.facts.pairs) {
      if (commonSessions < LEAST_COMMON_SESSIONS || (sharedNotional ?? 0) < LEAST_SHARED_NOTIONAL) continue;
      const key = JSON.stringify([first, second]);
      const before = pairs.get(key);
      const highest = Math.max(correlation, before?.highest ?? correlation);
      pairs.set(key, { first, second, highest, entries: [...(before?.entries ?? []), entry] });
    }
  return [...pairs.values()].map(({ first, second, highest, entries }) => ({
    session: entries[0]?.facts.dataThrough ?? null,
    trader: first,
    text: `The daily P&L of ${first} and ${second} had a correlation of up to ${highest.toFixed(2)}, in the same symbols, on ${entries.length} of the sessions.`,
    entries: sequencesOf(entries),
  }));
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
