/**
 * A number with every digit that it needs and no exponent: reading the text gives the same double.
 * Example: 1e-8 is `0.00000001`, 0.1 + 0.2 is `0.30000000000000004`, -0 is `0`.
 */
export function plainDecimal(value: number): string {
  const shortest = String(value);
  const [mantissa = '', exponent] = shortest.split('e');
  return exponent === undefined ? shortest : withoutExponent(mantissa, Number(exponent));
}

function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', decimals = ''] = mantissa.replace('-', '').split('.');
  const digits = whole + decimals;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
