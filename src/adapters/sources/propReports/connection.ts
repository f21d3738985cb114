import pRetry from 'p-retry';
import type { Log } from '../../../ports/runtime.ts';
import { SourceError } from '../../../shared/errors.ts';
import { answerError, isStaleToken, isTooFast } from './answerErrors.ts';
import type { RateLimiter } from './rateLimiter.ts';
import { describeRequest, type Transport } from './transport.ts';

export interface RetryOptions {
  /** Attempts after the first. */
  readonly retries?: number;
  /** Delay before the second attempt; it doubles each time, with jitter. */
  readonly firstDelayMs?: number;
}

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly rateLimiter: RateLimiter;
  readonly user: string;
  readonly password: string;
  readonly retry: RetryOptions;
  readonly log: Log;
}

/** A logged-in connection to the server that retries failed requests. */
export interface Connection {
  /**
   * Sends one request and returns its checked body. It logs in first if needed, logs in again when the token
   * has expired, and retries retryable errors.
   * @param check parses the body; an error that it throws is handled as an error of the answer.
   * @throws SourceError when the last attempt failed, or an attempt failed with an error that is not
   *   retryable.
   */
  request<T>(parameters: Readonly<Record<string, string>>, check: (body: Buffer) => T): Promise<T>;
  /** The same connection, whose requests and retries end once the signal is aborted. */
  within(signal: AbortSignal | undefined): Connection;
  /** Logs out and closes the network connections; never throws. */
  close(): Promise<void>;
}

const TOKEN = /^[0-9a-f]{32,}(?::\d+)?$/i;
const LONGEST_DELAY_MS = 30_000;
/** Longest wait for the logout, which is optional: the server expires tokens by itself. */
const LOGOUT_MS = 3_000;

/** Creates a connection; it logs in with the first request. */
export function createConnection(options: ConnectionOptions): Connection {
  const { transport, rateLimiter, user, password, log } = options;
  const { retries = 5, firstDelayMs = 500 } = options.retry;
  /** The current or pending login. A refused login stays: repeating it could lock the user out. */
  let login: Promise<string> | null = null;
  /** Aborts the retry delays when the connection is closed. */
  const closing = new AbortController();

  async function send(
    parameters: Readonly<Record<string, string>>,
    token?: string,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const form = token === undefined ? parameters : { ...parameters, token };
    const answer = await rateLimiter.run(() => transport.post(form, signal));
    const body = await answer.body();
    const problem = answerError(parameters, answer.status, body, [
      password,
      ...(token === undefined ? [] : [token]),
    ]);
    if (problem === null) return body;
    if (isTooFast(problem)) rateLimiter.pause();
    throw problem;
  }

  function withRetry<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    return pRetry(attempt, {
      retries,
      minTimeout: firstDelayMs,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      signal: signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]),
      shouldRetry: ({ error }) => error instanceof SourceError && error.retryable,
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (error instanceof SourceError && error.retryable && retriesLeft > 0)
          log.warn('Retrying a request to the fill source', { problem: error.message, retriesLeft });
      },
    });
  }

  async function logIn(): Promise<string> {
    const body = await send({ action: 'login', user, password });
    const token = body.toString('utf8').trim();
    if (!TOKEN.test(token)) throw noToken(body.length);
    return token;
  }

  /**
   * A token other than the stale one. The first request that finds it stale logs in; the others wait for
   * that.
   */
  async function tokenAfter(stale: string | null): Promise<string> {
    const current = login;
    const token = current === null ? stale : await current;
    if (token !== null && token !== stale) return token;
    if (login === current) login = startLogin();
    return login ?? startLogin();
  }

  function startLogin(): Promise<string> {
    const started = logIn();
    started.catch((error: unknown) => {
      if (error instanceof SourceError && error.retryable && login === started) login = null;
    });
    return started;
  }

  async function requestOnce<T>(
    parameters: Readonly<Record<string, string>>,
    check: (body: Buffer) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const token = await tokenAfter(null);
    try {
      return check(await send(parameters, token, signal));
    } catch (error) {
      if (!isStaleToken(error)) throw error;
      log.info('The login expired; logging in again', { request: describeRequest(parameters) });
      return check(await send(parameters, await tokenAfter(token), signal));
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    // A login may still wait for its answer: it is given up with the connections.
    const token = await Promise.race([login?.catch(() => null), after(LOGOUT_MS)]);
    if (token != null)
      await Promise.race([send({ action: 'logout' }, token).catch(() => {}), after(LOGOUT_MS)]);
    await transport.close().catch(() => {});
  }

  const within = (signal: AbortSignal | undefined): Connection => ({
    request: (parameters, check) => withRetry(() => requestOnce(parameters, check, signal), signal),
    within,
    close,
  });
  return within(undefined);
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** The message does not contain the answer, because the answer may contain a token. */
function noToken(bytes: number): SourceError {
  return new SourceError(
    'source_login_answer',
    `PropReports login · found ${bytes} bytes that are not a token · expected 32 hexadecimal digits`,
    {
      hint: 'Check that API_URL names a PropReports server.',
    },
  );
}
