import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { BlockKey } from '../fillBlocks.ts';
import type { FillColumns } from '../fillColumns.ts';
import { requireStorable } from '../storableText.ts';
import type { PostgresConnection } from './postgresConnection.ts';

const COPY = `COPY fill (session_date, account_id, place, second_of_day, side, quantity, symbol, price, fees,
  currency, order_id, status, identity, id_digest) FROM STDIN`;

/** So many fills are one piece of text, about 500 kB. */
const FILLS_IN_A_PIECE = 4_096;

/** The fills of an account and session. */
export interface CopiedBlock {
  readonly key: Pick<BlockKey, 'accountId' | 'sessionDate'>;
  readonly block: FillColumns;
}

/** Stores fills as rows, those of each block in their order. */
export function copyFills(connection: PostgresConnection, blocks: readonly CopiedBlock[]): Promise<void> {
  return connection.withClient(async (client) => {
    const stream = client.query(copyFrom(COPY));
    const done = finished(stream);
    try {
      for (const text of piecesOf(blocks))
        if (!stream.write(text)) await Promise.race([drained(stream), done]);
      stream.end();
    } catch (error) {
      // The server waits for the end of the rows: without one the connection could not even roll back.
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
      await done.catch(() => undefined);
      throw error;
    }
    await done;
  });
}

function* piecesOf(blocks: readonly CopiedBlock[]): Generator<string> {
  for (const { key, block } of blocks)
    for (let first = 0; first < block.length; first += FILLS_IN_A_PIECE)
      yield rowsOf(block, first, Math.min(first + FILLS_IN_A_PIECE, block.length), key);
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => stream.once('drain', resolve));
}

/** Lines of COPY's text format. */
function rowsOf(
  fills: FillColumns,
  first: number,
  end: number,
  { accountId, sessionDate }: CopiedBlock['key'],
): string {
  const start = `${sessionDate}\t${accountId}\t`;
  let text = '';
  for (let place = first; place < end; place++) {
    const fill = fills.forLedger(place, '', sessionDate);
    text += `${start}${place}\t${fill.secondOfDay ?? '\\N'}\t${fill.side}\t${digits(fill.quantity)}\t`;
    text += `${escaped(fill.symbol)}\t${digits(fill.price)}\t${digits(fill.fees)}\t${escaped(fill.currency)}\t`;
    text += `${escaped(fill.orderId)}\t${escaped(fills.status(place))}\t${escaped(fills.identity(place))}\t`;
    text += `${fills.idDigest(place)}\n`;
  }
  return text;
}

/** Every digit, and the sign of a zero. */
function digits(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

const SPECIAL = /[\\\t\n\r\0]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return SPECIAL.test(text)
    ? requireStorable(text).replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : text;
}
