import type { ClosedDays } from '../ledger/closedDays.ts';
import type { StoredDecision } from './storedDecision.ts';

/** What a month's figures lack, and what was decided without proof. */
export interface MonthData {
  /** Sessions of the month on which no trader traded, ascending. */
  readonly withoutTrading: readonly string[];
  /** Trader-days that a morning withheld because the P&L was not proven, and their traders, by name. */
  readonly withheld: { readonly days: number; readonly traders: readonly string[] };
  /** Traded days without a known path within the day: no limit can be tested on them. */
  readonly unjudgedDays: number;
  readonly closedDays: ClosedDays;
}

/** Counts the trader-days that mornings withheld. */
export function withheldDays(decisions: readonly StoredDecision[]): MonthData['withheld'] {
  const withheld = decisions.filter(({ action }) => action === 'withheld');
  return { days: withheld.length, traders: [...new Set(withheld.map(({ trader }) => trader))].sort() };
}
