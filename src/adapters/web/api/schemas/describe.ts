import { z } from 'zod';
import { problem } from './common.ts';

const errorWords = {
  400: 'The request has not the form that is described here.',
  401: 'No valid key: send `Authorization: Bearer KEY`.',
  403: 'The scope of the key does not allow this.',
  404: 'There is no such session, trader or thing.',
  409: 'Not possible in the present state.',
  415: 'The body is not JSON.',
  422: 'The values cannot be accepted.',
  429: 'Too many requests: wait as long as Retry-After says.',
  503: 'The database cannot be used now: try again after Retry-After.',
} as const;

type ErrorStatus = keyof typeof errorWords;

/** Errors that every route with a key can answer with. */
const always = [400, 401, 403, 429, 503] as const;

/** A JSON answer with a description. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** The errors of a route: those that any route has, and some of its own. */
export function errors(...own: readonly ErrorStatus[]) {
  return Object.fromEntries([...always, ...own].map((status) => [status, problemAnswer(errorWords[status])]));
}

export function problemAnswer(description: string, schema: z.ZodType = problem) {
  return { description, content: { 'application/problem+json': { schema } } };
}

/** The answer to `If-None-Match` where nothing has changed. */
export const notModified = {
  304: z.undefined().describe('Nothing has changed since the answer with this ETag. No body.'),
};

/** Request headers of conditional reads. */
export const conditionalHeaders = z.object({
  'if-none-match': z
    .string()
    .optional()
    .describe('The ETag of an earlier answer: the answer is 304 where nothing has changed.'),
});

/** Request headers of writes. */
export const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters without spaces')
    .optional()
    .describe(
      'A text of your own, such as a UUID. The same request with the same key is done once: for a day, repeats get the stored answer with the header `Idempotency-Replayed: true`.',
    ),
});
