import { z } from 'zod';

/** Limits outside these bounds are slips of the keyboard: a limit in thousands, two figures in one cell. */
const LEAST_DOLLARS = 1;
const MOST_LIMIT_DOLLARS = 1e9;
/** More than 20 times the largest limit. */
const MOST_CAPITAL_DOLLARS = 1e11;
/** The yen future has 12,500,000 dollars a point; a share traded in hundredths of a cent has 0.0001. */
const LEAST_MULTIPLIER = 1e-6;
const MOST_MULTIPLIER = 1e9;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** A daily loss limit in text, to a number of dollars: on the roster and in DEFAULT_LIMIT. */
export const limitAmount = amount(
  /^\d+(\.\d{1,2})?$/,
  LEAST_DOLLARS,
  MOST_LIMIT_DOLLARS,
  'a plain number of dollars',
  'with at most 2 decimals',
);

/** The capital that drawdown is measured against, in text, to a number of dollars. */
export const capitalAmount = amount(
  /^\d+(\.\d{1,2})?$/,
  LEAST_DOLLARS,
  MOST_CAPITAL_DOLLARS,
  'a plain number of dollars',
  'with at most 2 decimals',
);

/** A contract multiplier in text, to a number of dollars a point. */
export const multiplierAmount = amount(
  /^\d+(\.\d+)?$/,
  LEAST_MULTIPLIER,
  MOST_MULTIPLIER,
  'a plain number of dollars a point',
  'without a sign or an exponent',
);

/** Its message, for example: `a plain number of dollars, 1 to 1,000, with at most 2 decimals`. */
function amount(pattern: RegExp, least: number, most: number, what: string, how: string) {
  const expected = `${what}, ${grouped.format(least)} to ${grouped.format(most)}, ${how}`;
  const inBounds = (text: string) => pattern.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string().refine(inBounds, expected).transform(Number);
}
