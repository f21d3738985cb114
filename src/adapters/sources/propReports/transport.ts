import { Agent, request } from 'undici';
import { SourceError } from '../../../shared/errors.ts';

export interface Timeouts {
  readonly connectMs?: number;
  /** Until the answer begins; the server is slow to compute a report over a year. */
  readonly headersMs?: number;
  /** Between two pieces of the answer. */
  readonly idleMs?: number;
  /** For the whole answer: limits an answer that arrives very slowly but never pauses for `idleMs`. */
  readonly answerMs?: number;
}

/** An answer whose status has arrived; `body` reads the rest. */
export interface RawAnswer {
  readonly status: number;
  /** The whole body, in one buffer. @throws SourceError when it is too large or the connection fails. */
  body(): Promise<Buffer>;
}

/** Sends forms to the server. */
export interface Transport {
  /** Aborting the signal ends the request and the reading of its body. */
  post(parameters: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<RawAnswer>;
  close(): Promise<void>;
}

/** A page of 50,000 fills is about 7 MB; ten times that cannot be a page. */
const LARGEST_BODY_BYTES = 80_000_000;

/**
 * Sends forms to one address by POST. Network errors are retryable SourceErrors; a body larger than
 * `largestBodyBytes` is a SourceError that is not retryable. The body is read whole before any row is parsed:
 * a page that breaks off is discarded and requested again, so no row is read twice.
 */
export function createTransport(
  endpoint: URL,
  timeouts: Timeouts = {},
  largestBodyBytes = LARGEST_BODY_BYTES,
): Transport {
  const { connectMs = 10_000, headersMs = 120_000, idleMs = 30_000, answerMs = 600_000 } = timeouts;
  const agent = new Agent({
    // Set explicitly, so that environment variables cannot weaken the check.
    connect: { timeout: connectMs, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    headersTimeout: headersMs,
    bodyTimeout: idleMs,
  });
  return {
    async post(parameters, callerSignal) {
      const timeout = AbortSignal.timeout(answerMs);
      const signal = callerSignal === undefined ? timeout : AbortSignal.any([timeout, callerSignal]);
      const body = new URLSearchParams(parameters).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'daybreak' };
      try {
        const answer = await request(endpoint, { method: 'POST', headers, body, dispatcher: agent, signal });
        return { status: answer.statusCode, body: () => gather(answer.body, parameters, largestBodyBytes) };
      } catch (error) {
        callerSignal?.throwIfAborted();
        throw lostConnection(error, parameters);
      }
    },
    close: () => agent.destroy(),
  };
}

async function gather(
  stream: AsyncIterable<Buffer>,
  parameters: Readonly<Record<string, string>>,
  largestBodyBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > largestBodyBytes) throw tooLarge(parameters, largestBodyBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof SourceError ? error : lostConnection(error, parameters);
  }
  return Buffer.concat(chunks);
}

/** A description of the request without token, user or password: `PropReports fills 2025-10-31 page 2`. */
export function describeRequest(parameters: Readonly<Record<string, string>>): string {
  const { action = '', type, accountId, startDate, endDate, page } = parameters;
  const range =
    startDate === undefined ? undefined : startDate === endDate ? startDate : `${startDate} to ${endDate}`;
  const parts = [type ?? action, range, accountId && `account ${accountId}`, page && `page ${page}`];
  return `PropReports ${parts.filter((part) => part !== undefined && part !== '').join(' ')}`;
}

/** The library's error is not attached as the cause, because it may contain the request with the password. */
function lostConnection(error: unknown, parameters: Readonly<Record<string, string>>): SourceError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const timedOut = /TIMEOUT/i.test(code) || (error instanceof Error && error.name === 'TimeoutError');
  const found = timedOut ? 'no answer in time' : 'the connection failed or broke off';
  return new SourceError(
    timedOut ? 'source_timeout' : 'source_unreachable',
    `${describeRequest(parameters)} · found ${found}${code === '' ? '' : ` (${code})`} · expected a complete answer`,
    {
      retryable: true,
      hint: 'Check the network and that API_URL names your firm’s server; the server may be down.',
    },
  );
}

function tooLarge(parameters: Readonly<Record<string, string>>, largestBodyBytes: number): SourceError {
  return new SourceError(
    'source_too_large',
    `${describeRequest(parameters)} · found more than ${largestBodyBytes / 1e6} MB · expected a page of at most 50,000 rows`,
    { hint: 'Check that API_URL names a PropReports server.' },
  );
}
