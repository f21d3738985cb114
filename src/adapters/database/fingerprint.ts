import { createHash } from 'node:crypto';
import type { FillColumns } from './fillColumns.ts';

/** Identifies the fills of one account and session, in any order. */
export interface Fingerprint {
  /** SHA-256 over every field of every fill, hexadecimal. */
  readonly digest: string;
  /** Distinct symbols, sorted. */
  readonly symbols: readonly string[];
}

/**
 * Fingerprint of a block. Without currencies it is the one that earlier versions recorded, which did not
 * store them. @throws StoreError `stored_json` where its identities cannot be read. */
export function fingerprint(
  block: FillColumns,
  account: string,
  sessionDate: string,
  withCurrencies = true,
): Fingerprint {
  const lines: string[] = [];
  const symbols = new Set<string>();
  for (let place = 0; place < block.length; place++) {
    const fill = block.at(place, account, sessionDate);
    const { secondOfDay, side, quantity, symbol, price, fees, orderId, status, identity, currency } = fill;
    symbols.add(symbol);
    const fields = [identity, secondOfDay, side, quantity, symbol, price, fees, orderId, status];
    lines.push(JSON.stringify(withCurrencies && currency !== '' ? [...fields, currency] : fields));
  }
  const digest = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  return { digest, symbols: [...symbols].sort() };
}
