/** A column name in lower case, trimmed, with single blanks: the form in which names are compared. */
export function normalised(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Kinds of fees by the names that exports give them, without words such as "fee". The first eleven are the
 * fee columns of PropReports.
 */
const FEES = {
  Comm: ['comm', 'comms', 'commission', 'commissions', 'broker commission', 'brokerage'],
  'Ecn Fee': ['ecn'],
  SEC: ['sec', 'section 31', 'sec 31'],
  ORF: ['orf', 'options regulatory', 'option regulatory'],
  CAT: ['cat', 'consolidated audit trail', 'finra cat'],
  TAF: ['taf', 'finra', 'finra taf', 'trading activity'],
  FTT: ['ftt', 'financial transaction tax', 'transaction tax', 'stamp duty', 'stt'],
  NSCC: ['nscc'],
  Acc: ['acc'],
  Clr: ['clr', 'clearing', 'clearance'],
  Misc: ['misc', 'miscellaneous'],
  NFA: ['nfa'],
  Exchange: ['exchange', 'exch'],
  OCC: ['occ'],
  DTC: ['dtc', 'dtcc'],
  Regulatory: ['regulatory', 'reg'],
  Tax: ['tax', 'taxes', 'vat', 'gst'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries(FEES).flatMap(([kind, names]) => names.map((name) => [name, kind] as const)),
);
/** Words and signs that do not change which fee a name means. */
const FEE_WORDS = /\b(?:fees?|charges?|amount|amt|usd)\b|[()$._:*-]/g;
/** A name with such a word is a fee, whatever it is for. */
const FEE_BY_WORD = /\b(?:fees?|charges?)\b/;
/** But it is none in dollars, or its sign is not known. */
const NO_FEE_BY_WORD = /\b(?:rebates?|credits?|rate|pct|percent|per|bps|code|type|currency|ccy)\b|%/;
const GENERIC = /^(?:fees?|charges?)$/;
const SUM =
  /^(?:all|total|sum of|sum|net)\b.*\b(?:fees?|charges?|comm|commissions?)$|\bcommissions? ?(?:and|&|\+|\/) ?fees?$|\bfees? ?(?:and|&|\+|\/) ?commissions?$/;

/** Columns that may be named like a fee, and hold the name of a venue or a firm. */
const VENUE_OR_FEE = new Set(['exchange', 'exch', 'clearing', 'clearance']);

/**
 * What a column name says of fees.
 * - `fee`: a fee of a kind. Two columns of one kind may be the same fee twice.
 * - `generic`: `Fees`, which may or may not include the others.
 * - `sum`: a sum that includes the others.
 */
export type FeeName =
  | { readonly is: 'fee'; readonly kind: string; readonly mayBeVenue: boolean }
  | { readonly is: 'generic' | 'sum' };

/**
 * Reads a column name as that of a fee; null where it names none.
 *
 * Example: `ECN Fees`, `Ecn` and `ecn_fee` are the kind `Ecn Fee`; `Locate Fee` is the kind `locate`.
 */
export function feeName(name: string): FeeName | null {
  const text = normalised(name.replaceAll('_', ' '));
  const words = normalised(text.replace(/[()$.:]|\busd\b/g, ' '));
  if (GENERIC.test(words)) return { is: 'generic' };
  if (SUM.test(words)) return { is: 'sum' };
  const bare = normalised(text.replace(FEE_WORDS, ' '));
  const kind = KINDS.get(bare);
  if (kind !== undefined) return { is: 'fee', kind, mayBeVenue: VENUE_OR_FEE.has(text) };
  const isFee = FEE_BY_WORD.test(text) && bare !== '' && !NO_FEE_BY_WORD.test(text);
  return isFee ? { is: 'fee', kind: bare, mayBeVenue: false } : null;
}

/** Columns that may hold numbers and are known to be no fee. */
const NO_FEES: ReadonlySet<string> = new Set(
  [
    ['route', 'destination', 'dest', 'venue', 'market', 'mkt', 'liq', 'liquidity', 'liquidity flag'],
    ['liquidity indicator', 'exec bkr', 'exec broker', 'executing broker', 'broker', 'contra'],
    [
      'contra broker',
      'contra party',
      'counterparty',
      'capacity',
      'type',
      'order type',
      'tif',
      'time in force',
    ],
    ['sec type', 'security type', 'asset class', 'isin', 'cusip', 'sedol', 'figi', 'put/call', 'expiry'],
    ['expiration', 'strike', 'underlying', 'notional', 'gross', 'principal', 'position', 'user', 'trader'],
    ['desk', 'strategy', 'clearing firm', 'clearing broker', 'mpid', 'description', 'trade date'],
    ['settle date', 'settlement date'],
  ].flat(),
);
const LOOKS_LIKE_AN_ID = /\b(?:ids?|number|no|seq|sequence|ref|reference|time|timestamp)\b|#/;

/** Whether a column that Daybreak does not read may be a fee, as far as its name says. */
export function mayBeFee(name: string): boolean {
  const text = normalised(name.replaceAll('_', ' '));
  return !NO_FEES.has(text) && !LOOKS_LIKE_AN_ID.test(text);
}
