import type { Output } from '../adapters/terminal/output.ts';
import { textTable } from '../adapters/terminal/table.ts';
import type { ChangeView } from '../domain/report/changeViews.ts';
import type { MorningReport } from '../domain/report/report.ts';
import { type ReportView, reportView } from '../domain/report/reportView.ts';
import type { RowsShown } from '../domain/report/rowsShown.ts';
import { longDay } from '../domain/text/dates.ts';
import { count } from '../domain/text/words.ts';
import type { CompletedMorning } from '../pipeline/morning.ts';
import { deliveryWords } from './morningDelivery.ts';
import { platformFilesLines } from './platformFilesText.ts';

/** A terminal has no smallest size: every row is shown, without pictures and desks. */
const ALL_ROWS: RowsShown = {
  changesWithReasons: 1_000,
  changesAltogether: 1_000,
  checks: 1_000,
  attention: 1_000,
  stayCut: 1_000,
  watch: 1_000,
  traders: 1_000,
  desks: 0,
  pictures: 0,
  notices: 1_000,
  quality: 1_000,
};

/**
 * Prints a morning on the terminal in the order and the words of the mail: what to key in first, then what to
 * check on the platform, whom to talk to, what to decide by hand, yesterday, and which limits stay cut.
 */
export function printMorning(output: Output, result: CompletedMorning): void {
  const { report } = result;
  const view = reportView(report, ALL_ROWS);
  printHead(output, report, view);
  for (const { title, rows } of view.changeGroups) section(output, title, changeTable(rows));
  if (view.furtherChanges.any)
    section(output, 'Set to the base limit', changeTable(view.furtherChanges.rows));
  list(output, 'Check on the platform', view.checks.rows.map(named));
  list(output, 'Talk to these traders today', view.talks.rows.map(named));
  if (view.talks.isCut) output.line(`  ${view.talks.leftOut}`);
  printTraders(output, view);
  const files = platformFilesLines(report.platformFiles ?? []);
  if (files.length > 0) output.line(`\n${files.join('\n')}`);
  output.line(`\n${deliveryWords(result)}`);
}

function printHead(output: Output, report: MorningReport, view: ReportView): void {
  output.line(
    [
      ...(report.stale === true ? ['STALE'] : []),
      view.headline.toUpperCase(),
      view.day,
      ...(view.deskLine === '' ? [] : [view.deskLine]),
    ].join(' · '),
  );
  output.line(view.lead);
  output.line(`Data through ${longDay(report.dataThrough)}, from ${sourceWords[report.source]}.`);
}

const sourceWords: Readonly<Record<MorningReport['source'], string>> = {
  propreports: 'PropReports',
  csv: 'imported fills',
  demo: 'the demo desk (set API_URL, or import fills, for your own)',
};

/** What stands below the limits to key in. */
function printTraders(output: Output, view: ReportView): void {
  table(
    output,
    'Decide by hand',
    ['TRADER', 'LIMIT', 'WHY'],
    view.attention.rows.map((row) => [
      row.trader,
      row.limit,
      words([`${row.state}. ${row.why}`, row.notUsed, row.settle && `Settle: ${row.settle}.`, ...row.signs]),
    ]),
  );
  list(
    output,
    'Yesterday',
    view.yesterday.map(({ label, text }) => `${label}: ${text}`),
  );
  table(
    output,
    'Stay cut, nothing to key in',
    ['TRADER', 'LIMIT', 'SINCE, AND WHY'],
    view.stayCut.rows.map((row) => [
      row.trader,
      row.limit,
      words([`${row.since}, ${row.base}`, row.why, row.question]),
    ]),
  );
  table(
    output,
    'Watch',
    ['TRADER', 'TIER', 'SIGNS'],
    view.watch.rows.map((row) => [row.trader, row.tier, row.signs.join('; ')]),
  );
  const others = view.everyTrader.rows.length;
  output.line(`\nLimits of ${count(others, 'trader')}: limits.csv, or \`npm run roster -- list\`.`);
  list(
    output,
    'What this rests on',
    view.evidence.map(({ label, text }) => `${label}: ${text}`),
  );
  list(output, 'Notices', view.notices.rows.map(named));
  list(
    output,
    'Data quality',
    view.quality.rows.map(({ text }) => text),
  );
}

/** `$4,000 → $3,200 ▼`, the base limit, the reason, and what it rests on. */
function changeTable(rows: readonly ChangeView[]): string {
  return textTable(
    [
      { head: 'TRADER' },
      { head: 'DESK' },
      { head: 'IN FORCE → NEW', align: 'right' },
      { head: 'BASE' },
      { head: 'REASON', width: REASON_WIDTH },
    ],
    rows.map(({ trader, desk, inForce, target, sign, base, reason, record, notUsed }) => [
      trader,
      desk,
      `${inForce} → ${target} ${sign}`,
      base,
      words([reason, record, notUsed]),
    ]),
  );
}

const REASON_WIDTH = 60;

/** Sentences on one line; empty ones are left out. */
function words(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => part.replace(/[.;\s]+$/, ''))
    .join('; ');
}

function named({ trader, text }: { readonly trader: string; readonly text: string }): string {
  return trader === '' ? text : `${trader}: ${text}`;
}

function table(
  output: Output,
  title: string,
  [first, second, last]: readonly [string, string, string],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return;
  const columns = [{ head: first }, { head: second }, { head: last, width: REASON_WIDTH }];
  section(output, title, textTable(columns, rows));
}

function section(output: Output, title: string, body: string): void {
  output.line(`\n${title}\n${body}`);
}

function list(output: Output, title: string, lines: readonly string[]): void {
  if (lines.length > 0) section(output, title, lines.map((line) => `  · ${line}`).join('\n'));
}
