import type { ReportView } from '../../domain/report/reportView.ts';
import type { Cell } from '../../shared/textTable.ts';
import { ITEM_COLUMNS, type MailColumn, mailTable, TERM_COLUMNS, TEXT_WIDTH } from './textTable.ts';
import { wrapText } from './wrapText.ts';

/** The parts of the text mail that need columns, at most 78 characters wide. */
export interface TextTables {
  readonly cutTable: string;
  readonly furtherCutTable: string;
  readonly attentionTable: string;
  readonly watchTable: string;
  readonly riskTable: string;
  readonly criticalList: string;
  readonly alertList: string;
  readonly pictureList: string;
  readonly evidenceTable: string;
  readonly qualityList: string;
  readonly guideTable: string;
}

/** Lays out the tables and lists of a report for the text part of the mail. */
export function textTables(view: ReportView): TextTables {
  return {
    cutTable: mailTable(
      CUT_COLUMNS,
      view.cuts.rows.flatMap((cut): Cell[][] => [
        [cut.trader, cut.baseLimit, `→ ${cut.newLimit}`, cut.reduction, cut.confidence],
        ...[cut.desk, cut.reasons, cut.warnings && `Signs: ${cut.warnings}`]
          .filter(Boolean)
          .map((words) => [across(indented(words), CUT_COLUMNS)]),
        [across('', CUT_COLUMNS)],
      ]),
    ),
    furtherCutTable: mailTable(
      CUT_COLUMNS.slice(0, 4),
      view.furtherCuts.rows.map((cut) => [cut.trader, cut.baseLimit, `→ ${cut.newLimit}`, cut.reduction]),
    ),
    attentionTable: mailTable(
      ATTENTION_COLUMNS,
      view.attention.rows.map((row) => [
        row.trader,
        row.limit,
        [`${row.state}. ${row.why}`, ...(row.settle ? [`Settle: ${row.settle}.`] : []), ...row.signs].join(
          '\n',
        ),
      ]),
    ),
    watchTable: mailTable(
      WATCH_COLUMNS,
      view.watch.rows.map((row) => [row.trader, row.tier, row.signs.join('\n')]),
    ),
    riskTable: mailTable(
      view.hasForecast ? [...RISK_COLUMNS, ...FORECAST_COLUMNS] : RISK_COLUMNS,
      view.risk.rows.map(({ trader, tier, limit, valueAtRisk, largeLoss }) =>
        view.hasForecast ? [trader, tier, limit, valueAtRisk, largeLoss] : [trader, tier, limit],
      ),
    ),
    ...listTables(view),
  };
}

const CUT_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 24 },
  { head: 'Old limit', width: 15, align: 'right' },
  { head: 'New limit', width: 17, align: 'right' },
  { head: 'Cut', width: 9, align: 'right' },
  { head: 'Confidence', width: 13 },
];
const ATTENTION_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 20 },
  { head: 'Limit', width: 13, align: 'right' },
  { head: 'Why', width: 45 },
];
const WATCH_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 22 },
  { head: 'Tier', width: 13 },
  { head: 'Signs', width: 43 },
];
const RISK_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 26 },
  { head: 'Tier', width: 13 },
  { head: 'Limit', width: 13, align: 'right' },
];
const FORECAST_COLUMNS: readonly MailColumn[] = [
  { head: 'VaR 95', width: 13, align: 'right' },
  { head: 'Large loss', width: 13, align: 'right' },
];

function listTables(view: ReportView) {
  return {
    criticalList: alertTable(view.critical.rows),
    alertList: alertTable(view.alerts.rows),
    pictureList: mailTable(
      TERM_COLUMNS,
      view.pictures.rows.map((row) => [row.trader, [row.caption, ...row.signs].join('\n')]),
    ),
    evidenceTable: mailTable(
      TERM_COLUMNS,
      view.evidence.map((row) => [row.label, row.text]),
    ),
    qualityList: view.quality.any
      ? mailTable(
          ITEM_COLUMNS,
          view.quality.rows.map((row) => ['-', `${row.text} [${row.code}: ${row.count}]`]),
        )
      : 'Every check passed; nothing to report.',
    guideTable: mailTable(
      TERM_COLUMNS,
      view.guide.map((row) => [row.term, row.meaning]),
    ),
  };
}

function alertTable(alerts: ReportView['alerts']['rows']): string {
  return mailTable(
    ITEM_COLUMNS,
    alerts.map((row) => ['-', `${row.hasTrader ? `${row.trader}: ` : ''}${row.text} [${row.code}]`]),
  );
}

function indented(words: string): string {
  return wrapText(words, TEXT_WIDTH - 6)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function across(content: string, columns: readonly MailColumn[]): Cell {
  return { content, colSpan: columns.length };
}
