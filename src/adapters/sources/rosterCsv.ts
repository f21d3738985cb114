import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { shortened } from '../../domain/report/noticeView.ts';
import type { MultiplierRule } from '../../domain/roster/roster.ts';
import type { RosterChange } from '../../ports/rosterStore.ts';
import { InputError } from '../../shared/errors.ts';

/** Content of a roster file: traders or multipliers; the other list is empty. */
export interface RosterFile {
  readonly traders: readonly RosterChange[];
  readonly multipliers: readonly MultiplierRule[];
}

/** A message shows at most this many characters of a cell. */
const LONGEST_CELL = 40;

const dollars = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'a plain number of dollars')
  .transform(Number)
  .refine((value) => value > 0, 'more than 0');
/** An empty cell keeps the stored value. */
const dollarsOrBlank = z.preprocess((cell) => (cell === '' ? undefined : cell), dollars.optional());

const traderRow = z.object({
  trader: z.string().min(1, 'a name'),
  desk: z.string().optional(),
  base_limit: dollarsOrBlank,
  risk_capital: dollarsOrBlank,
  active: z.enum(['', 'yes', 'no'], 'yes or no').optional(),
  accounts: z.string().optional(),
});
const multiplierRow = z.object({ symbol: z.string().min(1, 'a symbol'), multiplier: dollars });

/**
 * Parses a roster file. Its header is `trader,desk,base_limit,risk_capital,active,accounts` or
 * `symbol,multiplier`. Limits and capital are dollars; accounts are separated by blanks. All columns but
 * trader are optional, and an empty cell keeps the stored value.
 * @throws InputError that lists every bad line; the file is then not used at all.
 */
export function parseRosterCsv(text: string, where: string): RosterFile {
  const rows = parseRows(text, where);
  const head = Object.keys(rows[0]?.record ?? {});
  if (head.includes('trader'))
    return { traders: check(rows, traderRow, where).map(rosterChange), multipliers: [] };
  if (head.includes('symbol')) {
    const rules = check(rows, multiplierRow, where);
    return {
      traders: [],
      multipliers: rules.map(({ symbol, multiplier }) => ({ pattern: symbol, multiplier })),
    };
  }
  throw new InputError(
    'not_a_roster',
    `${where} · found the columns ${head.join(', ') || '(none)'} · expected trader or symbol among them`,
    {
      hint: 'Begin the file with: trader,desk,base_limit,risk_capital,active,accounts',
    },
  );
}

interface Row {
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

function parseRows(text: string, where: string): readonly Row[] {
  try {
    const rows = parse(text, {
      columns: (head: string[]) => head.map((name) => name.trim().toLowerCase()),
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
    });
    return (rows as unknown as { info: { lines: number }; record: Record<string, string> }[]).map((row) => ({
      line: row.info.lines,
      record: row.record,
    }));
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new InputError('not_csv', `${where} · found ${found} · expected CSV`, {
      hint: 'Save the sheet as CSV.',
      cause,
    });
  }
}

function check<T>(rows: readonly Row[], schema: z.ZodType<T>, where: string): readonly T[] {
  const results = rows.map((row) => ({ row, result: schema.safeParse(row.record) }));
  const problems = results.flatMap(({ row, result }) =>
    (result.error?.issues ?? []).map(({ path, message }) => problemIn(row, path.join('.'), message)),
  );
  if (problems.length > 0) {
    throw new InputError('bad_roster', `${where} · ${problems.join(' · ')}`, {
      hint: 'Correct these lines; nothing was changed.',
    });
  }
  return results.flatMap(({ result }) => (result.success ? [result.data] : []));
}

/** For example: `line 4, base_limit: found "8,000", expected a plain number of dollars`. */
function problemIn({ line, record }: Row, column: string, expected: string): string {
  const cell = record[column];
  const found = cell === undefined ? 'no such column' : JSON.stringify(shortened(cell, LONGEST_CELL));
  return `line ${line}, ${column}: found ${found}, expected ${expected}`;
}

function rosterChange(row: z.output<typeof traderRow>): RosterChange {
  const accounts = (row.accounts ?? '').split(/[\s;]+/).filter((code) => code !== '');
  return {
    trader: row.trader,
    ...(row.desk ? { desk: row.desk } : {}),
    ...(row.base_limit === undefined ? {} : { baseLimit: row.base_limit }),
    ...(row.risk_capital === undefined ? {} : { riskCapital: row.risk_capital }),
    ...(row.active ? { active: row.active === 'yes' } : {}),
    ...(accounts.length > 0 ? { accounts } : {}),
  };
}
