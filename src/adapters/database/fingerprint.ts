import { createHash } from 'node:crypto';
import type { FillColumns } from './fillColumns.ts';

/** Identifies the fills of one account and session, in any order. */
export interface Fingerprint {
  /** SHA-256 over every field of every fill, hexadecimal. */
  readonly digest: string;
  /** Distinct symbols, sorted. */
  readonly symbols: readonly string[];
}

/** Fingerprint of a block. @throws StoreError `stored_json` where its identities cannot be read. */
export function fingerprint(block: FillColumns, account: string, sessionDate: string): Fingerprint {
  const lines: string[] = [];
  const symbols = new Set<string>();
  for (let place = 0; place < block.length; place++) {
    const { secondOfDay, side, quantity, symbol, price, fees, orderId, status, identity } = block.at(
      place,
      account,
      sessionDate,
    );
    symbols.add(symbol);
    lines.push(JSON.stringify([identity, secondOfDay, side, quantity, symbol, price, fees, orderId, status]));
  }
  const digest = createHash('sha256').update(lines.sort().join('\n')).digest('hex');
  return { digest, symbols: [...symbols].sort() };
}
