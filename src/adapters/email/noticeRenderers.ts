import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReviewNotice,
  SuccessNotice,
  TestNotice,
} from '../../domain/report/notices.ts';
import { testMailView } from '../../domain/report/testMailView.ts';
import { FEWER_SHOWN, type RowsShown, SHOWN } from '../../domain/report/view.ts';
import { alertMailView } from '../../domain/report/viewAlert.ts';
import { type CorrectionView, correctionView } from '../../domain/report/viewCorrection.ts';
import { FEWER_LIMITS_SHOWN, failedView, LIMITS_SHOWN } from '../../domain/report/viewFailed.ts';
import { lateView } from '../../domain/report/viewLate.ts';
import { reviewView } from '../../domain/report/viewReview.ts';
import { successView } from '../../domain/report/viewSuccess.ts';
import type { RenderedMail } from '../../ports/mail.ts';
import { fillTemplate, unclipped } from './fillTemplate.ts';
import { limitsAttachment } from './limitsAttachment.ts';
import { changeTable, factTable, logText, noticeWords, standingLimitTable } from './noticeText.ts';
import type { MessageTemplates } from './templates.ts';
import { TEXT_WIDTH } from './textTable.ts';
import { textTables } from './textTables.ts';
import { wrapText } from './wrapText.ts';

export function renderLate(notice: LateNotice, templates: MessageTemplates): RenderedMail {
  const view = lateView(notice);
  return fillTemplate(templates, view, noticeWords(view));
}

/** The attached limits bear the date of the session they were mailed for, so that nobody takes them for today's. */
export function renderFailed(notice: FailedNotice, templates: MessageTemplates): RenderedMail {
  const { inForce } = notice;
  const attachments =
    inForce === null ? [] : [limitsAttachment(inForce, `limits-${inForce.sessionDate}.csv`)];
  const render = (most: number) => {
    const view = failedView(notice, most);
    const words = { ...noticeWords(view), limitTable: standingLimitTable(view.limits) };
    return fillTemplate(templates, view, words, attachments);
  };
  return unclipped(render(LIMITS_SHOWN), () => render(FEWER_LIMITS_SHOWN));
}

export function renderCorrection(correction: CorrectionReport, templates: MessageTemplates): RenderedMail {
  const attachments = [limitsAttachment(correction.report)];
  const render = (shown: RowsShown) => {
    const view = correctionView(correction, shown);
    return fillTemplate(templates, view, correctionWords(view), attachments);
  };
  return unclipped(render(SHOWN_IN_CORRECTION), () => render(FEWER_SHOWN_IN_CORRECTION));
}

// The same cut can stand in both tables of a correction, so each may take half the room.
const SHOWN_IN_CORRECTION: RowsShown = { ...SHOWN, cutsWithReasons: 20, cutsAltogether: 100, attention: 30 };
const FEWER_SHOWN_IN_CORRECTION: RowsShown = { ...FEWER_SHOWN, cutsAltogether: 30 };

function correctionWords(view: CorrectionView): Record<string, string> {
  return {
    ...textTables(view),
    ...noticeWords(view),
    changeTable: changeTable(view.changes),
    engine: wrapText(view.engine, TEXT_WIDTH),
    dataThrough: view.dataThrough,
  };
}

export function renderAlert(notice: AlertNotice, templates: MessageTemplates): RenderedMail {
  const view = alertMailView(notice);
  return fillTemplate(templates, view, {
    ...noticeWords(view),
    itemTable: factTable(view.items),
    logText: logText(view.logLines),
  });
}

export function renderSuccess(notice: SuccessNotice, templates: MessageTemplates): RenderedMail {
  const view = successView(notice);
  return fillTemplate(templates, view, noticeWords(view));
}

/** The page is attached and not shown: a mail program would take its styles and pictures apart. */
export function renderReview(notice: ReviewNotice, templates: MessageTemplates): RenderedMail {
  const view = reviewView(notice);
  const page = { filename: view.attached, contentType: 'text/html', content: Buffer.from(notice.page) };
  return fillTemplate(templates, view, { ...noticeWords(view), strategyTable: factTable(view.strategies) }, [
    page,
  ]);
}

export function renderTest(notice: TestNotice, templates: MessageTemplates): RenderedMail {
  const view = testMailView(notice);
  return fillTemplate(templates, view, noticeWords(view));
}
