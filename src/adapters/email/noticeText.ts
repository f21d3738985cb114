import type { ChangeView } from '../../domain/report/viewCorrection.ts';
import type { StandingLimitView } from '../../domain/report/viewFailed.ts';
import type { FactView, NoticeView } from '../../domain/report/viewNotice.ts';
import { underlined } from './fillTemplate.ts';
import { ITEM_COLUMNS, type MailColumn, TERM_COLUMNS, TEXT_WIDTH, table } from './textTable.ts';
import { wrapText } from './wrapText.ts';

/** What the text part of every notice says, in lines that a terminal shows whole. */
export function noticeWords(view: NoticeView): Record<string, string> {
  return {
    title: underlined(view.headline.toUpperCase()),
    kicker: view.kicker,
    lead: wrapText(view.lead, TEXT_WIDTH),
    factsCaption: view.factsCaption,
    factTable: factTable(view.facts),
  };
}

export function factTable(facts: readonly FactView[]): string {
  return table(
    TERM_COLUMNS,
    facts.map(({ label, text }) => [label, text]),
  );
}

export function standingLimitTable(limits: readonly StandingLimitView[]): string {
  return table(
    LIMIT_COLUMNS,
    limits.map(({ trader, limit, why }) => [trader, limit, why]),
  );
}

export function changeTable(changes: readonly ChangeView[]): string {
  return table(
    CHANGE_COLUMNS,
    changes.map(({ trader, before, now, direction }) => [trader, before, `→ ${now}`, direction]),
  );
}

export function logText(lines: readonly string[]): string {
  return table(
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
  { head: 'Trader', width: 17 },
  { head: 'Mailed before', width: 23 },
  { head: 'Now', width: 24 },
  { head: 'Change', width: 14 },
];
