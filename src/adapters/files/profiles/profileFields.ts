import type { profileFields } from './profileSchema.ts';

/** What each field of a profile means, for docs/profiles.md. */
export const profileMeanings: Readonly<Record<keyof typeof profileFields, string>> = {
  name: 'Begins the names of its files: small letters, digits and hyphens.',
  platform: 'The platform in words.',
  checkedAgainst: 'A list: the public documentation with which the profile was compared.',
  notChecked: 'A list: what no documentation was found for.',
  note: 'A sentence that is printed with the files; null for none.',
  basis:
    'The P&L that the platform compares with a limit: realised, total, or either. Another one than LIMIT_BASIS is refused.',
  extension: 'The end of the file names.',
  encoding: 'utf-8, utf-8-bom, utf-16le, latin-1 or ascii. A character that it lacks refuses the file.',
  format:
    'kind delimited with header, delimiter, quoting (when-needed, always, never) and lineEnd (lf, crlf); kind json with list, the field of the items; kind xml with root and row, names of elements.',
  rowPer: 'account or trader.',
  rows: 'all, or changes: only limits to lower, raise or set today. The restore file always has all.',
  severalAccounts:
    'The limit of a trader with several accounts: refuse the file; each-full, the whole limit on each; pro-rata, equal shares rounded down, whose sum never exceeds the limit.',
  sign: 'positive, or negative for a limit written as a loss.',
  decimals: 'Digits after the decimal mark, 0 to 6. What they cannot hold is rounded down.',
  decimalMark: 'A point or a comma.',
  columns: 'The columns, fields or elements in order; see below.',
  accountCodes:
    "The platform's code of each account, by the code on the roster; null where they are the same.",
};
