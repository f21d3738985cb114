import { describe, expect, it } from 'vitest';
import type { CorporateAction, OpeningPosition } from '../../../src/domain/ledger/corrections.ts';
import type { OpenLot } from '../../../src/domain/ledger/lot.ts';
import { openingLots } from '../../../src/domain/ledger/openingLots.ts';
import { lot } from '../../support/fills.ts';

const split = (symbol: string, ratio: number, sessionDate = '2024-03-15'): CorporateAction => ({
  action: 'split',
  sessionDate,
  symbol,
  ratio,
});
const rename = (symbol: string, newSymbol: string, sessionDate = '2024-03-15'): CorporateAction => ({
  action: 'rename',
  sessionDate,
  symbol,
  newSymbol,
});
const position = (overrides: Partial<OpeningPosition>): OpeningPosition => ({
  sessionDate: '2024-03-15',
  account: 'NET001',
  symbol: 'AAPL',
  quantity: 100,
  price: 10,
  currency: '',
  ...overrides,
});
const opened = (
  lots: readonly OpenLot[],
  actions: readonly CorporateAction[],
  positions: OpeningPosition[] = [],
) => openingLots(lots, { actions, positions });
const short = (lots: readonly OpenLot[]) =>
  lots.map(({ symbol, quantity, price }) => [symbol, quantity, price]);

describe('the lots at the open of a session', () => {
  it('are the carried ones where nothing was stated', () => {
    const lots = [lot()];
    expect(opened(lots, []).lots).toBe(lots);
  });

  it('of another symbol are not split', () => {
    expect(short(opened([lot({ symbol: 'X' })], [split('AAPL', 10)]).lots)).toEqual([['X', 100, 10]]);
  });

  it.each([
    ['10 for 1', 100, 500, 10, 1000, 50],
    ['1 for 20', 30, 2, 0.05, 1.5, 40],
    ['3 for 2, short', -7, 30, 1.5, -10.5, 20],
    ['1 for 3, to 8 decimals', 100, 1, 1 / 3, 33.33333333, 3],
  ])('are split %s, and cost the same', (_, quantity, price, ratio, newQuantity, newPrice) => {
    const { lots } = opened([lot({ quantity, price, lastPrice: price })], [split('AAPL', ratio)]);
    expect(lots).toMatchObject([{ quantity: newQuantity, openedOn: '2024-03-14' }]);
    expect(lots[0]?.price).toBeCloseTo(newPrice, 9);
    expect(lots[0]?.lastPrice).toBeCloseTo(newPrice, 9);
  });

  it('are gone where a reverse split leaves less than a unit of the eighth decimal', () => {
    expect(opened([lot({ quantity: 1e-8 })], [split('AAPL', 0.01)]).lots).toEqual([]);
  });

  it('are split by every split since, in order of the dates', () => {
    const actions = [split('AAPL', 3, '2024-03-15'), split('AAPL', 2, '2024-03-12')];
    expect(short(opened([lot()], actions).lots)[0]?.slice(0, 2)).toEqual(['AAPL', 600]);
  });

  it('move to the new symbol in order of opening', () => {
    const lots = [
      lot({ symbol: 'META', price: 5, openedOn: '2024-03-13' }),
      lot({ symbol: 'FB', price: 4, openedOn: '2024-03-12' }),
    ];
    expect(short(opened(lots, [rename('FB', 'META')]).lots)).toEqual([
      ['META', 100, 4],
      ['META', 100, 5],
    ]);
  });

  it('move once where two symbols exchange their names on one date', () => {
    const lots = [lot({ symbol: 'A' }), lot({ symbol: 'B', price: 20 })];
    expect(short(opened(lots, [rename('A', 'B'), rename('B', 'C')]).lots)).toEqual([
      ['B', 100, 10],
      ['C', 100, 20],
    ]);
  });

  it.each(['FB', 'META'])('are split once where the split of the same date names %s', (symbol) => {
    const { lots } = opened([lot({ symbol: 'FB' })], [rename('FB', 'META'), split(symbol, 2)]);
    expect(short(lots)).toEqual([['META', 200, 5]]);
  });

  it('of two sides that a rename joins are matched, which is a doubt until the position is stated', () => {
    const lots = [
      lot({ symbol: 'FB', quantity: 60, openedOn: '2024-03-11' }),
      lot({ symbol: 'FB', quantity: 60, price: 11, openedOn: '2024-03-12' }),
      lot({ symbol: 'META', quantity: -70 }),
      lot({ symbol: 'X' }),
    ];
    const joined = opened(lots, [rename('FB', 'META')]);
    expect(short(joined.lots)).toEqual([
      ['X', 100, 10],
      ['META', 50, 11],
    ]);
    expect(joined.findings).toMatchObject([
      { code: 'position_not_explained', symbol: 'META', weight: 'doubt', fills: 0 },
    ]);
    const stated = opened(lots, [rename('FB', 'META')], [position({ symbol: 'META', quantity: 50 })]);
    expect(stated.findings).toEqual([]);
    expect(short(stated.lots)).toEqual([
      ['X', 100, 10],
      ['META', 50, 10],
    ]);
  });

  it('are those of the stated position, for its account and symbol alone', () => {
    const lots = [lot(), lot({ price: 12 }), lot({ symbol: 'X' }), lot({ account: 'NET002' })];
    const stated = [position({ quantity: -5, price: 7 }), position({ quantity: -6, price: 8 })];
    const { lots: found } = opened(lots, [], stated);
    expect(found.map(({ account, symbol, quantity }) => [account, symbol, quantity])).toEqual([
      ['NET001', 'X', 100],
      ['NET002', 'AAPL', 100],
      ['NET001', 'AAPL', -5],
      ['NET001', 'AAPL', -6],
    ]);
    expect(found.at(-1)).toMatchObject({ openedOn: '2024-03-14', openedAtSecond: null, lastPrice: null });
  });

  it('are none where the stated position is flat', () => {
    expect(opened([lot()], [], [position({ quantity: 0, price: 0 })]).lots).toEqual([]);
  });

  it('of a position stated on the date of a split are not split again, and are split by a later one', () => {
    const stated = [position({ quantity: 1000, price: 1 })];
    const actions = [split('AAPL', 10), split('AAPL', 2, '2024-03-18')];
    expect(short(opened([lot()], actions, stated).lots)).toEqual([['AAPL', 2000, 0.5]]);
  });
});
