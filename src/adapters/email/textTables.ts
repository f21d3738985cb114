import Table from 'cli-table3';
import type { ReportView } from '../../domain/report/view.ts';
import { withBrokenWords, wrapped } from './wrapped.ts';

/** The parts of the text mail that need columns, at most 78 characters wide. */
export interface TextTables {
  readonly cutTable: string;
  readonly furtherCutTable: string;
  readonly attentionTable: string;
  readonly watchTable: string;
  readonly riskTable: string;
  readonly alertList: string;
  readonly pictureList: string;
  readonly evidenceTable: string;
  readonly qualityList: string;
  readonly guideTable: string;
}

/** A cell of a row: text, or text across several columns. */
type Cell = string | { readonly content: string; readonly colSpan: number };

interface Column {
  readonly heading: string;
  readonly width: number;
  readonly align?: 'right';
}

export const TEXT_WIDTH = 78;

export function textTables(view: ReportView): TextTables {
  return {
    cutTable: table(
      CUT_COLUMNS,
      view.cuts.rows.flatMap((cut): Cell[][] => [
        [cut.trader, cut.baseLimit, `→ ${cut.newLimit}`, cut.reduction, cut.confidence],
        ...[cut.desk, cut.reasons].filter(Boolean).map((words) => [across(indented(words), CUT_COLUMNS)]),
        [across('', CUT_COLUMNS)],
      ]),
    ),
    furtherCutTable: table(
      CUT_COLUMNS.slice(0, 4),
      view.furtherCuts.rows.map((cut) => [cut.trader, cut.baseLimit, `→ ${cut.newLimit}`, cut.reduction]),
    ),
    attentionTable: table(
      ATTENTION_COLUMNS,
      view.attention.rows.map((row) => [row.trader, row.limit, `${row.state}. ${row.why}`]),
    ),
    watchTable: table(
      WATCH_COLUMNS,
      view.watch.rows.map((row) => [row.trader, row.tier, row.why]),
    ),
    riskTable: table(
      view.hasForecast ? [...RISK_COLUMNS, ...FORECAST_COLUMNS] : RISK_COLUMNS,
      view.risk.rows.map(({ trader, tier, limit, valueAtRisk, largeLoss }) =>
        view.hasForecast ? [trader, tier, limit, valueAtRisk, largeLoss] : [trader, tier, limit],
      ),
    ),
    ...textLists(view),
  };
}

const CUT_COLUMNS: readonly Column[] = [
  { heading: 'Trader', width: 24 },
  { heading: 'Old limit', width: 15, align: 'right' },
  { heading: 'New limit', width: 17, align: 'right' },
  { heading: 'Cut', width: 9, align: 'right' },
  { heading: 'Confidence', width: 13 },
];
const ATTENTION_COLUMNS: readonly Column[] = [
  { heading: 'Trader', width: 20 },
  { heading: 'Limit', width: 13, align: 'right' },
  { heading: 'Why', width: 45 },
];
const WATCH_COLUMNS: readonly Column[] = [
  { heading: 'Trader', width: 22 },
  { heading: 'Tier', width: 13 },
  { heading: 'Signs', width: 43 },
];
const RISK_COLUMNS: readonly Column[] = [
  { heading: 'Trader', width: 26 },
  { heading: 'Tier', width: 13 },
  { heading: 'Limit', width: 13, align: 'right' },
];
const FORECAST_COLUMNS: readonly Column[] = [
  { heading: 'VaR 95', width: 13, align: 'right' },
  { heading: 'Large loss', width: 13, align: 'right' },
];
const ITEM_COLUMNS: readonly Column[] = [
  { heading: '', width: 4 },
  { heading: '', width: TEXT_WIDTH - 4 },
];
const TERM_COLUMNS: readonly Column[] = [
  { heading: '', width: 20 },
  { heading: '', width: TEXT_WIDTH - 20 },
];

function textLists(view: ReportView) {
  return {
    alertList: table(
      ITEM_COLUMNS,
      view.alerts.rows.map((row) => [
        '-',
        `${row.hasTrader ? `${row.trader}: ` : ''}${row.text} [${row.code}]`,
      ]),
    ),
    pictureList: table(
      TERM_COLUMNS,
      view.pictures.rows.map((row) => [row.trader, row.caption]),
    ),
    evidenceTable: table(
      TERM_COLUMNS,
      view.evidence.map((row) => [row.label, row.text]),
    ),
    qualityList: view.quality.any
      ? table(
          ITEM_COLUMNS,
          view.quality.rows.map((row) => ['-', `${row.text} [${row.code}: ${row.count}]`]),
        )
      : 'Every check passed; nothing to report.',
    guideTable: table(
      TERM_COLUMNS,
      view.guide.map((row) => [row.term, row.meaning]),
    ),
  };
}

function indented(words: string): string {
  return wrapped(words, TEXT_WIDTH - 6)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function across(content: string, columns: readonly Column[]): Cell {
  return { content, colSpan: columns.length };
}

/** Columns by white space alone; headings underlined where a table has any. */
function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const drawn = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [] },
    colWidths: columns.map((column) => column.width),
    colAligns: columns.map((column) => column.align ?? 'left'),
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  if (columns.some((column) => column.heading !== '')) {
    drawn.push(
      columns.map((column) => column.heading),
      [
        {
          content: '─'.repeat(columns.reduce((sum, column) => sum + column.width, -2)),
          colSpan: columns.length,
        },
      ],
    );
  }
  drawn.push(
    ...rows.map((row) => row.map((cell, index) => whole(cell, columns[index]?.width ?? TEXT_WIDTH))),
  );
  return drawn
    .toString()
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
}

/** A word longer than its column goes on in the next line; cut off, two traders could look like one. */
function whole(cell: Cell, width: number): Cell {
  return typeof cell === 'string'
    ? withBrokenWords(cell, width - 2)
    : { ...cell, content: withBrokenWords(cell.content, TEXT_WIDTH - 4) };
}

const NO_LINES = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left']
    .concat(['left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((name) => [name, '']),
);
