import type { Log } from '../../../ports/runtime.ts';
import type { FillBatch, SourceAccount } from '../../../ports/source.ts';
import { readFillsCsv } from '../fillsCsv.ts';
import { createIdentityCounter, type IdentityCounter } from '../identityCounter.ts';
import { isRefusal } from './answerErrors.ts';
import type { Connection } from './connection.ts';
import { ALL_ACCOUNTS, type AnswerPage, answerPages } from './pages.ts';

const SLICE_BYTES = 65_536;
const HEADER_BYTES = 8_192;

/**
 * Fetches the fills of all accounts for the sessions `from` to `to` (YYYY-MM-DD), page by page. It requests
 * the group of all accounts, or one account after the other when the server refuses the group. Rows without
 * an id are counted across pages and accounts.
 * @throws SourceError when a page cannot be fetched.
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
  const group = await pagesOfAllAccounts(connection, log, range);
  if (group !== null) return yield* readPages(group, identities);
  for (const account of await listAccounts())
    yield* readPages(answerPages(connection, { ...range, accountId: account.id }), identities);
}

/** Null when the server refuses the group. It refuses on the first page, so no row has been yielded yet. */
async function pagesOfAllAccounts(
  connection: Connection,
  log: Log,
  range: Readonly<Record<string, string>>,
): Promise<AsyncIterable<AnswerPage> | null> {
  const pages = answerPages(connection, { ...range, ...ALL_ACCOUNTS });
  try {
    const first = await pages.next();
    return first.done ? pages : startingWith(first.value, pages);
  } catch (error) {
    if (!isRefusal(error) || !(error instanceof Error)) throw error;
    log.warn('Fetching fills one account at a time', { problem: error.message });
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
    // The answer for a range without fills may have no header.
    if (body.toString('latin1', 0, HEADER_BYTES).trim() === '') continue;
    const ownHeader = headerLine(body);
    const prefix: string | null = ownHeader === null ? header : null;
    header = ownHeader ?? header;
    const options = { where, identities, isAnswer: true, firstLine: prefix === null ? 1 : 0 };
    yield* readFillsCsv(slices(body, prefix), options);
  }
}

/** The line with the column names, if this page has one: servers may send it on the first page only. */
function headerLine(body: Buffer): string | null {
  const start = body.toString('utf8', 0, HEADER_BYTES);
  return start.split(/\r?\n/).find((line) => /date\/time/i.test(line)) ?? null;
}

/** The page in slices, so that it never becomes one large string. */
async function* slices(body: Buffer, prefix: string | null): AsyncGenerator<Uint8Array | string> {
  if (prefix !== null) yield `${prefix}\n`;
  for (let at = 0; at < body.length; at += SLICE_BYTES) yield body.subarray(at, at + SLICE_BYTES);
}
