/**
 * The mean of the values below the p-quantile: ∫₀ᵖ F⁻¹(u)du/p, F⁻¹ the type-7 quantile, in the unit of the
 * values. For P&L, −1 times this is the expected shortfall. It is never above the p-quantile. Null without
 * values.
 *
 * Example: −3, −1, 0, 1, 2 and p = 0.25: the quantile is −1, and the mean below it is −2.
 *
 * Source: Acerbi & Tasche (2002).
 * @param ascending all values, or the lowest `valuesBelow(count, p)` of them
 * @param p above 0, at most 1
 * @param count the number of values
 */
export function tailMean(ascending: Float64Array, p: number, count = ascending.length): number | null {
  const [first] = ascending;
  if (first === undefined) return null;
  if (count === 1) return first;
  const steps = (count - 1) * p;
  const whole = Math.min(Math.floor(steps), count - 2);
  let integral = 0;
  for (let place = 0; place < whole; place++) integral += (ascending[place]! + ascending[place + 1]!) / 2;
  const start = ascending[whole]!;
  const rest = steps - whole;
  const end = start + rest * (ascending[whole + 1]! - start);
  return (integral + (rest * (start + end)) / 2) / steps;
}

/**
 * The number of lowest values that `tailMean` reads.
 *
 * Example: of 101 values and p = 0.05 the lowest 7, around the quantile between the sixth and the seventh.
 */
export function valuesBelow(count: number, p: number): number {
  return Math.min(Math.floor((count - 1) * p) + 2, count);
}
