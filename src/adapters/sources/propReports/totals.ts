import type { Log } from '../../../ports/runtime.ts';
import type { SourceAccount, SourceTotals } from '../../../ports/source.ts';
import { SourceError } from '../../../shared/errors.ts';
import type { Connection } from './connection.ts';
import { inOrder } from './inOrder.ts';
import { answerPages, EVERY_ACCOUNT } from './pages.ts';
import { isRefusal } from './problems.ts';
import { createTotalsReader } from './totalsByDate.ts';

type Parameters = Readonly<Record<string, string>>;

/** Accounts asked for at once; the pacer sees to the server's limit. */
const ACCOUNTS_AHEAD = 7;

/**
 * The back office's own figures for the accounts: in one report of the whole group where the server gives one that
 * tells its accounts apart, else a report an account.
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
    return await readReport(connection, { ...range, ...EVERY_ACCOUNT }, null, accounts);
  } catch (error) {
    if (!isRefusal(error) && !isUnattributed(error)) throw error;
    log.info('Daily totals are fetched one account at a time', { accounts: accounts.length });
  }
  const tasks = accounts.map(
    (account) => () => readReport(connection, { ...range, accountId: account.id }, account.name, accounts),
  );
  const totals: SourceTotals[] = [];
  for await (const each of inOrder(tasks, ACCOUNTS_AHEAD)) totals.push(...each);
  return addedUp(totals);
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

/** Two accounts of one name are one to the fills, which carry names only. */
function addedUp(totals: readonly SourceTotals[]): SourceTotals[] {
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
  };
}

function isUnattributed(error: unknown): boolean {
  return error instanceof SourceError && error.code === 'source_unattributed';
}
