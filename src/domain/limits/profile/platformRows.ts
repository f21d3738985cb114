import type { LimitBasis } from '../../ledger/traderDayFacts.ts';
import { looksLikeFormula, shownName } from '../../text/outsideText.ts';
import { changeTo } from '../target.ts';
import { accountDollars, sumDollars } from './amounts.ts';
import { type Cell, type CellContext, cellOf } from './cells.ts';
import type { LimitsProfile, ProfileColumn } from './limitsProfile.ts';
import type { PlatformLimit } from './platformFiles.ts';

/** today: the targets. restore: the base limits. */
export type PlatformFileKind = 'today' | 'restore';

export interface RowsContext {
  readonly session: string;
  readonly revision: number;
  /** ISO code. */
  readonly currency: string;
  readonly basis: LimitBasis;
}

export interface PlatformRows {
  /** The cells of each row, in the order of the profile's columns. */
  readonly rows: readonly (readonly Cell[])[];
  /** The sum of the limits as written, dollars. */
  readonly sum: number;
  readonly withoutAccount: readonly string[];
  /** Why the file must not be written, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * The rows of one file. A file is whole or not written: where a single limit cannot be expressed, `problems`
 * says why. A trader without an account has nothing to limit on the platform and is listed instead.
 *
 * Example: target $3,200 on two accounts, pro-rata: two rows of 1600.00 each.
 *
 * Source: docs/profiles.md.
 */
export function platformRows(
  profile: LimitsProfile,
  kind: PlatformFileKind,
  limits: readonly PlatformLimit[],
  context: RowsContext,
): PlatformRows {
  const asked = limits
    .map((limit) => (kind === 'today' ? limit : restored(limit)))
    .filter(({ change }) => kind === 'restore' || profile.rows === 'all' || change !== 'stay');
  const isPerAccount = profile.rowPer === 'account';
  const withoutAccount = isPerAccount ? asked.filter(({ accounts }) => accounts.length === 0) : [];
  const written = asked.filter((limit) => !withoutAccount.includes(limit));
  const rows = written.flatMap((limit) => rowsOf(profile, limit, context));
  return {
    rows: rows.map(({ cells }) => cells),
    sum: sumDollars(rows.map(({ dollars }) => dollars)),
    withoutAccount: withoutAccount.map(({ trader }) => trader),
    problems: [
      ...written.flatMap((limit) => accountProblems(profile, limit)),
      ...rows.flatMap((row) => rowProblems(profile, row)),
      ...repeated(rows),
    ],
  };
}

interface Row {
  readonly trader: string;
  readonly key: string;
  readonly dollars: number;
  readonly cells: readonly Cell[];
}

/** After the file of today is imported, its target is in force. */
function restored(limit: PlatformLimit): PlatformLimit {
  const { baseLimit, target } = limit;
  return { ...limit, target: baseLimit, limitInForce: target, change: changeTo(baseLimit, target) };
}

function rowsOf(profile: LimitsProfile, limit: PlatformLimit, context: RowsContext): readonly Row[] {
  const { trader, accounts, target } = limit;
  const isPerAccount = profile.rowPer === 'account';
  const share = isPerAccount ? accounts.length : 1;
  const dollars = accountDollars(target, share, profile);
  const keys = isPerAccount ? accounts.map((code) => platformCode(profile, code) ?? code) : [trader];
  const of = (account: string): CellContext => ({ ...context, limit, account, dollars, share, profile });
  return keys.map((key) => ({
    trader,
    key,
    dollars,
    cells: profile.columns.map((column) => cellOf(column, of(isPerAccount ? key : accounts.join(';')))),
  }));
}

/** The platform's code of an account; null where the profile lists codes and not this one. */
export function platformCode({ accountCodes }: LimitsProfile, account: string): string | null {
  if (accountCodes === null) return account;
  return Object.hasOwn(accountCodes, account) ? (accountCodes[account] ?? null) : null;
}

function accountProblems(profile: LimitsProfile, { trader, accounts }: PlatformLimit): readonly string[] {
  if (profile.rowPer === 'trader') return [];
  const several =
    accounts.length > 1 && profile.severalAccounts === 'refuse'
      ? [
          `${shownName(trader)} has ${accounts.length} accounts, and the profile has severalAccounts: refuse; expected each-full or pro-rata in a profile of your own`,
        ]
      : [];
  const unlisted = accounts.filter((account) => platformCode(profile, account) === null);
  return [
    ...several,
    ...unlisted.map((account) => `account ${shownName(account)} is not in accountCodes of the profile`),
  ];
}

function rowProblems(profile: LimitsProfile, { trader, key, dollars, cells }: Row): readonly string[] {
  const name = shownName(key);
  const formula = cells.find((cell) => typeof cell === 'string' && looksLikeFormula(cell));
  const hasZero = profile.columns.some((column, index) => isLimit(column) && isZero(cells[index] ?? null));
  return [
    ...(dollars > 0 && !hasZero
      ? []
      : [
          `the limit of ${name} is below the smallest amount with ${profile.decimals} decimals; 0 would be no limit`,
        ]),
    ...(typeof formula === 'string'
      ? [
          `${shownName(formula)} of ${shownName(trader)} begins like a formula, which a spreadsheet would run; machine files are not altered`,
        ]
      : []),
    ...profile.columns.flatMap((column, index) =>
      'as' in column && column.as === 'integer' && typeof cells[index] !== 'number'
        ? [`${name} is not a whole number, as ${column.name} has to be; list it in accountCodes`]
        : [],
    ),
  ];
}

function isLimit(column: ProfileColumn): boolean {
  return 'value' in column && column.value === 'limit';
}

function isZero(cell: Cell): boolean {
  return typeof cell === 'object' && cell !== null && cell.dollars === 0;
}

function repeated(rows: readonly Row[]): readonly string[] {
  const keys = rows.map(({ key }) => key);
  const twice = new Set(keys.filter((key, index) => keys.indexOf(key) < index));
  return [...twice].map((key) => `${shownName(key)} would have two rows`);
}
