import type { Decision } from '../../decision/decision.ts';
import { tierWords } from '../../engines/tier.ts';
import { limitDollars, roughDollars, signedDollars } from '../../text/money.ts';
import { shownDesk, shownName } from '../../text/outsideText.ts';
import { shareWords } from '../../text/words.ts';
import { isBelowBase, lineOf } from '../limitLines.ts';
import { sortByRisk } from '../order.ts';
import type { MorningReport } from '../report.ts';
import { youngMark } from '../youngWords.ts';

/** The columns of the table of every trader, by the names that links use. */
export const traderColumns = [
  { key: 'trader', name: 'Trader' },
  { key: 'limit', name: 'Limit' },
  { key: 'yesterday', name: 'Yesterday' },
  { key: 'five', name: '5 days' },
  { key: 'month', name: 'Month' },
  { key: 'used', name: 'Limit used' },
  { key: 'room', name: 'Room to 15% drawdown' },
  { key: 'loss', name: 'Large loss' },
  { key: 'tier', name: 'Tier' },
  { key: 'state', name: 'State' },
] as const;

export type TraderColumn = (typeof traderColumns)[number]['key'];

/** A value to show and the one to sort by; null is sorted last. */
export interface TraderCell {
  readonly text: string;
  readonly by: number | string | null;
}

export interface TraderRow {
  /** As the store names the trader, for links. */
  readonly name: string;
  readonly desk: string;
  readonly isCut: boolean;
  readonly isChange: boolean;
  readonly isByHand: boolean;
  readonly isHigh: boolean;
  readonly cells: Readonly<Record<TraderColumn, TraderCell>>;
}

/** What the table shows that is not in the report. */
export interface TraderFigures {
  /** The limit that holds today as far as is known, dollars; the target where a trader is missing. */
  readonly limits: ReadonlyMap<string, number>;
  /** Dollars that a trader may lose before the drawdown rule cuts; missing: not known. */
  readonly rooms: ReadonlyMap<string, number>;
}

const NONE: TraderCell = { text: '–', by: null };
const TIERS: Readonly<Record<Decision['tier'], number>> = { high: 3, neutral: 2, low: 1, unknown: 0 };

/** One row per trader, most at risk first. */
export function traderRows(report: MorningReport, figures: TraderFigures): readonly TraderRow[] {
  const pnl = new Map((report.traderPnl ?? []).map((each) => [each.trader, each]));
  const used = new Map(Object.entries(report.yesterday?.usedPct ?? {}));
  return sortByRisk(report.decisions).map((decision) => {
    const { trader, tier, action } = decision;
    const own = pnl.get(trader);
    const usedPct = used.get(trader);
    const limit = figures.limits.get(trader) ?? lineOf(decision).target;
    const room = figures.rooms.get(trader);
    return {
      name: trader,
      desk: shownDesk(decision.desk),
      isCut: isBelowBase(decision),
      isChange: lineOf(decision).change !== 'stay',
      isByHand: action === 'review' || action === 'withheld',
      isHigh: tier === 'high',
      cells: {
        trader: { text: shownName(trader), by: trader },
        limit: { text: limitDollars(limit), by: limit },
        yesterday: moneyCell(own?.yesterday),
        five: moneyCell(own?.fiveSessions),
        month: moneyCell(own?.monthToDate),
        used: usedPct === undefined ? NONE : { text: `${Math.round(usedPct)}%`, by: usedPct },
        room: room === undefined ? NONE : { text: room <= 0 ? 'none' : roughDollars(room), by: room },
        loss: {
          text: `${shareWords(decision.largeLossProbability)}${youngMark(decision)}`,
          by: decision.largeLossProbability,
        },
        tier: { text: tierWords(tier), by: TIERS[tier] },
        state: { text: stateWords(decision), by: stateWords(decision) },
      },
    };
  });
}

function moneyCell(dollars: number | null | undefined): TraderCell {
  return dollars == null ? NONE : { text: signedDollars(dollars), by: dollars };
}

/** What is to do or holds, in two or three words. */
function stateWords(decision: Decision): string {
  const { change, cutDay, override, target } = lineOf(decision);
  if (decision.action === 'withheld') return 'not proven';
  if (decision.action === 'review') return 'decide by hand';
  if (change === 'lower') return '▼ lower';
  if (change === 'raise') return '▲ back up';
  if (change === 'set') return '● to set';
  if (override !== null) return 'override';
  if (target < decision.baseLimit) return cutDay === null ? 'stays cut' : `stays cut, day ${cutDay}`;
  return 'base limit';
}

export interface TableChoice {
  readonly sort: TraderColumn | null;
  readonly isDescending: boolean;
  /** Part of the name or desk of a trader; empty: all. */
  readonly search: string;
  readonly show: 'all' | 'cut' | 'changes' | 'by-hand';
}

/** The rows that a reader asked for, in the order that they asked for; the order given where they did not. */
export function chosenRows(rows: readonly TraderRow[], choice: TableChoice): readonly TraderRow[] {
  const wanted = choice.search.trim().toLowerCase();
  const shown = rows.filter(
    (row) =>
      (wanted === '' || `${row.cells.trader.text} ${row.desk}`.toLowerCase().includes(wanted)) &&
      isShown(row, choice.show),
  );
  const { sort, isDescending } = choice;
  return sort === null
    ? shown
    : shown.toSorted((a, b) => compared(a.cells[sort], b.cells[sort], isDescending));
}

function isShown(row: TraderRow, show: TableChoice['show']): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'cut':
      return row.isCut;
    case 'changes':
      return row.isChange;
    case 'by-hand':
      return row.isByHand;
  }
}

function compared(a: TraderCell, b: TraderCell, isDescending: boolean): number {
  if (a.by === null || b.by === null) return Number(a.by === null) - Number(b.by === null);
  const order = a.by === b.by ? 0 : a.by < b.by ? -1 : 1;
  return isDescending ? -order : order;
}
