const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE]-\d{1,2})?$/;

/** Far above any share count, price or fee, and small enough that cents survive in a float64. */
const LARGEST = 1e12;

/**
 * A strict decimal number, outer blanks aside; null for anything else. Thousands commas, hexadecimal, currency signs
 * and positive exponents (a spreadsheet's 1.23E+05, whose digits are gone) are not guessed at; a negative exponent
 * (5e-05, how some tools write a small fee) loses nothing and is read. Beyond ±1e12 is null too.
 */
export function parseDecimal(text: string): number | null {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return null;
  const value = Number(trimmed);
  if (Math.abs(value) > LARGEST) return null;
  return value === 0 ? 0 : value;
}
