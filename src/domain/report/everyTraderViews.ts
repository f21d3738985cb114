import type { Decision } from '../decision/decision.ts';
import { tierWords } from '../engines/tier.ts';
import { limitDollars, riskDollars, signedDollars } from '../text/money.ts';
import { shownDesk, shownName } from '../text/outsideText.ts';
import { count, shareWords } from '../text/words.ts';
import { isBelowBase, lineOf } from './limitLines.ts';
import { sortByRisk } from './order.ts';
import type { MorningReport, TraderPnl } from './report.ts';
import { youngMark } from './youngWords.ts';

/** One line of the table of every trader. */
export interface EveryTraderView {
  readonly trader: string;
  readonly limit: string;
  /** Share of the limit in force that was used yesterday at worst. */
  readonly used: string;
  readonly yesterday: string;
  readonly fiveDays: string;
  readonly month: string;
  readonly tier: string;
  readonly isHigh: boolean;
  readonly valueAtRisk: string;
  readonly largeLoss: string;
}

/** One desk, where the traders are too many for one table. */
export interface DeskView {
  readonly desk: string;
  readonly traders: string;
  readonly cut: string;
  readonly yesterday: string;
  readonly fiveDays: string;
  readonly month: string;
}

const NONE = '–';

/** Most at risk first. */
export function everyTraderViews(report: MorningReport): readonly EveryTraderView[] {
  const pnl = pnlByTrader(report);
  const used = new Map(Object.entries(report.yesterday?.usedPct ?? {}));
  return sortByRisk(report.decisions).map((decision) => {
    const own = pnl.get(decision.trader);
    const usedPct = used.get(decision.trader);
    return {
      trader: shownName(decision.trader),
      limit: limitDollars(lineOf(decision).target),
      used: usedPct === undefined ? NONE : `${Math.round(usedPct)}%`,
      yesterday: own?.yesterday == null ? NONE : signedDollars(own.yesterday),
      fiveDays: own === undefined ? NONE : signedDollars(own.fiveSessions),
      month: own === undefined ? NONE : signedDollars(own.monthToDate),
      tier: tierWords(decision.tier),
      isHigh: decision.tier === 'high',
      valueAtRisk: valueAtRiskWords(decision),
      largeLoss: `${shareWords(decision.largeLossProbability)}${youngMark(decision)}`,
    };
  });
}

function valueAtRiskWords(decision: Decision): string {
  const { valueAtRisk95 } = decision;
  return valueAtRisk95 === null ? 'n/a' : `${riskDollars(valueAtRisk95)}${youngMark(decision)}`;
}

/** The desks by name, where not every trader has a line and there is more than one desk. */
export function deskViews(report: MorningReport, tradersShown: number): readonly DeskView[] {
  if (report.decisions.length <= tradersShown) return [];
  const pnl = pnlByTrader(report);
  const desks = new Map<string, Decision[]>();
  for (const decision of report.decisions) {
    const desk = shownDesk(decision.desk) || 'No desk';
    desks.set(desk, [...(desks.get(desk) ?? []), decision]);
  }
  if (desks.size < 2) return [];
  return [...desks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([desk, decisions]) => {
      const all = decisions.flatMap(({ trader }) => pnl.get(trader) ?? []);
      const sum = (of: (each: TraderPnl) => number) =>
        all.length === 0 ? NONE : signedDollars(all.reduce((total, each) => total + of(each), 0));
      return {
        desk,
        traders: count(decisions.length, 'trader'),
        cut: `${decisions.filter(isBelowBase).length} cut`,
        yesterday: sum(({ yesterday }) => yesterday ?? 0),
        fiveDays: sum(({ fiveSessions }) => fiveSessions),
        month: sum(({ monthToDate }) => monthToDate),
      };
    });
}

function pnlByTrader({ traderPnl = [] }: MorningReport): ReadonlyMap<string, TraderPnl> {
  return new Map(traderPnl.map((each) => [each.trader, each]));
}
