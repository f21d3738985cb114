import type { LimitBasis } from '../../ledger/traderDayFacts.ts';

/** The figures and names that a column of a profile can have. */
export const profileValues = [
  'account',
  'trader',
  'desk',
  'limit',
  'base-limit',
  'limit-in-force',
  'change',
  'session',
  'revision',
  'currency',
  'daily-fees',
] as const;

export type ProfileValue = (typeof profileValues)[number];

/**
 * One column, JSON field or XML element, by what it contains: a value; a text in which `{account}` and the
 * other names of values are replaced; a literal; a text for limits below the base limit and one for those at
 * it; a text for each LIMIT_BASIS.
 */
export type ProfileColumn = { readonly name: string } & (
  | {
      readonly value: ProfileValue;
      /** Share of a limit, such as 80 for an alert before the limit is reached. */
      readonly percent?: number;
      /** The value has to be a whole number and is written as one. */
      readonly as?: 'integer';
    }
  | { readonly text: string }
  | { readonly literal: string | number | boolean }
  | { readonly belowBase: string; readonly atBase: string }
  | { readonly realised: string; readonly total: string }
);

export type Quoting = 'when-needed' | 'always' | 'never';
export type ProfileEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'latin-1' | 'ascii';

/** How rows become text. */
export type ProfileFormat =
  | {
      readonly kind: 'delimited';
      readonly header: boolean;
      readonly delimiter: string;
      readonly quoting: Quoting;
      readonly lineEnd: 'lf' | 'crlf';
    }
  | {
      readonly kind: 'json';
      /** The field of the document that holds the list of items. */
      readonly list: string;
    }
  | { readonly kind: 'xml'; readonly root: string; readonly row: string };

/** How Daybreak writes the limits of one platform, and reads its export back. */
export interface LimitsProfile {
  readonly name: string;
  /** In words, for people. */
  readonly platform: string;
  /** The public documentation with which the profile was compared. */
  readonly checkedAgainst: readonly string[];
  /** What no documentation was found for. */
  readonly notChecked: readonly string[];
  /** Said with the files in mail and terminal; null: nothing. */
  readonly note: string | null;
  /** The P&L that the platform compares with the limit; either: it depends on the platform's own settings. */
  readonly basis: LimitBasis | 'either';
  readonly extension: string;
  readonly encoding: ProfileEncoding;
  readonly format: ProfileFormat;
  readonly rowPer: 'account' | 'trader';
  /** changes: only limits that have to be changed today. The restore file always has every limit. */
  readonly rows: 'all' | 'changes';
  readonly severalAccounts: SeveralAccounts;
  /** Whether a limit is written as a positive number, or as a loss with a minus sign. */
  readonly sign: 'positive' | 'negative';
  /** Digits after the decimal mark; what they cannot hold is rounded down. */
  readonly decimals: number;
  readonly decimalMark: '.' | ',';
  readonly columns: readonly ProfileColumn[];
  /** The platform's codes of accounts, by the code on the roster; null: the same codes. */
  readonly accountCodes: Readonly<Record<string, string>> | null;
}

/**
 * How the limit of a trader falls on several accounts. refuse: the file is not written. each-full: every
 * account gets the whole limit, so the trader may lose it once on each. pro-rata: equal shares, rounded down,
 * so that their sum never exceeds the limit.
 */
export type SeveralAccounts = 'refuse' | 'each-full' | 'pro-rata';
