import { dollars } from '../../scripts/simulation/runLedger.ts';
import type { Fill, Side } from '../../src/domain/ledger/fill.ts';
import type { OpenLot } from '../../src/domain/ledger/lot.ts';
import { type ClosedDay, closeTraderDay, type TraderDayInput } from '../../src/domain/ledger/traderDay.ts';
import { type Contract, SHARE } from '../../src/domain/roster/contracts.ts';

/** An ordinary fill with overrides: 100 AAPL bought at $10 at 09:30, no fees. */
export function fill(overrides: Partial<Fill> = {}): Fill {
  return { ...ordinaryFill, ...overrides };
}

/** An ordinary overnight lot: 100 AAPL long at $10, opened the session before. */
export function lot(overrides: Partial<OpenLot> = {}): OpenLot {
  return { ...ordinaryLot, ...overrides };
}

/** Seconds since midnight of `HH:MM` or `HH:MM:SS`. */
export function at(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN, seconds = 0] = time.split(':').map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

/**
 * Fills written one per line: `time side quantity symbol price [fees]`, `?` for an unknown time. Each fill is
 * an order.
 */
export function tape(lines: readonly string[], overrides: Partial<Fill> = {}): Fill[] {
  return lines.map((line, index) => ({ ...fillOfLine(line, index), ...overrides }));
}

/** A contract that counts so many times its price. */
export function contract(multiplier: number): Contract {
  return { ...SHARE, multiplier };
}

/** Closes an ordinary session: no opening lots, no fills, multiplier 1, with overrides. */
export function closeDay(overrides: Partial<TraderDayInput> = {}): ClosedDay {
  return closeTraderDay({ ...ordinaryDay, ...overrides });
}

const ordinaryFill: Fill = {
  account: 'NET001',
  sessionDate: '2024-03-15',
  secondOfDay: 34_200,
  side: 'B',
  quantity: 100,
  symbol: 'AAPL',
  price: 10,
  fees: 0,
  currency: '',
  orderId: 'O1',
  status: '',
  identity: 'P:1',
  idDigest: 0,
};

const ordinaryLot: OpenLot = {
  account: 'NET001',
  symbol: 'AAPL',
  quantity: 100,
  price: 10,
  currency: '',
  lastPrice: null,
  openedOn: '2024-03-14',
  openedAtSecond: 34_200,
};

const ordinaryDay: TraderDayInput = {
  trader: 'NET001',
  sessionDate: '2024-03-15',
  openingLots: [],
  fills: [],
  ...dollars(),
};

function fillOfLine(line: string, index: number): Fill {
  const [time = '?', side = '', quantity, symbol = '', price, fees = '0'] = line.trim().split(/\s+/);
  return fill({
    secondOfDay: time === '?' ? null : at(time),
    side: side as Side,
    quantity: Number(quantity),
    symbol,
    price: Number(price),
    fees: Number(fees),
    orderId: `O${index + 1}`,
    identity: `P:${index + 1}`,
  });
}

/** Buys (B, C) are positive, sells (S, T) negative. */
export function signedQuantity(fill: Pick<Fill, 'side' | 'quantity'>): number {
  return fill.side === 'B' || fill.side === 'C' ? fill.quantity : -fill.quantity;
}
