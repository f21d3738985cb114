import { accountDollars, sumDollars } from './amounts.ts';
import type { LimitsProfile } from './limitsProfile.ts';
import { platformCode } from './platformRows.ts';

/** One row of the platform's export. */
export interface PlatformAmount {
  /** The platform's code of the account, or the trader where a row of the profile is a trader. */
  readonly key: string;
  /** Dollars, positive. */
  readonly dollars: number;
}

/** What is known of a trader before the export is read. */
export interface ExpectedLimit {
  readonly trader: string;
  /** Codes on the roster. */
  readonly accounts: readonly string[];
  /** The limit that was mailed last, dollars; the base limit where no mail named the trader. */
  readonly target: number;
  /** The limit in force before that mail, dollars; null: unknown. */
  readonly before: number | null;
}

/** in-force: as mailed. not-yet: still the limit before the mail. differs: another amount. */
export type AmountStatus = 'in-force' | 'not-yet' | 'differs';

export interface AccountReadback {
  /** The platform's code. */
  readonly account: string;
  /** null: no trader of the roster has it. */
  readonly trader: string | null;
  /** Dollars on the platform; null: the export has no row for it. */
  readonly platform: number | null;
  /** Dollars that the mail asked for; null for an unknown account and where no rule says. */
  readonly expected: number | null;
  readonly status: AmountStatus | 'unknown' | 'missing' | 'no-rule';
}

export interface TraderReadback {
  readonly trader: string;
  /** The trader's limit on the platform, dollars; null: the export does not say one. */
  readonly dollars: number | null;
  readonly target: number;
  /**
   * missing: an account has no row. disagree: the accounts contradict the rule for several. no-rule:
   * several accounts, and the profile refuses them.
   */
  readonly status: AmountStatus | 'missing' | 'disagree' | 'no-rule';
}

export interface Readback {
  readonly accounts: readonly AccountReadback[];
  /** Traders with an account; without one there is nothing to read. */
  readonly traders: readonly TraderReadback[];
}

/**
 * Compares the platform's own export with the limits that were mailed. A trader's limit is taken from several
 * accounts by the rule with which the profile writes them; nothing is guessed where they contradict it.
 *
 * Example: mailed $3,000, before it $5,000, two accounts, each-full. 3000 and 3000: in force. 5000 and 5000:
 * not yet. 3000 and 5000: the accounts disagree, and the trader's limit is not known.
 *
 * Source: docs/profiles.md.
 */
export function compareReadback(
  profile: LimitsProfile,
  expected: readonly ExpectedLimit[],
  amounts: readonly PlatformAmount[],
): Readback {
  const found = new Map(amounts.map(({ key, dollars }) => [key, dollars]));
  const read = expected.map((limit) => readTrader(profile, limit, found)).filter((each) => each !== null);
  const known = new Set(read.flatMap(({ accounts }) => accounts.map(({ account }) => account)));
  const unknown = amounts
    .filter(({ key }) => !known.has(key))
    .map(({ key, dollars }) => ({
      account: key,
      trader: null,
      platform: dollars,
      expected: null,
      status: 'unknown' as const,
    }));
  return {
    accounts: [...read.flatMap(({ accounts }) => accounts), ...unknown],
    traders: read.map(({ trader }) => trader),
  };
}

function readTrader(
  profile: LimitsProfile,
  limit: ExpectedLimit,
  found: ReadonlyMap<string, number>,
): { readonly accounts: readonly AccountReadback[]; readonly trader: TraderReadback } | null {
  const { trader, target } = limit;
  const keys = keysOf(profile, limit);
  if (keys.length === 0) return null;
  const isUnruled = keys.length > 1 && profile.severalAccounts === 'refuse';
  const share = (dollars: number) => accountDollars(dollars, keys.length, profile);
  const accounts = keys.map((account): AccountReadback => {
    const platform = found.get(account) ?? null;
    const status = platform === null ? 'missing' : isUnruled ? 'no-rule' : statusOf(platform, limit, share);
    return { account, trader, platform, expected: isUnruled ? null : share(target), status };
  });
  return { accounts, trader: { trader, target, ...wholeLimit(profile, limit, accounts) } };
}

function keysOf(profile: LimitsProfile, { trader, accounts }: ExpectedLimit): readonly string[] {
  if (profile.rowPer === 'trader') return [trader];
  return accounts.map((account) => platformCode(profile, account)).filter((code) => code !== null);
}

/** The limit of the trader from all accounts; equal shares may sum to less than the limit they came from. */
function wholeLimit(
  { severalAccounts }: LimitsProfile,
  { target, before }: ExpectedLimit,
  accounts: readonly AccountReadback[],
): Pick<TraderReadback, 'dollars' | 'status'> {
  const [first] = accounts;
  if (first === undefined || accounts.some(({ status }) => status === 'missing'))
    return { dollars: null, status: 'missing' };
  if (accounts.some(({ status }) => status === 'no-rule')) return { dollars: null, status: 'no-rule' };
  if (accounts.some(({ platform }) => !isSame(platform, first.platform)))
    return { dollars: null, status: 'disagree' };
  if (first.status === 'in-force') return { dollars: target, status: 'in-force' };
  if (first.status === 'not-yet') return { dollars: before, status: 'not-yet' };
  const parts = severalAccounts === 'pro-rata' ? accounts : [first];
  return { dollars: sumDollars(parts.map(({ platform }) => platform ?? 0)), status: 'differs' };
}

function statusOf(
  platform: number,
  { target, before }: ExpectedLimit,
  share: (dollars: number) => number,
): AmountStatus {
  if (isSame(platform, share(target))) return 'in-force';
  return before !== null && isSame(platform, share(before)) ? 'not-yet' : 'differs';
}

const HALF_A_CENT = 0.005;

function isSame(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) < HALF_A_CENT;
}
