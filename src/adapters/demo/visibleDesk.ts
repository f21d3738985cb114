import type { DemoDesk } from './demoDesk.ts';
import type { HiddenParts } from './faults.ts';
import type { DemoTrader } from './simulation/traders.ts';
import type { DatedFill } from './tradedMonth.ts';

/** The desk without the parts that the faults hide. */
export function visibleDesk(desk: DemoDesk, hidden: HiddenParts): DemoDesk {
  const { notReady, account, totals, late } = hidden;
  if (notReady === null && account === null && totals === null && late === null) return desk;
  const isLate = (fill: DatedFill) =>
    late !== null &&
    fill.execution.account === late.account &&
    fill.sessionDate === late.sessionDate &&
    fill.number >= late.from;
  const hasTotals = (trader: DemoTrader, sessionDate: string) =>
    sessionDate !== notReady && trader.account !== account && trader.account !== totals;
  const traders = [...desk.attendance].filter(([trader]) => trader.account !== account);
  return {
    ...desk,
    attendance: new Map(
      traders.map(([trader, dates]) => [trader, dates.filter((date) => hasTotals(trader, date))]),
    ),
    fills: desk.fills.filter(
      (fill) => fill.sessionDate !== notReady && fill.execution.account !== account && !isLate(fill),
    ),
    days: desk.days.filter(({ trader, sessionDate }) => hasTotals(trader, sessionDate)),
  };
}
