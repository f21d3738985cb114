import type { OtherChangeView } from '../../domain/report/correctionView.ts';
import type { StandingLimitView } from '../../domain/report/failedView.ts';
import type { FactView, NoticeView } from '../../domain/report/noticeView.ts';
import type { ReviewGroup } from '../../domain/report/review/reviewInput.ts';
import { underlined } from './fillTemplate.ts';
import { ITEM_COLUMNS, type MailColumn, mailTable, TERM_COLUMNS, TEXT_WIDTH } from './textTable.ts';
import { wrapText } from './wrapText.ts';

/** The fields that the text parts of all notices share, wrapped to 78 terminal cells. */
export function noticeTexts(view: NoticeView): Record<string, string> {
  return {
    title: underlined(view.headline.toUpperCase()),
    kicker: view.kicker,
    lead: wrapText(view.lead, TEXT_WIDTH),
    factsCaption: view.factsCaption,
    factTable: factTable(view.facts),
  };
}

/** A table with a label and a text in each row. */
export function factTable(facts: readonly FactView[]): string {
  return mailTable(
    TERM_COLUMNS,
    facts.map(({ label, text }) => [label, text]),
  );
}

/** The groups of a review, each under its title. */
export function groupText(groups: readonly ReviewGroup[]): string {
  return groups.map(({ title, facts }) => `${title.toUpperCase()}\n${factTable(facts)}`).join('\n\n');
}

/** The limits in force, one trader per row. */
export function standingLimitTable(limits: readonly StandingLimitView[]): string {
  return mailTable(
    LIMIT_COLUMNS,
    limits.map(({ trader, limit, why }) => [trader, limit, why]),
  );
}

/** Traders whose decision changed and whose limit stays, one trader per row. */
export function otherChangeTable(changes: readonly OtherChangeView[]): string {
  return mailTable(
    CHANGE_COLUMNS,
    changes.map(({ trader, before, now }) => [trader, before, `→ ${now}`]),
  );
}

/** Log lines, each with a bar in front. */
export function logText(lines: readonly string[]): string {
  return mailTable(
    ITEM_COLUMNS,
    lines.map((line) => ['|', line]),
  );
}

const LIMIT_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 26 },
  { head: 'Limit', width: 16, align: 'right' },
  { head: 'How it came about', width: 36 },
];
const CHANGE_COLUMNS: readonly MailColumn[] = [
  { head: 'Trader', width: 22 },
  { head: 'Mailed before', width: 28 },
  { head: 'Now', width: 28 },
];
