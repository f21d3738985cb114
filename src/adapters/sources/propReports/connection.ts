import pRetry from 'p-retry';
import type { Log } from '../../../ports/runtime.ts';
import { SourceError } from '../../../shared/errors.ts';
import type { Pacer } from './pacer.ts';
import { isStaleToken, isTooFast, problemOf } from './problems.ts';
import { describeRequest, type Transport } from './transport.ts';

export interface RetryOptions {
  /** Tries after the first. */
  readonly retries?: number;
  /** Before the second try; doubled each time, with jitter. */
  readonly firstDelayMs?: number;
}

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly user: string;
  readonly password: string;
  readonly retry: RetryOptions;
  readonly log: Log;
}

/** Asks the server under a login of its own, as often as it takes. */
export interface Connection {
  /**
   * The checked body of one request. Logs in first where needed, and again when the token has run out; what a repeat
   * can cure is repeated.
   * @param check reads the body; what it throws counts as the answer's failure.
   * @throws SourceError
   */
  ask<T>(parameters: Readonly<Record<string, string>>, check: (body: Buffer) => T): Promise<T>;
  /** Logs out and lets go of the network; never throws. */
  close(): Promise<void>;
}

const TOKEN = /^[0-9a-f]{32,}(?::\d+)?$/i;
const LONGEST_DELAY_MS = 30_000;
/** Logging out is a courtesy; a morning does not wait for it. */
const LOGOUT_MS = 3_000;

export function createConnection(options: ConnectionOptions): Connection {
  const { transport, pacer, user, password, log } = options;
  const { retries = 5, firstDelayMs = 500 } = options.retry;
  /** The login in force or under way. A refused one stays: to repeat it could lock the user out. */
  let login: Promise<string> | null = null;
  /** Ends the waits of questions that nobody wants an answer to any more. */
  const closing = new AbortController();

  async function send(parameters: Readonly<Record<string, string>>, token?: string): Promise<Buffer> {
    const form = token === undefined ? parameters : { ...parameters, token };
    const answer = await pacer.pace(() => transport.post(form));
    const body = await answer.body();
    const problem = problemOf(parameters, answer.status, body, [
      password,
      ...(token === undefined ? [] : [token]),
    ]);
    if (problem === null) return body;
    if (isTooFast(problem)) pacer.holdOff();
    throw problem;
  }

  function persist<T>(attempt: () => Promise<T>): Promise<T> {
    return pRetry(attempt, {
      retries,
      minTimeout: firstDelayMs,
      maxTimeout: LONGEST_DELAY_MS,
      randomize: true,
      signal: closing.signal,
      shouldRetry: ({ error }) => error instanceof SourceError && error.retryable,
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (error instanceof SourceError && error.retryable && retriesLeft > 0)
          log.warn('The fill source is asked again', { problem: error.message, retriesLeft });
      },
    });
  }

  async function logIn(): Promise<string> {
    const body = await send({ action: 'login', user, password });
    const token = body.toString('utf8').trim();
    if (!TOKEN.test(token)) throw noToken(body.length);
    return token;
  }

  /** A token other than the stale one. Whoever first finds it stale logs in, for everyone. */
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

  async function askOnce<T>(
    parameters: Readonly<Record<string, string>>,
    check: (body: Buffer) => T,
  ): Promise<T> {
    const token = await tokenAfter(null);
    try {
      return check(await send(parameters, token));
    } catch (error) {
      if (!isStaleToken(error)) throw error;
      log.info('The login has run out; logging in again', { request: describeRequest(parameters) });
      return check(await send(parameters, await tokenAfter(token)));
    }
  }

  return {
    ask: (parameters, check) => persist(() => askOnce(parameters, check)),
    async close() {
      closing.abort();
      const token = await login?.catch(() => null);
      if (token != null)
        await Promise.race([send({ action: 'logout' }, token).catch(() => {}), after(LOGOUT_MS)]);
      await transport.close().catch(() => {});
    },
  };
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** The answer is not shown: something in it may be a token after all. */
function noToken(bytes: number): SourceError {
  return new SourceError(
    'source_login_answer',
    `PropReports login · found ${bytes} bytes that are no token · expected 32 hexadecimal digits`,
    {
      hint: 'Check that API_URL names a PropReports server.',
    },
  );
}
