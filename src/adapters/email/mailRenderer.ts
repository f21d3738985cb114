import Handlebars from 'handlebars';
import { limitsCsv } from '../../domain/report/limitsFile.ts';
import { groupDecisions } from '../../domain/report/order.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { FEWER_SHOWN, type ReportView, type RowsShown, reportView, SHOWN } from '../../domain/report/view.ts';
import { picturedHistories } from '../../domain/report/viewPictures.ts';
import type { MailAttachment, MailRenderer, RenderedMail } from '../../ports.ts';
import { drawHistory } from './historyPicture.ts';
import { loadTemplates, type MessageTemplates } from './templates.ts';
import { TEXT_WIDTH, textTables } from './textTables.ts';
import { wrapped } from './wrapped.ts';

/** The name of the attached file with every trader's limit. */
export const LIMITS_FILE = 'limits.csv';
/** Gmail clips at about 102 KB; bytes. */
export const LONGEST_HTML = 80 * 1024;

/**
 * Turns a report into subject, text, HTML, pictures and limits.csv; the same report gives the same bytes.
 * Templates are read and compiled at the first mail and kept.
 */
export function createMailRenderer(): MailRenderer {
  let templates: Promise<MessageTemplates> | null = null;
  return {
    async morning(report) {
      templates ??= loadTemplates('morning');
      return render(report, await templates);
    },
  };
}

/** Rows are left out only when mail programs would clip the mail, which would leave rows out unsaid. */
function render(report: MorningReport, templates: MessageTemplates): RenderedMail {
  const mail = renderRows(report, templates, SHOWN);
  return Buffer.byteLength(mail.html) <= LONGEST_HTML ? mail : renderRows(report, templates, FEWER_SHOWN);
}

function renderRows(report: MorningReport, templates: MessageTemplates, shown: RowsShown): RenderedMail {
  const view = reportView(report, shown);
  return {
    subject: templates.subject({ subject: verbatim(view.subject) }),
    text: tidied(templates.text(textView(view))),
    html: unbroken(templates.html(view)),
    attachments: [...pictures(report, shown), limitsAttachment(report)],
  };
}

/** The view for the text part: the same words, which no HTML entity may touch, in lines a terminal shows whole. */
function textView(view: ReportView): object {
  const title = `${view.headline.toUpperCase()} · ${view.day}`;
  const words = {
    title: `${title}\n${'='.repeat(title.length)}`,
    lead: wrapped(view.lead, TEXT_WIDTH),
    engine: wrapped(view.engine, TEXT_WIDTH),
    dataThrough: view.dataThrough,
    attached: view.attached,
    ...textTables(view),
  };
  const safe = Object.entries(words).map(([name, text]) => [name, verbatim(text)] as const);
  return { ...view, ...Object.fromEntries(safe) };
}

// Plain text has nothing to escape; the words were cleaned of control characters when the view was built.
function verbatim(text: string): Handlebars.SafeString {
  return new Handlebars.SafeString(text);
}

/** A line that ends between the minus and the dollars would turn a loss into a gain. Text only, never attributes. */
function unbroken(html: string): string {
  return html.replace(/>[^<]+</g, (text) =>
    text.replace(/−\$[\d,.]*\d/g, '<span style="white-space:nowrap">$&</span>'),
  );
}

function tidied(text: string): string {
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}

function pictures(report: MorningReport, shown: RowsShown): readonly MailAttachment[] {
  const { cuts } = groupDecisions(report);
  return picturedHistories(report, cuts, shown.pictures).map((history, index) => ({
    filename: `history-${index + 1}.png`,
    contentType: 'image/png',
    content: drawHistory(history),
    contentId: `history-${index + 1}`,
  }));
}

function limitsAttachment(report: MorningReport): MailAttachment {
  return {
    filename: LIMITS_FILE,
    contentType: 'text/csv; charset=utf-8',
    content: Buffer.from(limitsCsv(report), 'utf8'),
  };
}
