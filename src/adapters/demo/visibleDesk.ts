import type { AccountDay, DatedFill, DemoDesk } from './demoDesk.ts';
import type { HiddenParts } from './faults.ts';

/** The desk without the parts that the faults hide. */
export function visibleDesk(desk: DemoDesk, hidden: HiddenParts): DemoDesk {
  const { notReady, account, totals, late } = hidden;
  if (notReady === null && account === null && totals === null && late === null) return desk;
  const isLate = (fill: DatedFill) =>
    late !== null &&
    fill.execution.account === late.account &&
    fill.sessionDate === late.sessionDate &&
    fill.number >= late.from;
  const hasTotals = ({ trader, sessionDate }: AccountDay) =>
    sessionDate !== notReady && trader.account !== account && trader.account !== totals;
  return {
    ...desk,
    traders: desk.traders.filter((trader) => trader.account !== account),
    fills: desk.fills.filter(
      (fill) => fill.sessionDate !== notReady && fill.execution.account !== account && !isLate(fill),
    ),
    days: desk.days.filter(hasTotals),
  };
}
