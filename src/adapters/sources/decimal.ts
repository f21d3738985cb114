const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]-\d{1,2})?$/;

/** Far above any share count, price or fee, and small enough that cents survive in a float64. */
const LARGEST = 1e12;
/** Digits that a float64 holds exactly, whatever they are. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * A strict decimal number, outer blanks aside; null for anything else. Thousands commas, hexadecimal, currency signs
 * and positive exponents (a spreadsheet's 1.23E+05, whose digits are gone) are not guessed at; a negative exponent
 * (5e-05, how some tools write a small fee) loses nothing and is read. Beyond ±1e12 is null too.
 */
export function parseDecimal(text: string): number | null {
  return decimalWithin(text, 0, text.length);
}

/**
 * The same of a part of a text, without cutting it out: a million rows hold ten million numbers. Up to fifteen digits
 * and a power of ten are exact, so their quotient is the nearest float64, which is what Number() gives.
 */
export function decimalWithin(text: string, from: number, to: number): number | null {
  const negative = text.charCodeAt(from) === 45;
  let digits = 0;
  let value = 0;
  let decimalsFrom = -1;
  for (let at = negative ? from + 1 : from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digits++;
    } else if (digit === -2 && decimalsFrom < 0) decimalsFrom = digits;
    else return unusualDecimal(text.slice(from, to));
  }
  if (digits === 0 || digits > EXACT_DIGITS) return unusualDecimal(text.slice(from, to));
  const magnitude = decimalsFrom < 0 ? value : value / (POWERS_OF_TEN[digits - decimalsFrom] ?? 1);
  if (magnitude > LARGEST) return null;
  return negative && magnitude !== 0 ? -magnitude : magnitude;
}

function unusualDecimal(text: string): number | null {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return null;
  const value = Number(trimmed);
  if (Math.abs(value) > LARGEST) return null;
  return value === 0 ? 0 : value;
}
