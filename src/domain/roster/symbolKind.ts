import { FUTURES_ROOTS } from './futuresRoots.ts';

/** How a symbol counts. unknown: it has a strike and a put or call mark in a notation that is not known. */
export type SymbolKind = 'share' | 'option' | 'future' | 'unknown';

/**
 * Notations of equity options. All share one meaning: a root, an expiry, a call or a put, and a strike.
 * docs/data.md lists the same examples.
 */
const OPTION_NOTATIONS: readonly { readonly example: string; readonly shape: RegExp }[] = [
  // The Options Clearing Corporation's own: root of six, yymmdd, C or P, strike in thousandths.
  { example: 'KLMN  261120P00090000', shape: /^(?:O:)?[A-Z][A-Z0-9.]{0,5}\s*\d{6}[CP]\d{8}$/ },
  // With a mark or none, and the strike as it is spoken of.
  { example: '+KLMN261120C100', shape: /^[+.\-O:]*[A-Z][A-Z0-9.]{0,5}\s?\d{6}[CP]\d+(?:\.\d+)?$/ },
  { example: 'KLMN_112026C100', shape: /^[+.-]?[A-Z][A-Z0-9.]{0,5}_\d{6}[CP]\d+(?:\.\d+)?$/ },
  // In words: the expiry as a date, the strike and the mark in either order.
  {
    example: 'KLMN 11/20/26 C100',
    shape:
      /^[A-Z][A-Z0-9.]{0,5}\s+(?:US\s+)?(?:DATE)\s+(?:(?:C|P|CALL|PUT)\s*\$?\d+(?:\.\d+)?|\$?\d+(?:\.\d+)?\s*(?:C|P|CALL|PUT))(?:\s+EQUITY)?$/,
  },
];

/** 11/20/26, 2026-11-20, 20NOV26, NOV 20 2026, 20 NOV 2026, 261120. */
const DATE =
  '\\d{1,2}/\\d{1,2}/\\d{2,4}|\\d{4}-\\d{2}-\\d{2}|\\d{1,2}\\s?[A-Z]{3}\\s?\\d{2,4}|[A-Z]{3}\\s?\\d{1,2},?\\s\\d{2,4}|\\d{6}|\\d{8}';

const OPTION_SHAPES = OPTION_NOTATIONS.map(({ shape }) => new RegExp(shape.source.replace('DATE', DATE)));

/** An expiry, then a strike with a put or call mark; or a contract month with them: an option on a future. */
const STRIKE_AFTER_EXPIRY =
  /(?:\d{6,8}|\d{1,2}[A-Z]{3}\d{2,4})[-_ ]?(?:\d+(?:\.\d+)?[-_ ]?[CP](?:ALL|UT)?|[CP](?:ALL|UT)?[-_ ]?\d)|[FGHJKMNQUVXZ]\d{1,2}\s?[CP]\d{2,}/;
/**
 * Letters, then a strike and the mark in either order: `AAPL100C`. A share with digits at its end has no C or
 * P.
 */
const STRIKE_IN_ROOT = /^[A-Z.]{1,6}(?:\d{2,}(?:\.\d+)?[CP]|[CP]\d{2,}(?:\.\d+)?)$/;
const PUT_OR_CALL = /^(?:C|P|CALLS?|PUTS?)$/;
const STRIKE_WITH_MARK = /^(?:\$?\d+(?:\.\d+)?(?:C|P|CALL|PUT)|(?:C|P|CALL|PUT)\$?\d+(?:\.\d+)?)$/;

/** Root, month and one or two digits of the year, then nothing or another mark: an exchange, a second leg. */
const CONTRACT = /^[@#]?([A-Z0-9]{1,4}?)\s?([FGHJKMNQUVXZ])(\d{1,2}|20\d\d)(?![A-Z0-9])/;
/** A root with the month in figures or in words, or the nearest contract: `ES 12-26`, `ES DEC26`, `ES=F`. */
const CONTRACT_IN_WORDS =
  /^[@#]?([A-Z0-9]{1,4})(?:\s(?:0[1-9]|1[0-2])-\d\d|\s?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s?\d\d|=F|\d!|\s?#[A-Z]?)$/;

/**
 * Classifies a symbol by its shape. Any symbol after `\` or `/` is a future, and `ROOT`, month and year if
 * the root is in the shipped table.
 *
 * Example: `ESZ6`, `\CLK6` and `/NG` are futures, `CLF` and `GCX` are shares, `+KLMN261120C100` is an option.
 */
export function symbolKind(symbol: string): SymbolKind {
  const text = symbol.trim().toUpperCase();
  // Without a digit and without a mark it is a share: most symbols end here.
  if (/^[A-Z.]+$/.test(text)) return 'share';
  if (/^\.?[\\/]/.test(text)) return isLikeAnOption(text) ? 'unknown' : 'future';
  if (OPTION_SHAPES.some((shape) => shape.test(text))) return 'option';
  if (isLikeAnOption(text)) return 'unknown';
  return isContract(text) ? 'future' : 'share';
}

/** A future without its mark: `\CLK6`, `/CLK6`, `@CLK6` and `CLK6` are one contract. */
export function withoutMark(symbol: string): string {
  return symbol.trim().replace(/^[\\/@#]/, '');
}

/** Whether the symbol has a strike and a put or call mark, in whatever notation. */
function isLikeAnOption(text: string): boolean {
  if (STRIKE_AFTER_EXPIRY.test(text) || STRIKE_IN_ROOT.test(text)) return true;
  const words = text.split(/[\s_]+/).slice(1);
  if (words.some((word) => STRIKE_WITH_MARK.test(word))) return true;
  const parts = text.split(/[\s_.-]+/).slice(1);
  return parts.some((part) => PUT_OR_CALL.test(part)) && parts.some((part) => /^\$?\d+$/.test(part));
}

function isContract(text: string): boolean {
  const root = CONTRACT.exec(text)?.[1] ?? CONTRACT_IN_WORDS.exec(text)?.[1];
  return root !== undefined && FUTURES_ROOTS.has(root);
}
