import { requireWritable, writeFileAtomically } from '../adapters/files/atomicFile.ts';
import { type Cell, csvText } from '../adapters/files/csv.ts';
import { jsonText } from '../shared/jsonText.ts';
import type { ExitCode, ExportKind, ExportOptions } from './commandOptions.ts';
import { exportFills } from './exportFills.ts';
import { decisionRows, indicatorRows, type Sheet, traderDayRows } from './exportRows.ts';
import { namedTrader } from './exportTrader.ts';
import { requireRange } from './sessionDates.ts';
import { type Stores, type World, withExistingStores } from './world.ts';

/** `export`: writes stored figures as CSV, or with `--json` as a list of objects. */
export async function exportCommand(
  world: World,
  kind: ExportKind,
  options: ExportOptions,
): Promise<ExitCode> {
  requireRange({ option: '--from', date: options.from }, { option: '--to', date: options.to });
  if (options.out !== undefined) requireWritable([options.out]);
  const range = { from: options.from ?? '0000-01-01', to: options.to ?? '9999-12-31' };
  const rows =
    kind === 'fills'
      ? await exportFills(world, range, options)
      : await exportSheet(world, kind, range, options);
  if (options.out !== undefined) world.log.info('exported', { rows, file: options.out });
  return 0;
}

type SheetKind = Exclude<ExportKind, 'fills'>;

async function exportSheet(
  world: World,
  kind: SheetKind,
  range: { readonly from: string; readonly to: string },
  options: ExportOptions,
): Promise<number> {
  const sheet = await withExistingStores(world.config, async (stores) => {
    const trader = await namedTrader(stores, kind, options);
    const all = await readSheet(world, stores, kind, range);
    return trader === null ? all : ofTrader(all, trader);
  });
  const text = options.json ? `${jsonText(objects(sheet))}\n` : csvText([sheet.columns, ...sheet.rows]);
  if (options.out === undefined) world.output.line(text.trimEnd());
  else await writeFileAtomically(options.out, text);
  return sheet.rows.length;
}

async function readSheet(
  world: World,
  stores: Stores,
  kind: SheetKind,
  range: { readonly from: string; readonly to: string },
): Promise<Sheet> {
  switch (kind) {
    case 'trader-days':
      return traderDayRows(await stores.ledger.days(range.from, range.to));
    case 'decisions':
      return decisionRows(await stores.decisions.decisions(range.from, range.to));
    case 'indicators':
      return indicatorRows(world, stores, range);
  }
}

function objects({ columns, rows }: Sheet): Record<string, Cell>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])));
}

function ofTrader({ columns, rows }: Sheet, trader: string): Sheet {
  const place = columns.indexOf('trader');
  return { columns, rows: rows.filter((row) => row[place] === trader) };
}
