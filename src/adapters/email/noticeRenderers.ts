import { alertMailView } from '../../domain/report/alertMailView.ts';
import type { AnswerUrls } from '../../domain/report/answerUrls.ts';
import { type CorrectionView, correctionView } from '../../domain/report/correctionView.ts';
import { FEWER_LIMITS_SHOWN, failedView, LIMITS_SHOWN } from '../../domain/report/failedView.ts';
import { lateView } from '../../domain/report/lateView.ts';
import type {
  AlertNotice,
  CorrectionReport,
  FailedNotice,
  LateNotice,
  ReminderNotice,
  ReviewNotice,
  SuccessNotice,
  TestNotice,
} from '../../domain/report/notices.ts';
import { reminderView } from '../../domain/report/reminderView.ts';
import { reviewView } from '../../domain/report/reviewView.ts';
import { FEWER_SHOWN, type RowsShown, SHOWN } from '../../domain/report/rowsShown.ts';
import { successView } from '../../domain/report/successView.ts';
import { testMailView } from '../../domain/report/testMailView.ts';
import type { RenderedMail } from '../../ports/mail.ts';
import { fillTemplate, fitInGmail } from './fillTemplate.ts';
import { limitsAttachment } from './limitsAttachment.ts';
import {
  factTable,
  groupText,
  logText,
  noticeTexts,
  otherChangeTable,
  standingLimitTable,
} from './noticeText.ts';
import type { MessageTemplates } from './templates.ts';
import { changeTexts, textTables } from './textTables.ts';

/** Renders the mail that the morning is late. */
export function renderLate(notice: LateNotice, templates: MessageTemplates): RenderedMail {
  const view = lateView(notice);
  return fillTemplate(templates, view, noticeTexts(view));
}

/**
 * Renders the mail that the morning failed. The file name has the date of the old limits, to show they are
 * not new.
 */
export function renderFailed(notice: FailedNotice, templates: MessageTemplates): RenderedMail {
  const { inForce } = notice;
  const attachments =
    inForce === null ? [] : [limitsAttachment(inForce, `limits-${inForce.sessionDate}.csv`)];
  const render = (most: number) => {
    const view = failedView(notice, most);
    const words = { ...noticeTexts(view), limitTable: standingLimitTable(view.limits) };
    return fillTemplate(templates, view, words, attachments);
  };
  return fitInGmail(render(LIMITS_SHOWN), () => render(FEWER_LIMITS_SHOWN));
}

/** Renders the correction of a morning mail, with the new limits attached. */
export function renderCorrection(
  correction: CorrectionReport,
  templates: MessageTemplates,
  links: AnswerUrls | null,
): RenderedMail {
  const attachments = [limitsAttachment(correction.report)];
  const render = (shown: RowsShown) => {
    const view = correctionView(correction, shown, links);
    return fillTemplate(templates, view, correctionWords(view), attachments);
  };
  return fitInGmail(render(SHOWN_IN_CORRECTION), () => render(FEWER_SHOWN));
}

const SHOWN_IN_CORRECTION: RowsShown = { ...SHOWN, stayCut: 40 };

function correctionWords(view: CorrectionView): Record<string, string> {
  return {
    ...textTables(view),
    ...noticeTexts(view),
    otherChangeTable: otherChangeTable(view.otherChanges.rows),
  };
}

/** Renders the reminder of changes without an answer. */
export function renderReminder(
  notice: ReminderNotice,
  templates: MessageTemplates,
  links: AnswerUrls | null,
): RenderedMail {
  const view = reminderView(notice, SHOWN.changesWithReasons, links);
  return fillTemplate(templates, view, { ...noticeTexts(view), ...changeTexts(view) });
}

/** Renders an alert to the operator. */
export function renderAlert(notice: AlertNotice, templates: MessageTemplates): RenderedMail {
  const view = alertMailView(notice);
  return fillTemplate(templates, view, {
    ...noticeTexts(view),
    itemTable: factTable(view.items),
    logText: logText(view.logLines),
  });
}

/** Renders the mail to the operator that the morning succeeded. */
export function renderSuccess(notice: SuccessNotice, templates: MessageTemplates): RenderedMail {
  const view = successView(notice);
  return fillTemplate(templates, view, noticeTexts(view));
}

/**
 * Renders the monthly review. Page and appendix are attached, because mail programs remove their styles and
 * drawings.
 */
export function renderReview(notice: ReviewNotice, templates: MessageTemplates): RenderedMail {
  const view = reviewView(notice);
  const file = (filename: string, html: string) => ({
    filename,
    contentType: 'text/html',
    content: Buffer.from(html),
  });
  return fillTemplate(templates, view, { ...noticeTexts(view), groupText: groupText(view.groups) }, [
    file(view.attached, notice.page),
    file(view.appendix, notice.appendix),
  ]);
}

/** Renders the test mail. */
export function renderTest(notice: TestNotice, templates: MessageTemplates): RenderedMail {
  const view = testMailView(notice);
  return fillTemplate(templates, view, noticeTexts(view));
}
