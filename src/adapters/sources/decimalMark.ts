import { parseDecimal } from './decimal.ts';
import type { DecimalMark } from './rowError.ts';

const COMMA = /^[+-]?\d*,\d+$/;
const POINT = /^[+-]?\d*\.\d+$/;
/** `1,500` and `1.500`: a thousand and a half, or one and a half. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * The decimal mark that the numbers of a row prove; null where they prove none. Where commas separate the
 * fields, the mark is a point.
 *
 * Example: 10,25 proves a comma and 10.0 a point; 1,500 and 1.500 prove nothing.
 */
export function provenDecimalMark(numbers: readonly string[]): DecimalMark | null {
  for (const number of numbers) {
    const text = number.trim();
    if (AMBIGUOUS.test(text)) continue;
    if (COMMA.test(text)) return ',';
    if (POINT.test(text)) return '.';
  }
  return null;
}

/** parseDecimal for a text with this decimal mark; null where it has the other one. */
export function parseMarked(text: string, mark: DecimalMark): number | null {
  if (mark === '.') return parseDecimal(text);
  return text.includes('.') ? null : parseDecimal(text.replace(',', '.'));
}
