import type { Log } from '../../../ports/runtime.ts';
import type { FillBatch, FillSource, SourceAccount, SourceTotals } from '../../../ports/source.ts';
import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { InputError, SourceError } from '../../../shared/errors.ts';
import { readAccounts } from './accounts.ts';
import { type Connection, createConnection, type RetryOptions } from './connection.ts';
import { apiEndpoint } from './endpoint.ts';
import { fillBatches } from './fills.ts';
import { ALL_ACCOUNTS, answerPages } from './pages.ts';
import { createRateLimiter, type RateLimitOptions, unlimited } from './rateLimiter.ts';
import { sourceTotals } from './totals.ts';
import { createTransport, type Timeouts } from './transport.ts';

export interface PropReportsOptions {
  /** `https://firm.propreports.com`, with or without `/api.php`; http only for this machine. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly name: FillSource['name'];
  readonly log: Log;
  /** False for a server without a request limit. */
  readonly rateLimit?: RateLimitOptions | false;
  readonly retry?: RetryOptions;
  readonly timeouts?: Timeouts;
}

/**
 * Creates a fill source for a PropReports server. It logs in with the first request. An incomplete answer is
 * never used: every page must have its trailer, and a stream that cannot be finished throws.
 *
 * Rows are yielded only after their page is complete, so a retried page never yields a row twice. A later
 * page can still fail: keep the rows in a transaction until the stream ends.
 *
 * @throws ConfigurationError when the address is not https.
 */
export function createPropReportsSource(options: PropReportsOptions): FillSource {
  const { user, password, name, log, rateLimit = {} } = options;
  const transport = createTransport(apiEndpoint(options.url), options.timeouts);
  const rateLimiter = rateLimit === false ? unlimited : createRateLimiter(rateLimit);
  const connection = createConnection({
    transport,
    rateLimiter,
    user,
    password,
    log,
    retry: options.retry ?? {},
  });
  return {
    name,
    accounts: (signal) => asSourceError(() => readAllAccounts(connection.within(signal), log)),
    fills(from, to, signal) {
      const bounded = connection.within(signal);
      return throwingSourceErrors(fillBatches(bounded, log, () => readAllAccounts(bounded, log), from, to));
    },
    totals: (accounts, from, to, signal): Promise<readonly SourceTotals[]> =>
      asSourceError(() => sourceTotals(connection.within(signal), log, accounts, from, to)),
    close: () => connection.close(),
  };
}

async function readAllAccounts(connection: Connection, log: Log): Promise<SourceAccount[]> {
  const accounts = new Map<string, SourceAccount>();
  for await (const page of answerPages(connection, { action: 'accounts', ...ALL_ACCOUNTS }))
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

/** An import blames the operator's file with the code on the left; a source reports the code on the right. */
const SOURCE_CODES: { readonly [Code in ErrorCode]?: ErrorCode } = {
  day_first_dates: 'source_day_first_dates',
  endless_line: 'source_endless_line',
  not_fills_csv: 'source_not_fills_csv',
  not_text: 'source_not_text',
  repeated_column: 'source_repeated_column',
};

/**
 * An InputError blames the operator's file. Here the server sent the bad content, so it becomes a
 * SourceError.
 */
function toSourceError(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  return new SourceError(SOURCE_CODES[error.code] ?? 'source_answer', error.message, {
    hint: 'The server did not send the documented CSV. If this continues, call the vendor.',
    cause: error,
  });
}
