const GROUPED = new Intl.NumberFormat('en-US', { minimumFractionDigits: 0, maximumFractionDigits: 0 });

/** A daily loss limit in words: `$5,000`, `$1,234.56`. Anything below a cent is cut off, never rounded up. */
export function limitDollars(dollars: number): string {
  return amount(limitCents(dollars) / 100);
}

/** The same limit as a plain number for files: 1234.56. */
export function limitNumber(dollars: number): number {
  return limitCents(dollars) / 100;
}

/** Profit or loss, dollars to the cent, with a real minus: `$1,250`, `−$1,234.56`. */
export function pnlDollars(dollars: number): string {
  const cents = Math.round(Math.abs(dollars) * 100);
  return `${dollars < 0 && cents > 0 ? '−' : ''}${amount(cents / 100)}`;
}

/** Profit or loss to the whole dollar, for captions where cents are noise: `−$1,235`. */
export function roughDollars(dollars: number): string {
  const whole = Math.round(Math.abs(dollars));
  return `${dollars < 0 && whole > 0 ? '−' : ''}$${GROUPED.format(whole)}`;
}

/** A possible loss, dollars as a positive number, rounded up to the whole dollar: never smaller than it is. */
export function riskDollars(dollars: number): string {
  const whole = Math.ceil(dollars);
  return `${whole < 0 ? '−' : ''}$${GROUPED.format(Math.abs(whole))}`;
}

/** A float that stands for a whole number of cents may lie a hair below it; more than that is cut off. */
function limitCents(dollars: number): number {
  return Math.floor(dollars * 100 + 1e-6);
}

function amount(dollars: number): string {
  const cents = Math.round(dollars * 100);
  const whole = `$${GROUPED.format(Math.floor(cents / 100))}`;
  return cents % 100 === 0 ? whole : `${whole}.${String(cents % 100).padStart(2, '0')}`;
}
