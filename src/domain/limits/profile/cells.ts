import type { LimitBasis } from '../../ledger/traderDayFacts.ts';
import { accountDollars, heldDollars } from './amounts.ts';
import { type LimitsProfile, type ProfileColumn, type ProfileValue, profileValues } from './limitsProfile.ts';
import type { PlatformLimit } from './platformFiles.ts';

/** Text, a number with its digits, a truth value, or nothing. */
export type Cell = string | number | boolean | Amount | null;

/** A number of dollars, written with the decimals and the sign of the profile. */
export interface Amount {
  readonly dollars: number;
}

export interface CellContext {
  readonly profile: LimitsProfile;
  readonly limit: PlatformLimit;
  /** The platform's code of the account; those of the trader joined by `;` where a row is a trader. */
  readonly account: string;
  /** The limit as written, dollars. */
  readonly dollars: number;
  /** The number of accounts on which the limit falls. */
  readonly share: number;
  readonly session: string;
  readonly revision: number;
  readonly currency: string;
  readonly basis: LimitBasis;
}

/** Codes that a JSON number holds exactly. */
const WHOLE_NUMBER = /^(0|[1-9]\d{0,14})$/;

/** The content of one column in one row. */
export function cellOf(column: ProfileColumn, context: CellContext): Cell {
  if ('literal' in column) return column.literal;
  if ('text' in column) return filledText(column.text, context);
  if ('belowBase' in column)
    return filledText(isBelowBase(context.limit) ? column.belowBase : column.atBase, context);
  if ('realised' in column) return filledText(column[context.basis], context);
  const cell = valueIn(column.value, context, column.percent ?? 100);
  if (column.as === 'integer' && typeof cell === 'string' && WHOLE_NUMBER.test(cell)) return Number(cell);
  return cell;
}

function isBelowBase({ target, baseLimit }: PlatformLimit): boolean {
  return target < baseLimit;
}

function valueIn(value: ProfileValue, context: CellContext, percent: number): Cell {
  const { limit, profile, share } = context;
  const amount = (dollars: number | null) =>
    dollars === null ? null : { dollars: signed(profile, accountDollars(dollars, share, profile)) };
  switch (value) {
    case 'limit':
      return {
        dollars: signed(profile, heldDollars((context.dollars * percent) / 100, profile.decimals)),
      };
    case 'base-limit':
      return amount(limit.baseLimit);
    case 'limit-in-force':
      return amount(limit.limitInForce);
    case 'daily-fees':
      return limit.dailyFees === null ? null : { dollars: heldDollars(limit.dailyFees, 2) };
    case 'trader':
    case 'desk':
    case 'change':
      return limit[value];
    case 'account':
    case 'session':
    case 'revision':
    case 'currency':
      return context[value];
  }
}

function signed({ sign }: LimitsProfile, dollars: number): number {
  return sign === 'negative' && dollars > 0 ? -dollars : dollars;
}

function filledText(text: string, context: CellContext): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const value = profileValues.find((each) => each === name);
    return value === undefined ? whole : cellText(valueIn(value, context, 100), context.profile);
  });
}

/** `{account}` and the like in a text. */
export const PLACEHOLDER = /\{([^{}]*)\}/g;

/** A cell as text: dollars with the decimals and the decimal mark of the profile. */
export function cellText(cell: Cell, { decimals, decimalMark }: LimitsProfile): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  return cell.dollars.toFixed(decimals).replace('.', decimalMark);
}
