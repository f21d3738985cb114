import { z } from 'zod';
import { isIsoDate } from '../../domain/session/isoDate.ts';
import { parseCurrency } from './currency.ts';

/** In a cell for a value it withdraws what is stored. */
export const NONE = 'none';

/** @param today the last date that may be stated, YYYY-MM-DD. */
export function dateCell(today: string) {
  return z
    .string()
    .refine(isIsoDate, 'a date as YYYY-MM-DD')
    .refine((date) => !isIsoDate(date) || date <= today, `a date through today, ${today}`);
}

/** A code as fills have it; empty for the base currency. */
export const currencyCell = z
  .string()
  .refine((cell) => parseCurrency(cell) !== null, 'a currency code such as CAD')
  .transform((cell) => parseCurrency(cell) ?? '');

export const symbolCell = z.string().min(1, 'a symbol');

/** A plain number; `none` becomes null. */
export function numberOrNone(expected: string, shape: RegExp) {
  return z
    .string()
    .refine((cell) => cell.toLowerCase() === NONE || shape.test(cell), `${expected}, or ${NONE}`)
    .transform((cell) => (cell.toLowerCase() === NONE ? null : Number(cell)));
}

/** Up to 12 digits before the point and 8 after it: a store keeps such a number exactly enough. */
export const DECIMAL = /^\d{1,12}(?:\.\d{1,12})?$/;
export const SIGNED_QUANTITY = /^[+-]?\d{1,12}(?:\.\d{1,8})?$/;
export const SIGNED_PRICE = /^-?\d{1,12}(?:\.\d{1,12})?$/;
