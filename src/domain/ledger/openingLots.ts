import { addDays } from '../session/isoDate.ts';
import type { CorporateAction, LotCorrections, OpeningPosition } from './corrections.ts';
import type { LedgerFinding } from './finding.ts';
import type { OpenLot } from './lot.ts';
import { QUANTITY_RESOLUTION } from './tolerance.ts';

export interface OpeningLots {
  /** In order of opening within an account and symbol. */
  readonly lots: readonly OpenLot[];
  /** Positions that a rename joined although one was long and the other short. */
  readonly findings: readonly LedgerFinding[];
}

/**
 * The lots at the open of a session, from those of the last active session and the corrections dated after it
 * and through this one. The corrections of one date take effect together: splits and renames first, then the
 * positions, which are stated in the shares of that date.
 *
 * - split: quantity × ratio to 8 decimals, price ÷ ratio. Cash for a fraction of a share is not guessed.
 * - rename: the lots go to the new symbol, in order of opening.
 * - position: its lots replace all lots of the account in the symbol; quantity 0 leaves none.
 *
 * Example: 100 at 500 and a split of 10: 1,000 at 50. 30 at 2 and a reverse split of 0.05: 1.5 at 40.
 */
export function openingLots(
  carried: readonly OpenLot[],
  { actions, positions }: LotCorrections,
): OpeningLots {
  if (actions.length === 0 && positions.length === 0) return { lots: carried, findings: [] };
  const dates = [...new Set([...actions, ...positions].map(({ sessionDate }) => sessionDate))].sort();
  let lots = carried;
  let findings: readonly LedgerFinding[] = [];
  for (const date of dates) {
    const ofDate = (each: { readonly sessionDate: string }) => each.sessionDate === date;
    const joined = onOneSide(afterActions(lots, actions.filter(ofDate)));
    const stated = positions.filter(ofDate);
    lots = afterPositions(joined.lots, stated);
    findings = [...findings, ...joined.findings].filter((each) => !stated.some((row) => isSame(row, each)));
  }
  return { lots, findings };
}

function afterActions(lots: readonly OpenLot[], actions: readonly CorporateAction[]): readonly OpenLot[] {
  if (actions.length === 0) return lots;
  const ratios = new Map<string, number>();
  const names = new Map<string, string>();
  for (const action of actions) {
    if (action.action === 'split') ratios.set(action.symbol, action.ratio);
    else names.set(action.symbol, action.newSymbol);
  }
  const moved = lots.map((lot) => moveLot(lot, ratios, names)).filter(isHeld);
  return names.size === 0 ? moved : moved.toSorted(byOpening);
}

/** A split may name the symbol before or after a rename of the same date; it counts once. */
function moveLot(
  lot: OpenLot,
  ratios: ReadonlyMap<string, number>,
  names: ReadonlyMap<string, string>,
): OpenLot {
  const symbol = names.get(lot.symbol) ?? lot.symbol;
  const ratio = ratios.get(lot.symbol) ?? ratios.get(symbol);
  if (ratio === undefined) return symbol === lot.symbol ? lot : { ...lot, symbol };
  return {
    ...lot,
    symbol,
    quantity: Math.round(lot.quantity * ratio * 1e8) / 1e8,
    price: lot.price / ratio,
    lastPrice: lot.lastPrice === null ? null : lot.lastPrice / ratio,
  };
}

/** Unknown times come first, as in the order of fills. Sorting is stable, so equal lots keep their order. */
function byOpening(left: OpenLot, right: OpenLot): number {
  if (left.openedOn !== right.openedOn) return left.openedOn < right.openedOn ? -1 : 1;
  return (left.openedAtSecond ?? -1) - (right.openedAtSecond ?? -1);
}

/**
 * Matches long with short lots of one position, oldest first. Only a rename can bring both together. Which
 * P&L the match realised is unknown, so it is a doubt until the position is stated.
 */
function onOneSide(lots: readonly OpenLot[]): OpeningLots {
  const groups = new Map<string, OpenLot[]>();
  for (const lot of lots) {
    const key = JSON.stringify([lot.account, lot.symbol, lot.currency]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(lot);
  }
  const mixed = [...groups.values()].filter((group) => new Set(group.map(sideOf)).size > 1);
  if (mixed.length === 0) return { lots, findings: [] };
  const kept = new Set([...groups.values()].filter((group) => !mixed.includes(group)).flat());
  return {
    lots: [...lots.filter((lot) => kept.has(lot)), ...mixed.flatMap(matched)],
    findings: mixed.map(joinedFinding),
  };
}

function matched(group: readonly OpenLot[]): readonly OpenLot[] {
  const net = group.reduce((sum, lot) => sum + lot.quantity, 0);
  let toMatch = group.reduce((sum, lot) => sum + (lot.quantity * net > 0 ? 0 : Math.abs(lot.quantity)), 0);
  return group
    .filter((lot) => lot.quantity * net > 0)
    .map((lot) => {
      const closed = Math.min(toMatch, Math.abs(lot.quantity));
      toMatch -= closed;
      return { ...lot, quantity: lot.quantity - Math.sign(lot.quantity) * closed };
    })
    .filter(isHeld);
}

function joinedFinding(group: readonly OpenLot[]): LedgerFinding {
  const [first] = group;
  const { account = '', symbol = '', currency = '' } = first ?? {};
  const text = 'a rename joined a long and a short position: state the position with `positions import`';
  return { code: 'position_not_explained', account, symbol, currency, weight: 'doubt', fills: 0, text };
}

function afterPositions(lots: readonly OpenLot[], positions: readonly OpeningPosition[]): readonly OpenLot[] {
  if (positions.length === 0) return lots;
  const others = lots.filter((lot) => !positions.some((position) => isSame(position, lot)));
  return [...others, ...positions.map(statedLot).filter(isHeld)];
}

/** It was opened before the session, at an unknown time. */
function statedLot({ account, symbol, quantity, price, currency, sessionDate }: OpeningPosition): OpenLot {
  const openedOn = addDays(sessionDate, -1);
  return { account, symbol, quantity, price, currency, lastPrice: null, openedOn, openedAtSecond: null };
}

function isSame(
  position: Pick<OpeningPosition, 'account' | 'symbol'>,
  other: { readonly account: string; readonly symbol: string },
): boolean {
  return position.account === other.account && position.symbol === other.symbol;
}

function isHeld({ quantity }: OpenLot): boolean {
  return Math.abs(quantity) >= QUANTITY_RESOLUTION;
}

function sideOf({ quantity }: OpenLot): number {
  return Math.sign(quantity);
}
