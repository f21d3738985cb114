import type { ImpactVerdict } from '../../../../domain/evaluation/impact.ts';
import { dollarInterval, grouped } from '../../../../domain/report/backtestVerdicts.ts';
import { roughDollars } from '../../../../domain/text/money.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import type { Given } from '../blocks.ts';
import type { Tone } from '../document.ts';

/** What stands where a number cannot be known. */
export const UNKNOWN = 'n/a';

const VERDICT_WORDS: Readonly<Record<ImpactVerdict, { readonly text: string; readonly tone: Tone }>> = {
  helped: { text: '▲ helped', tone: 'good' },
  cost: { text: '▼ cost', tone: 'bad' },
  'could be chance': { text: '◇ could be chance', tone: 'open' },
  'not enough to tell': { text: '? not enough to tell', tone: 'open' },
};

export function verdictCell(verdict: ImpactVerdict): Given {
  return VERDICT_WORDS[verdict];
}

/** The bounds of a net, or that there are too few days to give any. */
export function boundsCell(interval: readonly [number, number] | null, verdict: ImpactVerdict): string {
  return interval === null || verdict === 'not enough to tell' ? UNKNOWN : dollarInterval(interval);
}

/** Dollars where they stand at an axis: `$12k`, `−$1.5M`. */
export function axisDollars(dollars: number): string {
  const size = Math.abs(dollars);
  const [divisor, suffix] = size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
  const short = (size / divisor).toFixed(1).replace(/\.0$/, '');
  return `${dollars < 0 ? '−' : ''}$${short}${suffix}`;
}

/** A share at an axis: `5%`. */
export function axisShare(share: number): string {
  const percent = (100 * Math.abs(share)).toFixed(1).replace(/\.0$/, '');
  return `${share < 0 && percent !== '0' ? '−' : ''}${percent}%`;
}

export function shareOrUnknown(share: number | null): string {
  return share === null ? UNKNOWN : improvementWords(share);
}

export function dollarsOrUnknown(dollars: number | null): string {
  return dollars === null ? UNKNOWN : roughDollars(dollars);
}

/** A number with so many decimals and a real minus. */
export function decimal(value: number | null, decimals: number): string {
  if (value === null) return UNKNOWN;
  const size = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(size) > 0 ? '−' : ''}${size}`;
}

/** How often chance alone gives as much: `0.043`, `<0.001`. */
export function pValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}

/** `12 of 240 (5.0%)`. */
export function ofWords(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${grouped(part)} of ${grouped(whole)} (${improvementWords(part / whole)})`;
}
