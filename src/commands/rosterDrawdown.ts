import { drawdownOf, drawdownPct, RULES_WINDOW_SESSIONS } from '../domain/engines/rules/drawdown.ts';
import { evaluateRules } from '../domain/engines/rules/evaluateRules.ts';
import { riskCapitalOf } from '../domain/roster/roster.ts';
import type { TraderEdit } from '../domain/roster/rosterChange.ts';
import { shownName } from '../domain/text/outsideText.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';

const END_OF_TIME = '9999-12-31';

/**
 * What a change of the risk capital does to the drawdown rule, one line for each trader who is in a drawdown.
 * Example: `Ann · drawdown 18.2% → 11.4% of the risk capital; the drawdown rule cuts 40% → nothing`.
 */
export async function drawdownLines(
  ledger: Pick<LedgerStore, 'recentDays'>,
  edits: readonly TraderEdit[],
  defaultLimit: number,
): Promise<readonly string[]> {
  const moved = edits.flatMap(({ trader, before, after }) => {
    if (before === null || after === null) return [];
    const [was, is] = [riskCapitalOf(before, defaultLimit), riskCapitalOf(after, defaultLimit)];
    return was === is ? [] : [{ trader, was, is }];
  });
  if (moved.length === 0) return [];
  const days = await ledger.recentDays(END_OF_TIME, RULES_WINDOW_SESSIONS);
  return moved.flatMap(({ trader, was, is }) => {
    const netPnl = (days.get(trader) ?? []).map((day) => day.netPnl);
    const [before, after] = [
      drawdownPct({ netPnl, riskCapital: was }),
      drawdownPct({ netPnl, riskCapital: is }),
    ];
    if (before === 0) return [];
    const rule = [was, is].map((riskCapital) => cutWords(netPnl, riskCapital)).join(' → ');
    return [
      `${shownName(trader)} · drawdown ${before.toFixed(1)}% → ${after.toFixed(1)}% of the risk capital; the drawdown rule cuts ${rule}${drawdownOf(netPnl).isFresh ? '' : ' (the drawdown is not fresh)'}`,
    ];
  });
}

function cutWords(netPnl: readonly number[], riskCapital: number): string {
  const fired = evaluateRules({ netPnl, riskCapital }).find(({ code }) => code === 'drawdown');
  return fired === undefined ? 'nothing' : `${fired.reductionPct}%`;
}
