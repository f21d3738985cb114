import type { ReportView } from '../../domain/report/reportView.ts';
import type { Cell } from '../../shared/textTable.ts';
import { changeTables, furtherAnswerList, furtherChangeTable } from './changeTables.ts';
import { ITEM_COLUMNS, type MailColumn, mailTable, TERM_COLUMNS, TEXT_WIDTH } from './textTable.ts';
import { wrapText } from './wrapText.ts';

/** The parts of the text mail that need columns, at most 78 characters wide. */
export function textTables(view: ReportView) {
  return {
    ...changeTexts(view),
    attentionTable: mailTable(
      ATTENTION_COLUMNS,
      view.attention.rows.map((row) => [
        row.trader,
        row.limit,
        lines([
          `${row.state}. ${row.why}`,
          row.notUsed && `${row.notUsed}.`,
          row.settle && `Settle: ${row.settle}.`,
          ...row.signs,
        ]),
      ]),
    ),
    stayCutTable: mailTable(
      STAY_CUT_COLUMNS,
      view.stayCut.rows.map((row) => [
        row.trader,
        row.limit,
        row.base,
        lines([row.since, row.why, row.question]),
      ]),
    ),
    watchTable: mailTable(
      WATCH_COLUMNS,
      view.watch.rows.map((row) => [row.trader, row.tier, lines(row.signs)]),
    ),
    ...traderTables(view),
    ...listTables(view),
  };
}

/** The changes to key in, with their links. */
export function changeTexts({
  changeGroups,
  furtherChanges,
  answerAll,
  answerAllWords,
}: Pick<ReportView, 'changeGroups' | 'furtherChanges' | 'answerAll' | 'answerAllWords'>) {
  return {
    changeTables: changeTables(changeGroups),
    furtherChangeTable: furtherChangeTable(furtherChanges.rows),
    furtherAnswerList: furtherAnswerList(furtherChanges.rows),
    answerAllTitle: answerAllWords.toUpperCase(),
    answerAllUrl: answerAll,
  };
}

const ATTENTION_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 20 },
  { head: 'Limit', width: 13, align: 'right' },
  { head: 'Why', width: 45 },
];
const STAY_CUT_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 20 },
  { head: 'Limit', width: 12, align: 'right' },
  { head: 'Base limit', width: 16 },
  { head: 'Since, and why', width: 30 },
];
const WATCH_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 22 },
  { head: 'Tier', width: 13 },
  { head: 'Signs', width: 43 },
];
const TRADER_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 18 },
  { head: 'Limit', width: 12, align: 'right' },
  { head: 'Yesterday', width: 12, align: 'right' },
  { head: 'Month', width: 12, align: 'right' },
  { head: 'Used', width: 7, align: 'right' },
  { head: 'Tier', width: 11 },
];
const FORECAST_LINE = 'Second line: 5 days, VaR 95, chance of a large loss.';
const DESK_COLUMNS: readonly MailColumn[] = [
  { head: 'Desk', width: 22 },
  { head: 'Traders', width: 20 },
  { head: 'Yesterday', width: 12, align: 'right' },
  { head: '5 days', width: 12, align: 'right' },
  { head: 'Month', width: 12, align: 'right' },
];

function traderTables(view: ReportView) {
  const rows = view.everyTrader.rows.map((row): Cell[] => [
    row.trader,
    view.hasForecast ? `${row.limit}\nVaR ${row.valueAtRisk}` : row.limit,
    `${row.yesterday}\n5d ${row.fiveDays}`,
    row.month,
    row.used,
    view.hasForecast ? `${row.tier}\n${row.largeLoss}` : row.tier,
  ]);
  return {
    everyTraderTable: lines([
      view.hasForecast ? FORECAST_LINE : '',
      mailTable(TRADER_COLUMNS, rows),
      wrapText(view.youngNote, TEXT_WIDTH),
    ]),
    deskTable: mailTable(
      DESK_COLUMNS,
      view.desks.rows.map((row) => [
        row.desk,
        `${row.traders}, ${row.cut}`,
        row.yesterday,
        row.fiveDays,
        row.month,
      ]),
    ),
  };
}

function listTables(view: ReportView) {
  return {
    checkList: itemList(view.checks.rows.map(({ trader, text }) => `${trader}: ${text}`)),
    talkList: itemList(view.talks.rows.map(({ trader, text }) => (trader ? `${trader}: ${text}` : text))),
    noticeList: itemList(
      view.notices.rows.map(({ hasTrader, trader, text }) => (hasTrader ? `${trader}: ${text}` : text)),
    ),
    qualityList: view.quality.any
      ? itemList(view.quality.rows.map(({ text }) => text))
      : 'Every check passed; nothing to report.',
    pictureList: mailTable(
      TERM_COLUMNS,
      view.pictures.rows.map((row) => [row.trader, lines([row.caption, ...row.signs])]),
    ),
    yesterdayTable: termTable(view.yesterday.map(({ label, text }) => [label, text])),
    evidenceTable: termTable(view.evidence.map(({ label, text }) => [label, text])),
    guideTable: termTable(view.guide.map(({ term, meaning }) => [term, meaning])),
  };
}

function termTable(rows: readonly (readonly [string, string])[]): string {
  return mailTable(TERM_COLUMNS, rows);
}

function itemList(items: readonly string[]): string {
  return mailTable(
    ITEM_COLUMNS,
    items.map((item) => ['-', item]),
  );
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
