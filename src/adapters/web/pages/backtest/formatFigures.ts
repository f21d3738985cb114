import type { ImpactVerdict } from '../../../../domain/evaluation/impact.ts';
import { dollarInterval, grouped } from '../../../../domain/report/backtestWords.ts';
import { improvementWords } from '../../../../domain/text/words.ts';
import { type CellContent, paragraph, UNKNOWN } from '../blocks.ts';
import type { Block, Tone } from '../document.ts';

const VERDICT_WORDS: Readonly<Record<ImpactVerdict, { readonly text: string; readonly tone: Tone }>> = {
  helped: { text: '▲ helped', tone: 'good' },
  cost: { text: '▼ cost', tone: 'bad' },
  'could be chance': { text: '◇ could be chance', tone: 'open' },
  'not enough to tell': { text: '? not enough to tell', tone: 'open' },
};

/** A verdict with its sign and colour. */
export function verdictCell(verdict: ImpactVerdict): CellContent {
  return VERDICT_WORDS[verdict];
}

interface Judged {
  readonly verdict: ImpactVerdict;
}

function hasVerdict(rows: readonly Judged[]): boolean {
  return rows.some(({ verdict }) => verdict !== 'not enough to tell');
}

/** The verdicts of a column; empty cells where no row has one, and `noVerdict` says so once. */
export function verdictCells(rows: readonly Judged[]): readonly CellContent[] {
  return rows.map(({ verdict }) => (hasVerdict(rows) ? verdictCell(verdict) : ''));
}

/** A sentence above a table in which no row has a verdict; nothing where one has. */
export function noVerdict(rows: readonly Judged[], row: string): readonly Block[] {
  if (hasVerdict(rows)) return [];
  return [
    paragraph(`Not enough to tell for any ${row}: no ${row} has ten days on which a cut had an effect.`),
  ];
}

/** The bounds of a net benefit in dollars, or UNKNOWN when there are too few days for bounds. */
export function boundsCell(interval: readonly [number, number] | null, verdict: ImpactVerdict): string {
  return interval === null || verdict === 'not enough to tell' ? UNKNOWN : dollarInterval(interval);
}

/** Dollars in the short form for an axis: `$12k`, `−$1.5M`. */
export function axisDollars(dollars: number): string {
  const size = Math.abs(dollars);
  const [divisor, suffix] = size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
  const short = (size / divisor).toFixed(1).replace(/\.0$/, '');
  return `${dollars < 0 ? '−' : ''}$${short}${suffix}`;
}

/** A share in the short form for an axis: 0.05 is `5%`. */
export function axisShare(share: number): string {
  const percent = (100 * Math.abs(share)).toFixed(1).replace(/\.0$/, '');
  return `${share < 0 && percent !== '0' ? '−' : ''}${percent}%`;
}

/** A share in percent, or UNKNOWN for null. */
export function shareOrUnknown(share: number | null): string {
  return share === null ? UNKNOWN : improvementWords(share);
}

/** A number with this many decimals and a typographic minus, or UNKNOWN for null. */
export function decimal(value: number | null, decimals: number): string {
  if (value === null) return UNKNOWN;
  const size = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(size) > 0 ? '−' : ''}${size}`;
}

/** A p-value with three decimals: `0.043`, `<0.001`; UNKNOWN when there is none. */
export function pValue(value: number | null | undefined): string {
  if (value === null || value === undefined) return UNKNOWN;
  return value < 0.001 ? '<0.001' : value.toFixed(3);
}

/** A part of a whole: `12 of 240 (5.0%)`. */
export function ofWords(part: number, whole: number): string {
  return whole === 0 ? '0 of 0' : `${grouped(part)} of ${grouped(whole)} (${improvementWords(part / whole)})`;
}
