import { z } from 'zod';

/** A session of this century, so that no request makes the calendar compute absurd years. */
export const sessionDate = z.iso
  .date()
  .regex(/^20/, 'expected a date from 2000 to 2099')
  .describe('A session, the date on which the market trades: YYYY-MM-DD.');

// The date comes first: for the first form /docs has a field to type in, for `latest` a list of one value.
export const session = z
  .union([sessionDate, z.literal('latest')])
  .describe('A session as YYYY-MM-DD, or `latest`: the newest session that a morning has decided.');

export const traderCode = z
  .string()
  .min(1)
  .max(200)
  .describe('Code of a trader on the roster. Percent-encode it in a path: `A/B` is `A%2FB`.');

export const dollars = z.number().describe('Dollars, with at most two decimals.');
export const dollarsOrNull = z.number().nullable().describe('Dollars; null: not known.');

/** A limit that a client sends. */
export const limitDollars = z
  .number()
  .min(1)
  .max(1e9)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-4, 'expected at most two decimals')
  .describe('A daily loss limit in dollars, 1 to 1,000,000,000, with at most two decimals.');

export const instant = z.iso.datetime().describe('A time as RFC 3339 in UTC: 2026-11-30T10:01:12.345Z.');

/**
 * One line with at least one visible character. No character fits two parts next to each other, so a text of
 * 1 MB that does not match is refused in milliseconds: with overlapping parts it would take minutes.
 */
const ONE_LINE = /^[^\S\p{Cc}\p{Zl}\p{Zp}]*[^\s\p{Cc}\p{Zl}\p{Zp}][^\p{Cc}\p{Zl}\p{Zp}]*$/u;

/** A text of one line that a client sends. It is shown in mails and pages. */
export const words = (most: number) =>
  z.string().min(1).max(most).regex(ONE_LINE, 'expected one line of text');

export const inForceSource = z
  .enum(['base', 'assumed', 'answered', 'set', 'readback', 'unknown'])
  .describe(
    'From what the limit in force is known. base: nothing has changed it. assumed: a mail asked for it. answered, set, readback: a risk manager or the platform confirmed it. unknown: not known.',
  );

export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().describe('The kind of error, in words.'),
    status: z.int().describe('The HTTP status.'),
    code: z.string().describe('A code of Daybreak that does not change: programs compare it.'),
    detail: z.string().describe('Where, what was found, and what was expected.'),
    hint: z.string().describe('What to do.'),
  })
  .meta({
    id: 'Problem',
    description: 'An error, as RFC 9457 describes it, with the code and hint of Daybreak.',
    example: {
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      code: 'unknown_trader',
      detail: 'answer · found no trader T99 · expected an active trader of the roster',
      hint: 'GET /v1/traders lists the traders.',
    },
  });
