import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { SourceError } from '../../../shared/errors.ts';
import { redact } from './redact.ts';
import { describeRequest } from './transport.ts';

type Parameters = Readonly<Record<string, string>>;

const TOO_FAST = /request limit|too many requests|rate limit|requests every/i;
const STALE_TOKEN =
  /\b(?:invalid|expired|unknown|bad)\b.{0,25}\b(?:token|session)\b|\b(?:token|session)\b.{0,25}\b(?:invalid|expired)\b|not logged in|log ?in again/i;
const BAD_LOGIN =
  /password|user|credential|invalid|incorrect|denied|locked|disabled|inactive|suspended|not found|unknown/i;
const REFUSED =
  /\b(?:missing|invalid|unknown|unsupported)\b|not (?:available|supported|allowed|authori[sz]ed)|permission|denied|please specify/i;
const LONGEST_SENTENCE_BYTES = 2_000;

const SERVER_TROUBLE: Readonly<Record<number, ErrorCode>> = {
  500: 'source_http_500',
  502: 'source_http_502',
  503: 'source_http_503',
  504: 'source_http_504',
};

/**
 * The error that an answer reports, with `retryable` set; null for a good answer. The vendor reports every
 * error as HTTP 500 with a sentence, so the sentence decides: an expired token, too many requests, a request
 * that the server does not support or allow (not retryable), or otherwise a temporary failure.
 */
export function answerError(
  parameters: Parameters,
  status: number,
  body: Buffer,
  secrets: readonly string[],
): SourceError | null {
  const where = describeRequest(parameters);
  const start = body.subarray(0, LONGEST_SENTENCE_BYTES).toString('utf8').trimStart();
  const sentence = redact(start, secrets);
  if (start.startsWith('<')) return htmlPage(where, status);
  if (status === 200) return isSentence(body) && STALE_TOKEN.test(sentence) ? staleToken(where) : null;
  const found = `${where} · found HTTP ${status} “${sentence}” · expected 200`;
  if (status === 429 || TOO_FAST.test(sentence)) return tooFast(found);
  if (parameters['action'] === 'login') return loginProblem(found, status, sentence);
  if (status === 401 || STALE_TOKEN.test(sentence)) return staleToken(where);
  if (status < 500 || REFUSED.test(sentence)) return refused(found);
  return new SourceError(serverTrouble(status), found, {
    retryable: true,
    hint: 'The server failed; Daybreak retries by itself. If this continues, call the vendor.',
  });
}

function serverTrouble(status: number): ErrorCode {
  return SERVER_TROUBLE[status] ?? 'source_http_5xx';
}

/** Whether the server refused this kind of request, so that another kind may work. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof SourceError && (error.code === 'source_refused' || error.code === 'source_http_500')
  );
}

/** Whether the server rejected the token, so that a new login may help. */
export function isStaleToken(error: unknown): boolean {
  return error instanceof SourceError && error.code === 'source_token';
}

/** Whether the server reported too many requests. */
export function isTooFast(error: unknown): boolean {
  return error instanceof SourceError && error.code === 'source_too_fast';
}

function isSentence(body: Buffer): boolean {
  return body.length < LONGEST_SENTENCE_BYTES && !body.toString('utf8').trim().includes('\n');
}

function htmlPage(where: string, status: number): SourceError {
  return new SourceError('source_html', `${where} · found an HTML page, HTTP ${status} · expected CSV text`, {
    retryable: true,
    hint: 'The server may be in maintenance, or API_URL names its web pages instead of its API.',
  });
}

function staleToken(where: string): SourceError {
  return new SourceError(
    'source_token',
    `${where} · found a token that the server no longer accepts · expected a valid login`,
    {
      hint: 'A new login did not help: check that this user may use the API.',
    },
  );
}

function tooFast(found: string): SourceError {
  return new SourceError('source_too_fast', found, {
    retryable: true,
    hint: 'Another program may be using the same login; both share the limit of 40 requests in 4 seconds.',
  });
}

function loginProblem(found: string, status: number, sentence: string): SourceError {
  const permanent = status < 500 || BAD_LOGIN.test(sentence);
  return new SourceError(permanent ? 'source_login' : serverTrouble(status), found, {
    retryable: !permanent,
    hint: permanent
      ? 'Check API_USER and API_PASS soon: the server may lock the user after several refused logins.'
      : 'Try again later.',
  });
}

function refused(found: string): SourceError {
  return new SourceError('source_refused', found, {
    hint: 'The server does not support or allow this request: check the rights of API_USER and the server’s version.',
  });
}
