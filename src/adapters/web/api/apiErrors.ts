import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import type { ErrorCode } from '../../../shared/errorCodes.ts';
import { DaybreakError, InputError } from '../../../shared/errors.ts';
import { WebError } from '../server/webError.ts';

/** What a client of the API does; the hints of the errors themselves name commands. */
const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  unknown_trader: 'GET /v1/traders lists the traders. Nothing was changed.',
  unknown_symbol: 'Correct the symbol, or send its price.',
  not_learned: 'Ask again after the next morning. It learns what is missing.',
  nothing_to_answer: 'GET /v1/mornings/{session} shows which limits the mail changed. Nothing was changed.',
  future_session: 'Give the session that the mail names, as YYYY-MM-DD. Nothing was changed.',
  override_approval:
    'GET /v1/overrides?status=pending lists what waits for approval. The key of someone else approves it.',
  bad_override:
    'GET /v1/overrides shows what is pending or in force. A new one: at most five sessions, from the session due now on; a renewal needs another reason or note; `other` needs a note. Nothing was changed.',
};

/** An error with the hint for a client of the API. */
export function inApiWords(error: unknown): unknown {
  if (error instanceof Error && 'statusCode' in error && error.statusCode === 415) return jsonExpected();
  if (error instanceof Error && 'code' in error && error.code === EMPTY_BODY) return bodyExpected();
  if (!(error instanceof DaybreakError) || hints[error.code] === undefined) return error;
  return new InputError(error.code, error.message, { hint: apiHint(error), cause: error });
}

/** What Fastify calls a request with the type of JSON and no body, as many clients send DELETE. */
const EMPTY_BODY = 'FST_ERR_CTP_EMPTY_JSON_BODY';

function bodyExpected(): WebError {
  return new WebError(
    'bad_request',
    'body · found none with `Content-Type: application/json` · expected JSON',
    {
      hint: 'Leave the header Content-Type out where a request needs no body, or send `{}`. Nothing was changed.',
    },
  );
}

function jsonExpected(): WebError {
  return new WebError('json_expected', 'body · found no JSON · expected a body of JSON', {
    hint: 'Send the header `Content-Type: application/json`. Nothing was changed.',
  });
}

/** The hint of an error for a client of the API. */
export function apiHint({ code, hint }: Pick<DaybreakError, 'code' | 'hint'>): string {
  return hints[code] ?? hint;
}

/** Checks one part of a request with its schema. */
export const checkRequest: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart = 'request' }) => {
  // A misspelt `from` that is ignored would return every session.
  const exact = httpPart === 'querystring' && schema instanceof z.ZodObject ? schema.strict() : schema;
  return (data) => {
    const result = exact.safeParse(data);
    return result.success ? { value: result.data } : { error: badRequest(httpPart, result.error.issues) };
  };
};

const MOST_ISSUES = 3;
const MOST_CHARACTERS = 400;

function badRequest(httpPart: string, issues: readonly z.core.$ZodIssue[]): WebError {
  const found = issues.flatMap(plainIssues);
  const words = found.slice(0, MOST_ISSUES).map(({ path, message }) => {
    const place = path.length === 0 ? '' : `${path.join('.')}: `;
    return `${place}${message}`;
  });
  const more = found.length > MOST_ISSUES ? `; and ${found.length - MOST_ISSUES} more` : '';
  const where = httpPart === 'querystring' ? 'query' : httpPart;
  return new WebError('bad_request', `${where} · ${words.join('; ').slice(0, MOST_CHARACTERS)}${more}`, {
    hint: '/docs describes the form of each request. Nothing was changed.',
  });
}

interface PlainIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of several forms that a value may have, the one that it comes nearest to. */
function plainIssues(issue: z.core.$ZodIssue): readonly PlainIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const forms = issue.errors.map((each) => each.flatMap(plainIssues));
  const nearest = forms.toSorted((a, b) => strangeness(a) - strangeness(b) || a.length - b.length)[0] ?? [];
  return nearest.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}

/** A form whose own keys are missing or unknown is another form than the one that was meant. */
function strangeness(issues: readonly PlainIssue[]): number {
  return issues.filter(({ path, message }) => path.length <= 1 && OTHER_FORM.test(message)).length;
}

const OTHER_FORM = /^Unrecognized key|^Invalid discriminator|received undefined$/;
