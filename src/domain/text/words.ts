/** A cut in percent of the base limit, at most one decimal: 60 → `−60%`, 0 → `0%`. */
export function reductionWords(reductionPct: number): string {
  const shown = Math.round(reductionPct * 10) / 10;
  return shown === 0 ? '0%' : `−${shown}%`;
}

/** A fraction in percent: 0.234 → `23%`, 0.004 → `<1%`, null → `n/a`. */
export function shareWords(share: number | null): string {
  if (share === null) return 'n/a';
  if (share > 0 && share < 0.01) return '<1%';
  return `${Math.round(share * 100)}%`;
}

/** A signed fraction in percent, one decimal: 0.1234 → `12.3%`, −0.05 → `−5.0%`. */
export function improvementWords(share: number): string {
  const tenths = Math.round(Math.abs(share) * 1000) / 10;
  return `${share < 0 && tenths > 0 ? '−' : ''}${tenths.toFixed(1)}%`;
}

/** A number with its noun: `1 trader`, `3 traders`. */
export function count(items: number, singular: string, plural = `${singular}s`): string {
  return `${items} ${items === 1 ? singular : plural}`;
}
