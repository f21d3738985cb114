import type { Log } from '../../../ports/runtime.ts';
import type { SourceAccount, SourceTotals } from '../../../ports/source.ts';
import { SourceError } from '../../../shared/errors.ts';
import { isRefusal } from './answerErrors.ts';
import type { Connection } from './connection.ts';
import { ALL_ACCOUNTS, answerPages } from './pages.ts';
import { prefetch } from './prefetch.ts';
import { createTotalsReader } from './totalsByDate.ts';

type Parameters = Readonly<Record<string, string>>;

/** Reports requested in parallel; the rate limiter keeps the server's limit. */
const ACCOUNTS_AHEAD = 7;

/**
 * Fetches the back office's own daily totals in dollars, per account and session from `from` to `to`
 * (YYYY-MM-DD). It requests one report for the group of all accounts. If the server refuses it, or it does
 * not name the accounts, it requests one report per account.
 * @throws SourceError when a report cannot be fetched or read.
 */
export async function sourceTotals(
  connection: Connection,
  log: Log,
  accounts: readonly SourceAccount[],
  from: string,
  to: string,
): Promise<SourceTotals[]> {
  const range = { action: 'report', type: 'totalsByDate', startDate: from, endDate: to };
  try {
    return await readReport(connection, { ...range, ...ALL_ACCOUNTS }, null, accounts);
  } catch (error) {
    if (!isRefusal(error) && !isUnattributed(error)) throw error;
    log.info('Fetching daily totals one account at a time', { accounts: accounts.length });
  }
  const tasks = accounts.map(
    (account) => () => readReport(connection, { ...range, accountId: account.id }, account.name, accounts),
  );
  const totals: SourceTotals[] = [];
  for await (const each of prefetch(tasks, ACCOUNTS_AHEAD)) totals.push(...each);
  return sumByAccountName(totals);
}

async function readReport(
  connection: Connection,
  parameters: Parameters,
  account: string | null,
  accounts: readonly SourceAccount[],
): Promise<SourceTotals[]> {
  const knownAccounts = new Set(accounts.map((each) => each.name));
  const reader = createTotalsReader({ account, knownAccounts });
  for await (const { where, body } of answerPages(connection, parameters)) reader.read(where, body);
  return reader.totals();
}

/**
 * Adds the totals of accounts with the same name: fills contain only names and cannot separate them either.
 */
function sumByAccountName(totals: readonly SourceTotals[]): SourceTotals[] {
  const sums = new Map<string, SourceTotals>();
  for (const each of totals) {
    const key = `${each.account} ${each.sessionDate}`;
    const before = sums.get(key);
    sums.set(key, before === undefined ? each : add(before, each));
  }
  return [...sums.values()];
}

function add(a: SourceTotals, b: SourceTotals): SourceTotals {
  return {
    ...a,
    grossPnl: a.grossPnl + b.grossPnl,
    fees: a.fees + b.fees,
    netPnl: a.netPnl + b.netPnl,
    fills: a.fills + b.fills,
    rows: (a.rows ?? 0) + (b.rows ?? 0),
  };
}

function isUnattributed(error: unknown): boolean {
  return error instanceof SourceError && error.code === 'source_unattributed';
}
