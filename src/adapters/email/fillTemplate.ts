import Handlebars from 'handlebars';
import type { MailAttachment, RenderedMail } from '../../ports/mail.ts';
import type { MessageTemplates } from './templates.ts';

/** Gmail clips at about 102 KB; bytes. */
export const LONGEST_HTML = 80 * 1024;

/**
 * Fills a message's three templates. `view` is what the HTML shows; `words` takes the place of its fields in the text
 * part, laid out for a terminal, where no HTML entity may touch them.
 */
export function fillTemplate<View extends { readonly subject: string }>(
  templates: MessageTemplates,
  view: View,
  words: Readonly<Record<string, string>>,
  attachments: readonly MailAttachment[] = [],
): RenderedMail {
  const safe = Object.entries(words).map(([name, text]) => [name, verbatim(text)] as const);
  return {
    subject: templates.subject({ subject: verbatim(view.subject) }),
    text: tidied(templates.text({ ...view, ...Object.fromEntries(safe) })),
    html: unbroken(templates.html(view)),
    attachments,
  };
}

/** Rows are left out only when mail programs would clip the mail, which would leave rows out unsaid. */
export function unclipped(whole: RenderedMail, shorter: () => RenderedMail): RenderedMail {
  return Buffer.byteLength(whole.html) <= LONGEST_HTML ? whole : shorter();
}

/** A title with a line under it. */
export function underlined(title: string): string {
  return `${title}\n${'='.repeat(title.length)}`;
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
