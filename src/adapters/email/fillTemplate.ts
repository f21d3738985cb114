import Handlebars from 'handlebars';
import type { MailAttachment, RenderedMail } from '../../ports/mail.ts';
import type { MessageTemplates } from './templates.ts';

/** In bytes. Gmail clips a mail at about 102 KB; the limit leaves a margin. */
export const LONGEST_HTML = 80 * 1024;

/**
 * Fills the three templates of a message. The HTML part uses `view`. In the text part, `words` replaces
 * fields of `view` with texts laid out for a terminal; they are inserted without HTML escaping.
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
    text: tidyText(templates.text({ ...view, ...Object.fromEntries(safe) })),
    // The head of every message asks whether it has links.
    html: keepAmountsTogether(templates.html({ answerAll: '', ...view })),
    attachments,
  };
}

/**
 * The whole mail, or the shorter one if Gmail would clip it: the shorter mail states how many rows it omits.
 */
export function fitInGmail(whole: RenderedMail, shorter: () => RenderedMail): RenderedMail {
  return Buffer.byteLength(whole.html) <= LONGEST_HTML ? whole : shorter();
}

/** A title with a line of equal signs below it. */
export function underlined(title: string): string {
  return `${title}\n${'='.repeat(title.length)}`;
}

/** Plain text needs no escaping. Control characters were removed when the view was built. */
function verbatim(text: string): Handlebars.SafeString {
  return new Handlebars.SafeString(text);
}

/**
 * A line break between the minus and the dollars would show a loss as a gain. Changes text only, not
 * attributes.
 */
function keepAmountsTogether(html: string): string {
  return html.replace(/>[^<]+</g, (text) =>
    text.replace(/−\$[\d,.]*\d/g, '<span style="white-space:nowrap">$&</span>'),
  );
}

function tidyText(text: string): string {
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
