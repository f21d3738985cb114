import type { Fill } from '../../src/domain/ledger/fill.ts';

let serial = 0;

/** A buy of 100 AAPL at $10 by NET001 at 10:00, with a unique identity. */
export function storedFill(overrides: Partial<Fill> = {}): Fill {
  serial++;
  return {
    account: 'NET001',
    sessionDate: '2026-03-02',
    secondOfDay: 36_000,
    side: 'B',
    quantity: 100,
    symbol: 'AAPL',
    price: 10,
    fees: 0,
    orderId: `O${serial}`,
    currency: '',
    status: '',
    idDigest: 0,
    identity: `P:${serial}`,
    ...overrides,
  };
}
