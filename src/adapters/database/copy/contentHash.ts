import { createHash } from 'node:crypto';
import type { FillColumns } from '../fillColumns.ts';

/** A value of a row, as both stores return it. */
export type Cell = string | number | null | Uint8Array;

/** Rows that were read or written. */
export interface Content {
  readonly rows: number;
  /** Hexadecimal; equal where the rows are equal, in whatever order they come. */
  readonly hash: string;
}

const MODULUS = 1n << 256n;

/**
 * A hash of a set of rows: the sum of the SHA-256 of each row. Two stores return rows in different orders and
 * keep the same value in different types.
 */
export class ContentHash {
  #sum = 0n;
  #rows = 0;

  addRow(row: readonly Cell[]): void {
    this.#add(JSON.stringify(row.map(comparable)));
  }

  /** The fills of an account and session, in their order. They count as one row each. */
  addBlock(account: string, sessionDate: string, fills: FillColumns): void {
    const hash = createHash('sha256');
    for (let place = 0; place < fills.length; place++)
      hash.update(JSON.stringify(fills.at(place, account, sessionDate)));
    this.#add(hash.digest('hex'));
    this.#rows += fills.length - 1;
  }

  content(): Content {
    return { rows: this.#rows, hash: this.#sum.toString(16).padStart(64, '0') };
  }

  #add(text: string): void {
    const hash = createHash('sha256').update(text).digest('hex');
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS;
    this.#rows++;
  }
}

/** Bytes never look like a text. */
function comparable(cell: Cell): unknown {
  return cell instanceof Uint8Array ? { bytes: Buffer.from(cell).toString('base64') } : cell;
}
