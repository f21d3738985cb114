const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]-\d{1,2})?$/;

/** Larger than any share count, price or fee, and small enough that a float64 still holds cents. */
const LARGEST = 1e12;
/** A float64 holds every integer of up to 15 digits exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * The value of a decimal number, with blanks around it allowed. Null for anything else: thousands commas,
 * hexadecimal, currency signs, values beyond ±1e12, and positive exponents, because a spreadsheet's 1.23E+05
 * has lost digits. A negative exponent loses none and is read: some tools write a small fee as 5e-05.
 */
export function parseDecimal(text: string): number | null {
  return decimalWithin(text, 0, text.length);
}

/**
 * parseDecimal on `text` from `from` to `to`, without a substring: a million rows have ten million numbers.
 * Up to 15 digits and the power of ten are exact, so their quotient is the nearest float64, the same value as
 * Number() returns. Example: "10.25" is 1025 / 10^2 = 10.25.
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
