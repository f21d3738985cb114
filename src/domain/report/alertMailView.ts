import { shortDay } from '../text/dates.ts';
import { capitalised, shownName } from '../text/outsideText.ts';
import type { AlertKind, AlertNotice } from './notices.ts';
import { clockWords, type FactView, type NoticeView, paragraph, shortened } from './noticeView.ts';

const MOST_ITEMS = 15;
const ITEM_LENGTH = 300;
const MOST_LINES = 15;
const LINE_LENGTH = 240;
const PREHEADER_LENGTH = 90;

export interface AlertMailView extends NoticeView {
  readonly hasItems: boolean;
  readonly itemsCaption: string;
  readonly items: readonly FactView[];
  readonly hasLog: boolean;
  readonly logLines: readonly string[];
}

/** What happened, and the caption of the alert's details. */
const KINDS: Readonly<Record<AlertKind, { readonly what: string; readonly details: string }>> = {
  run_failed: { what: 'the run failed', details: 'Details' },
  mail_undelivered: { what: 'mail not delivered', details: 'Recipients' },
  circuit_breaker: { what: 'the model is switched off today', details: 'What tripped' },
  self_doubt: { what: 'the cuts cost more than they save', details: 'Figures' },
  cuts_switched: { what: 'cuts were switched off or on', details: 'Figures' },
  score_decay: { what: 'the model forecasts worse than before', details: 'Scores' },
  traders_critical: { what: 'traders in a critical state', details: 'Traders' },
  backup_failed: { what: 'the backup failed', details: 'Details' },
};

/**
 * `[Daybreak] ALERT Tue 6 Oct: the run failed (source_timeout)`: what happened, what to do, and what happens
 * automatically.
 */
export function alertMailView(notice: AlertNotice): AlertMailView {
  const { what, details } = KINDS[notice.kind];
  const day = notice.sessionDate === null ? '' : ` ${shortDay(notice.sessionDate)}`;
  return {
    subject: `[Daybreak] ALERT${day}: ${what} (${shownName(notice.code)})`,
    preheader: shortened(`To do: ${paragraph(notice.hint)} ${paragraph(notice.next)}`, PREHEADER_LENGTH),
    kicker: `Daybreak alert, ${clockWords(notice.at, notice.timezone, null)}`,
    headline: capitalised(what),
    lead: paragraph(notice.message),
    isGrave: true,
    factsCaption: 'What to do, and where it happened',
    facts: factsOf(notice),
    hasItems: notice.items.length > 0,
    itemsCaption: captionOf(details, notice.items.length),
    items: notice.items
      .slice(0, MOST_ITEMS)
      .map(({ label, text }) => ({ label: shownName(label), text: shortened(text, ITEM_LENGTH) })),
    hasLog: notice.logLines.length > 0,
    logLines: notice.logLines.slice(-MOST_LINES).map((line) => shortened(line, LINE_LENGTH)),
  };
}

function factsOf({ hint, next, code, sessionDate, step, attempt }: AlertNotice): readonly FactView[] {
  return [
    { label: 'What to do', text: paragraph(hint) },
    { label: 'What comes next', text: paragraph(next) },
    { label: 'Code', text: shownName(code) },
    ...(sessionDate === null ? [] : [{ label: 'Session', text: sessionDate }]),
    ...(step === null ? [] : [{ label: 'Step', text: shownName(step) }]),
    ...(attempt === null ? [] : [{ label: 'Attempt', text: String(attempt) }]),
  ];
}

function captionOf(details: string, items: number): string {
  return items > MOST_ITEMS ? `${details}; ${items - MOST_ITEMS} more in the log` : details;
}
