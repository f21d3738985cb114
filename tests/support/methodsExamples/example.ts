/** One worked example of docs/methods.md: what the code computes, as the page writes it. */
export interface Example {
  readonly section: number;
  readonly title: string;
  readonly numbers: () => readonly string[];
}

/** Net P&L of ten sessions, dollars; repeated, the history of the page's trader. */
export const TEN_DAYS = [300, -200, 450, -150, 250, -350, 600, 100, -400, 200];
export const THREE_LOSSES = [-600, -700, -900];
export const sixtyDays = Array.from({ length: 60 }, (_, day) => TEN_DAYS[day % 10] ?? 0);

export function dollars(value: number, digits = 2): string {
  const size = Math.abs(value).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${value < 0 ? '−' : ''}$${size}`;
}

export function signed(value: number, digits = 2): string {
  return value.toFixed(digits).replace('-', '−');
}
