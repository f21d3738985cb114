import { z } from 'zod';
import { accountList } from '../../domain/roster/accountList.ts';
import { type ChangeRequest, changeProblems, type KnownNames } from '../../domain/roster/changeProblems.ts';
import { symbolProblem } from '../../domain/roster/multiplierPattern.ts';
import type { MultiplierRule } from '../../domain/roster/roster.ts';
import type { RosterChange } from '../../domain/roster/rosterChange.ts';
import { nameProblem } from '../../domain/text/outsideText.ts';
import { quoted } from '../../domain/text/quoted.ts';
import { capitalAmount, limitAmount, multiplierAmount } from '../../shared/limitAmounts.ts';
import { readTable } from './tableCsv.ts';
import type { Table, TableKind } from './tableKind.ts';
import { checkRows, refuseProblems, repeatProblems } from './tableProblems.ts';

/** Content of a roster file: traders or multipliers; the other list is empty. */
export interface RosterFile {
  readonly traders: readonly RosterChange[];
  readonly multipliers: readonly MultiplierRule[];
}

export interface ReadRosterOptions {
  readonly known: KnownNames & { readonly symbols: readonly string[] };
  /** Whether names that look like a typing error are accepted as new ones. */
  readonly mayBeNew: boolean;
}

const traderTable: TableKind = {
  title: 'a roster',
  required: ['trader'],
  optional: ['desk', 'base_limit', 'risk_capital', 'active', 'accounts'],
  code: 'bad_roster',
};
const multiplierTable: TableKind = {
  title: 'a list of multipliers',
  required: ['symbol', 'multiplier'],
  optional: [],
  code: 'bad_roster',
};

/** An empty cell keeps the stored value. */
function orBlank<T>(schema: z.ZodType<T>) {
  return z.preprocess((cell) => (cell === '' ? undefined : cell), schema.optional());
}

const yesOrNo = z
  .string()
  .regex(/^(yes|no)$/i, 'yes or no')
  .transform((cell) => cell.toLowerCase() === 'yes');

/** A line break in a name may mean two names or one, and in a list of accounts a second account. */
const oneLine = z.string().refine((text) => nameProblem(text) === null, 'a name on one line, without <U+');

const traderRow = z.object({
  trader: oneLine.min(1, 'a name'),
  desk: orBlank(oneLine),
  base_limit: orBlank(limitAmount),
  risk_capital: orBlank(capitalAmount),
  active: orBlank(yesOrNo),
  accounts: orBlank(oneLine),
});
const multiplierRow = z.object({ symbol: oneLine.min(1, 'a symbol'), multiplier: multiplierAmount });

/**
 * Reads a roster file. Its header is `trader,desk,base_limit,risk_capital,active,accounts` or
 * `symbol,multiplier`. Limits and capital are dollars; accounts are separated by semicolons, commas or
 * blanks. All columns but trader are optional, and an empty cell keeps the stored value.
 * @throws InputError that lists the bad lines; the file is then not used at all.
 */
export async function readRosterFile(path: string, options: ReadRosterOptions): Promise<RosterFile> {
  const table = await readTable(path, [traderTable, multiplierTable]);
  return table.kind === traderTable
    ? { traders: readTraders(table, options), multipliers: [] }
    : { traders: [], multipliers: readMultipliers(table, options.known.symbols) };
}

function readTraders(table: Table, { known, mayBeNew }: ReadRosterOptions): readonly RosterChange[] {
  const { rows, problems } = checkRows(table, traderRow);
  const requests: readonly ChangeRequest[] = rows.map(({ line, value }) => ({
    place: `line ${line}`,
    change: rosterChange(value),
  }));
  refuseProblems(table, [...problems, ...changeProblems(requests, known, mayBeNew)]);
  return requests.map(({ change }) => change);
}

function rosterChange(row: z.output<typeof traderRow>): RosterChange {
  const accounts = accountList(row.accounts ?? '');
  return {
    trader: row.trader.normalize('NFC'),
    ...(row.desk === undefined ? {} : { desk: row.desk }),
    ...(row.base_limit === undefined ? {} : { baseLimit: row.base_limit }),
    ...(row.risk_capital === undefined ? {} : { riskCapital: row.risk_capital }),
    ...(row.active === undefined ? {} : { active: row.active }),
    ...(accounts.length > 0 ? { accounts } : {}),
  };
}

function readMultipliers(table: Table, symbols: readonly string[]): readonly MultiplierRule[] {
  const { rows, problems } = checkRows(table, multiplierRow);
  const repeats = repeatProblems(
    rows,
    ({ symbol }) => symbol,
    ({ symbol }) => `symbol ${quoted(symbol)}`,
  );
  const unlikely = rows.flatMap(({ line, value: { symbol } }) => {
    const problem = symbolProblem(symbol, symbols);
    return problem === null ? [] : [`line ${line}, symbol: ${problem}`];
  });
  refuseProblems(table, [...problems, ...repeats, ...unlikely]);
  return rows.map(({ value: { symbol, multiplier } }) => ({ pattern: symbol, multiplier }));
}
