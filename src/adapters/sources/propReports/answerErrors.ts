import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { SourceError } from '../../../shared/errors.ts';
import { redact } from './redact.ts';
import { namesPassingTrouble, namesWrongCredentials, refusesWithoutReason } from './refusedLogin.ts';
import { describeRequest } from './transport.ts';

type Parameters = Readonly<Record<string, string>>;

const TOO_FAST = /request limit|too many requests|rate limit|requests every/i;
const STALE_TOKEN =
  /\b(?:invalid|expired|unknown|bad)\b.{0,25}\b(?:token|session)\b|\b(?:token|session)\b.{0,25}\b(?:invalid|expired)\b|not logged in|log ?in again/i;
const REFUSED =
  /\bnot (?:available|supported|allowed|permitted|implemented|authori[sz]ed)\b|\b(?:missing|invalid|unknown|unsupported)\s+(?:parameter|argument|value|field|action|report|type|group(?: ?id)?|account(?: ?id)?|(?:start ?|end ?)?date|range|page|format|request)\b|\bpermission\b|\baccess denied\b|\bplease specify\b/i;
/** `Too many failed login attempts`: a lock, which further logins would prolong. */
const TOO_MANY_LOGINS = /too many (?:\w+ ){0,2}attempts/i;
/** HTTP statuses that ask to send the same request again (RFC 9110 §15.5.9, RFC 8470 §5.2). */
const ASKS_AGAIN: readonly number[] = [408, 425];
const LONGEST_SENTENCE_BYTES = 2_000;

const SERVER_TROUBLE: Readonly<Record<number, ErrorCode>> = {
  500: 'source_http_500',
  502: 'source_http_502',
  503: 'source_http_503',
  504: 'source_http_504',
};

/**
 * The error that an answer reports, with `retryable` set; null for a good answer. The vendor reports every
 * error as HTTP 500 with a sentence, so the sentence decides. Every failure from 500 on counts as passing,
 * unless the sentence plainly states that the login is wrong, or that the server does not support or allow
 * the request.
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
  const isHtml = start.startsWith('<');
  const isLogin = parameters['action'] === 'login';
  const found = `${where} · found HTTP ${status} “${isHtml ? 'an HTML page' : sentence}” · expected 200`;
  if (status >= 400 && isLogin && isRefusedLogin(parameters, status, start, isHtml)) return wrongLogin(found);
  if (isHtml) return htmlPage(where, status);
  if (status === 200)
    return isSentence(body) && STALE_TOKEN.test(sentence) ? staleToken(where, status) : null;
  if (status === 429 || TOO_FAST.test(sentence)) return tooFast(found);
  if (status >= 500 || ASKS_AGAIN.includes(status))
    return isLogin ? passing(found, status) : failedRequest(parameters, status, sentence, found);
  return !isLogin && (status === 401 || STALE_TOKEN.test(sentence))
    ? staleToken(where, status)
    : refused(found);
}

/** A page in HTML may be any web page: only a plain text of a failed login counts in it. */
function isRefusedLogin(parameters: Parameters, status: number, text: string, isHtml: boolean): boolean {
  if (status === 429) return false;
  if (namesWrongCredentials(text, parameters['user'] ?? '') || TOO_MANY_LOGINS.test(text)) return true;
  if (isHtml) return false;
  return status === 401 || (status === 403 && !namesPassingTrouble(text)) || refusesWithoutReason(text);
}

/** The error of a request other than the login. Only the vendor's own status 500 can refuse a request. */
function failedRequest(parameters: Parameters, status: number, sentence: string, found: string): SourceError {
  if (STALE_TOKEN.test(sentence)) return staleToken(describeRequest(parameters), status);
  if (status === 500 && REFUSED.test(sentence) && !namesPassingTrouble(sentence)) return refused(found);
  return passing(found, status);
}

function passing(found: string, status: number): SourceError {
  return new SourceError(status < 500 ? 'source_timeout' : serverTrouble(status), found, {
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

/** HTTP 401 is final after a new login. Any other status may pass: the server may have lost its sessions. */
function staleToken(where: string, status: number): SourceError {
  return new SourceError(
    'source_token',
    `${where} · found a token that the server no longer accepts · expected a valid login`,
    {
      retryable: status !== 401,
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

function wrongLogin(found: string): SourceError {
  return new SourceError('source_login', found, {
    hint: 'Check API_USER and API_PASS soon: the server may lock the user after several refused logins.',
  });
}

function refused(found: string): SourceError {
  return new SourceError('source_refused', found, {
    hint: 'The server does not support or allow this request: check API_URL, the rights of API_USER and the server’s version.',
  });
}
