import type { Log } from '../../../ports/runtime.ts';
import type { FillBatch, FillSource, SourceAccount, SourceTotals } from '../../../ports/source.ts';
import { InputError, SourceError } from '../../../shared/errors.ts';
import { readAccounts } from './accounts.ts';
import { type Connection, createConnection, type RetryOptions } from './connection.ts';
import { apiEndpoint } from './endpoint.ts';
import { fillBatches } from './fills.ts';
import { createPacer, type PacingOptions, unpaced } from './pacer.ts';
import { answerPages, EVERY_ACCOUNT } from './pages.ts';
import { sourceTotals } from './totals.ts';
import { createTransport, type Timeouts } from './transport.ts';

export interface PropReportsOptions {
  /** `https://firm.propreports.com`, with or without `/api.php`; http only to this machine. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly name: FillSource['name'];
  readonly log: Log;
  /** False for a server without a request limit. */
  readonly pacing?: PacingOptions | false;
  readonly retry?: RetryOptions;
  readonly timeouts?: Timeouts;
}

/**
 * A PropReports server as a source of fills. It logs in when first asked. Nothing partial passes for complete: an
 * answer counts only with its trailer, and a stream that cannot be finished throws.
 *
 * Rows come out after their page has come whole, so a repeated page never gives a row twice; but a later page can
 * still fail, so keep what was read in a transaction until the stream ends.
 *
 * @throws ConfigurationError for an address that is not https.
 */
export function createPropReportsSource(options: PropReportsOptions): FillSource {
  const { user, password, name, log, pacing = {} } = options;
  const transport = createTransport(apiEndpoint(options.url), options.timeouts);
  const pacer = pacing === false ? unpaced : createPacer(pacing);
  const connection = createConnection({ transport, pacer, user, password, log, retry: options.retry ?? {} });
  const listAccounts = (): Promise<SourceAccount[]> => readAllAccounts(connection, log);
  return {
    name,
    accounts: () => asSourceError(listAccounts),
    fills: (from, to) => throwingSourceErrors(fillBatches(connection, log, listAccounts, from, to)),
    totals: (accounts, from, to): Promise<readonly SourceTotals[]> =>
      asSourceError(() => sourceTotals(connection, log, accounts, from, to)),
    close: () => connection.close(),
  };
}

async function readAllAccounts(connection: Connection, log: Log): Promise<SourceAccount[]> {
  const accounts = new Map<string, SourceAccount>();
  for await (const page of answerPages(connection, { action: 'accounts', ...EVERY_ACCOUNT }))
    for (const account of readAccounts(page, log)) accounts.set(account.id, account);
  return [...accounts.values()];
}

async function asSourceError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toSourceError(error);
  }
}

async function* throwingSourceErrors(batches: AsyncIterable<FillBatch>): AsyncGenerator<FillBatch> {
  try {
    yield* batches;
  } catch (error) {
    throw toSourceError(error);
  }
}

/** What the server sent is not what was asked for: the source's failure, not that of a file someone handed in. */
function toSourceError(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  return new SourceError(`source_${error.code}`, error.message, {
    hint: 'The server sent something else than the documented CSV. If this lasts, call the vendor.',
    cause: error,
  });
}
