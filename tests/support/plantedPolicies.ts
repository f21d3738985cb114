import type { Tampering } from '../../scripts/simulation/walkedDesk.ts';
import type { DeskMember } from '../../src/domain/engines/model/sessionForecast.ts';
import type { WalkedSession } from '../../src/domain/evaluation/backtestRow.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';

type Decisions = (session: WalkedSession) => WalkedSession;
type Trader = WalkedSession['forecast']['traders'][number];

/** Cuts by 80 % exactly the days whose net P&L, which no morning knows, fits. */
export function foreseen(fits: (netPnl: number) => boolean): Decisions {
  return decided((trader, { outcomes }) => {
    const netPnl = outcomes.get(trader.member.trader)?.summary.netPnl;
    const cutPct = netPnl !== undefined && fits(netPnl) ? 80 : 0;
    return { ...trader, modelReductionPct: cutPct, rulesReductionPct: cutPct };
  });
}

/** A VaR of 70 % of what was forecast. */
export function narrowVar(session: WalkedSession): WalkedSession {
  return decided((trader) => {
    const { forecast } = trader;
    if (forecast === null) return trader;
    const narrow = { pnlQ05: 0.7 * forecast.pnlQ05, valueAtRisk95: 0.7 * forecast.valueAtRisk95 };
    return { ...trader, forecast: { ...forecast, ...narrow } };
  })(session);
}

function decided(of: (trader: Trader, session: WalkedSession) => Trader): Decisions {
  return (session) => {
    const traders = session.forecast.traders.map((trader) => of(trader, session));
    return { ...session, forecast: { ...session.forecast, traders } };
  };
}

/** Replaces the trader's previous result by today's, as a leak of the future would. */
export function withTodaysResult(
  members: readonly DeskMember[],
  today: readonly TraderDayFacts[],
): readonly DeskMember[] {
  return members.map((member) => {
    const day = today.find(({ trader }) => trader === member.trader);
    const { scale } = member.record.series;
    if (!day || scale === null) return member;
    return { ...member, context: { ...member.context, previousSessionScaledPnl: day.netPnl / scale } };
  });
}

/** Shows the model the day that the trader had so many days before. Make one for each walk. */
export function delayed(days: number): NonNullable<Tampering['days']> {
  const own = new Map<string, TraderDayFacts[]>();
  return (today) =>
    today.map((day) => {
      const past = own.get(day.trader) ?? [];
      own.set(day.trader, [...past, day]);
      return { ...(past.at(-days) ?? day), sessionDate: day.sessionDate };
    });
}
