import type { AnswerUrls } from '../../domain/report/answerUrls.ts';
import { picturedHistories } from '../../domain/report/pictureViews.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { type ReportView, reportView } from '../../domain/report/reportView.ts';
import { FEWER_SHOWN, type RowsShown, SHOWN } from '../../domain/report/rowsShown.ts';
import type { MailAttachment, MailRenderer, RenderedMail } from '../../ports/mail.ts';
import { fillTemplate, fitInGmail, underlined } from './fillTemplate.ts';
import { drawHistory } from './historyPicture.ts';
import { limitsAttachment } from './limitsAttachment.ts';
import {
  renderAlert,
  renderCorrection,
  renderFailed,
  renderLate,
  renderReminder,
  renderReview,
  renderSuccess,
  renderTest,
} from './noticeRenderers.ts';
import { loadTemplates, type MessageTemplates } from './templates.ts';
import { TEXT_WIDTH } from './textTable.ts';
import { textTables } from './textTables.ts';
import { wrapText } from './wrapText.ts';

/**
 * Renders reports and notices as subject, text, HTML and attachments. The same facts give the same bytes. The
 * templates of a message are compiled with its first mail and then kept.
 */
export function createMailRenderer(): MailRenderer {
  return {
    morning: rendererOf('morning', renderMorning),
    late: rendererOf('late', renderLate),
    failed: rendererOf('failed', renderFailed),
    correction: rendererOf('correction', renderCorrection),
    reminder: rendererOf('reminder', renderReminder),
    alert: rendererOf('alert', renderAlert),
    success: rendererOf('success', renderSuccess),
    review: rendererOf('review', renderReview),
    test: rendererOf('test', renderTest),
  };
}

function rendererOf<Facts>(
  stem: string,
  render: (facts: Facts, templates: MessageTemplates, links: AnswerUrls | null) => RenderedMail,
): (facts: Facts, links?: AnswerUrls | null) => Promise<RenderedMail> {
  let templates: Promise<MessageTemplates> | null = null;
  return async (facts, links = null) => {
    templates ??= loadTemplates(stem);
    return render(facts, await templates, links);
  };
}

function renderMorning(
  report: MorningReport,
  templates: MessageTemplates,
  links: AnswerUrls | null,
): RenderedMail {
  const render = (shown: RowsShown) => renderRows(report, templates, shown, links);
  return fitInGmail(render(SHOWN), () => render(FEWER_SHOWN));
}

function renderRows(
  report: MorningReport,
  templates: MessageTemplates,
  shown: RowsShown,
  links: AnswerUrls | null,
): RenderedMail {
  const view = reportView(report, shown, links);
  return fillTemplate(templates, view, textWords(view), [
    ...pictures(report, shown),
    limitsAttachment(report),
  ]);
}

/** The fields of the text part, wrapped to 78 terminal cells. */
function textWords(view: ReportView): Record<string, string> {
  return {
    title: underlined(`${view.headline.toUpperCase()} · ${view.day}`),
    lead: wrapText(view.lead, TEXT_WIDTH),
    attached: wrapText(view.attached, TEXT_WIDTH),
    ...textTables(view),
  };
}

function pictures(report: MorningReport, shown: RowsShown): readonly MailAttachment[] {
  return picturedHistories(report, shown.pictures).map((history, index) => ({
    filename: `history-${index + 1}.png`,
    contentType: 'image/png',
    content: drawHistory(history),
    contentId: `history-${index + 1}`,
  }));
}
