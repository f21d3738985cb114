import { z } from 'zod';
import type { MorningReport } from '../../../../domain/report/report.ts';
import {
  chosenRows,
  type TableChoice,
  type TraderColumn,
  type TraderFigures,
  type TraderRow,
  traderColumns,
  traderRows,
} from '../../../../domain/report/screens/traderTable.ts';
import { youngNote } from '../../../../domain/report/youngWords.ts';

const keys = traderColumns.map(({ key }) => key);

/** `?sort=month&dir=desc&q=NET0&show=cut`; what it does not know, it leaves out. */
export const tableQuery = z.object({
  sort: z.enum(keys).nullable().catch(null).default(null),
  dir: z.enum(['asc', 'desc']).catch('asc').default('asc'),
  q: z.string().max(100).catch('').default(''),
  show: z.enum(['all', 'cut', 'changes', 'by-hand']).catch('all').default('all'),
});

export type TableQuery = z.infer<typeof tableQuery>;

const choices = [
  { value: 'all', text: 'every trader' },
  { value: 'changes', text: 'with a change' },
  { value: 'cut', text: 'cut' },
  { value: 'by-hand', text: 'to decide by hand' },
] as const;

const NUMBERS: ReadonlySet<TraderColumn> = new Set([
  'limit',
  'yesterday',
  'five',
  'month',
  'used',
  'room',
  'loss',
]);

/** The table of every trader, sorted and filtered by links and a form, so that it needs no script. */
export function traderTable(report: MorningReport, figures: TraderFigures, query: TableQuery) {
  const all = traderRows(report, figures);
  const choice: TableChoice = {
    sort: query.sort,
    isDescending: query.dir === 'desc',
    search: query.q,
    show: query.show,
  };
  const rows = chosenRows(all, choice);
  return {
    columns: traderColumns.map((column) => columnView(column, query)),
    rows: rows.map(rowView),
    any: rows.length > 0,
    youngNote: youngNote(report.decisions),
    count: `${rows.length} of ${all.length} shown`,
    search: query.q,
    sort: query.sort ?? '',
    direction: query.dir,
    choices: choices.map((each) => ({ ...each, isChosen: each.value === query.show })),
  };
}

function columnView({ key, name }: (typeof traderColumns)[number], query: TableQuery) {
  const isSorted = query.sort === key;
  // Money is asked for with the largest loss first, the names from A to Z.
  const dir = isSorted && query.dir === 'asc' ? 'desc' : 'asc';
  const search = new URLSearchParams({ sort: key, dir });
  if (query.q !== '') search.set('q', query.q);
  if (query.show !== 'all') search.set('show', query.show);
  return {
    name,
    style: NUMBERS.has(key) ? 'number' : 'word',
    sorted: isSorted ? (query.dir === 'asc' ? 'ascending' : 'descending') : '',
    query: `?${search}#traders`,
  };
}

function rowView({ name, desk, cells, isHigh }: TraderRow) {
  return {
    path: `/traders/${encodeURIComponent(name)}`,
    trader: cells.trader.text,
    desk,
    cells: traderColumns.slice(1).map(({ key }) => ({
      text: cells[key].text,
      style: `${NUMBERS.has(key) ? 'number' : 'word'}${toneOf(key, cells[key].by, isHigh)}`,
    })),
  };
}

/** A loss has its minus, and a high tier its sign: the colour adds nothing. */
function toneOf(key: TraderColumn, by: number | string | null, isHigh: boolean): string {
  if (key === 'tier') return isHigh ? ' bad' : '';
  const isMoney = key === 'yesterday' || key === 'five' || key === 'month';
  return isMoney && typeof by === 'number' && Math.round(by) < 0 ? ' bad' : '';
}
