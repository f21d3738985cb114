const GROUPED = new Intl.NumberFormat('en-US', { minimumFractionDigits: 0, maximumFractionDigits: 0 });

/** A daily loss limit as text: `$5,000`, `$1,234.56`. Fractions of a cent are cut off, never rounded up. */
export function limitDollars(dollars: number): string {
  return amount(limitCents(dollars) / 100);
}

/** The same limit as a plain number for files: 1234.56. */
export function limitNumber(dollars: number): number {
  return limitCents(dollars) / 100;
}

/** A P&L in dollars to the cent, with a typographic minus: `$1,250`, `−$1,234.56`. */
export function pnlDollars(dollars: number): string {
  const cents = Math.round(Math.abs(dollars) * 100);
  return `${dollars < 0 && cents > 0 ? '−' : ''}${amount(cents / 100)}`;
}

/** A P&L to the whole dollar, for captions that need no cents: `−$1,235`. */
export function roughDollars(dollars: number): string {
  const whole = Math.round(Math.abs(dollars));
  return `${dollars < 0 && whole > 0 ? '−' : ''}$${GROUPED.format(whole)}`;
}

/** A P&L to the whole dollar with its sign, for a line of figures: `+$1,698`, `−$4,210`, `$0`. */
export function signedDollars(dollars: number): string {
  const words = roughDollars(dollars);
  return Math.round(dollars) > 0 ? `+${words}` : words;
}

/**
 * A possible loss, a positive number of dollars, rounded up to the whole dollar so that it is never
 * understated.
 */
export function riskDollars(dollars: number): string {
  const whole = Math.ceil(dollars);
  return `${whole < 0 ? '−' : ''}$${GROUPED.format(Math.abs(whole))}`;
}

/**
 * The float of a whole number of cents may be slightly below it, so add a millionth of a cent before cutting
 * off.
 */
function limitCents(dollars: number): number {
  return Math.floor(dollars * 100 + 1e-6);
}

function amount(dollars: number): string {
  const cents = Math.round(dollars * 100);
  const whole = `$${GROUPED.format(Math.floor(cents / 100))}`;
  return cents % 100 === 0 ? whole : `${whole}.${String(cents % 100).padStart(2, '0')}`;
}
