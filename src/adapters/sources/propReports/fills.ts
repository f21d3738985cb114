import type { Log } from '../../../ports/runtime.ts';
import type { FillBatch, SourceAccount } from '../../../ports/source.ts';
import { readFillsCsv } from '../fillsCsv.ts';
import { createIdentityCounter, type IdentityCounter } from '../identityCounter.ts';
import type { Connection } from './connection.ts';
import { type AnswerPage, answerPages, EVERY_ACCOUNT } from './pages.ts';
import { isRefusal } from './problems.ts';

const SLICE_BYTES = 65_536;
const HEADER_BYTES = 8_192;

/**
 * Every account's fills of the sessions, page by page: all accounts at once, or one account after the other where the
 * server refuses the group. Rows without any id are counted across pages and accounts.
 */
export async function* fillBatches(
  connection: Connection,
  log: Log,
  listAccounts: () => Promise<readonly SourceAccount[]>,
  from: string,
  to: string,
): AsyncGenerator<FillBatch> {
  const identities = createIdentityCounter();
  const range = { action: 'fills', startDate: from, endDate: to };
  const group = await groupPages(connection, log, range);
  if (group !== null) return yield* readPages(group, identities);
  for (const account of await listAccounts())
    yield* readPages(answerPages(connection, { ...range, accountId: account.id }), identities);
}

/** Null when the server does not give the group; only before any page was read can the way of asking change. */
async function groupPages(
  connection: Connection,
  log: Log,
  range: Readonly<Record<string, string>>,
): Promise<AsyncIterable<AnswerPage> | null> {
  const pages = answerPages(connection, { ...range, ...EVERY_ACCOUNT });
  try {
    const first = await pages.next();
    return first.done ? pages : startingWith(first.value, pages);
  } catch (error) {
    if (!isRefusal(error) || !(error instanceof Error)) throw error;
    log.warn('Fills are fetched one account at a time', { problem: error.message });
    return null;
  }
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

async function* readPages(
  pages: AsyncIterable<AnswerPage>,
  identities: IdentityCounter,
): AsyncGenerator<FillBatch> {
  let header: string | null = null;
  for await (const { where, body } of pages) {
    // A range without fills may come without a header.
    if (body.toString('latin1', 0, HEADER_BYTES).trim() === '') continue;
    const ownHeader = headerLine(body);
    const prefix: string | null = ownHeader === null ? header : null;
    header = ownHeader ?? header;
    const options = { where, identities, firstLine: prefix === null ? 1 : 0 };
    yield* readFillsCsv(slices(body, prefix), options);
  }
}

/** The line of column names; servers are not known to repeat it on every page. */
function headerLine(body: Buffer): string | null {
  const start = body.toString('utf8', 0, HEADER_BYTES);
  return start.split(/\r?\n/).find((line) => /date\/time/i.test(line)) ?? null;
}

/** In pieces, so that a page never becomes one string. */
async function* slices(body: Buffer, prefix: string | null): AsyncGenerator<Uint8Array | string> {
  if (prefix !== null) yield `${prefix}\n`;
  for (let at = 0; at < body.length; at += SLICE_BYTES) yield body.subarray(at, at + SLICE_BYTES);
}
