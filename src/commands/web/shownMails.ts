import { readMailContent } from '../../adapters/email/mailContent.ts';
import { answerLinksIn, withoutAnswerLinks } from '../../adapters/web/answers/signing/hiddenLinks.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { ScreenRecords } from '../../ports/screens/screenRecords.ts';
import type { ShownMails } from '../../ports/screens/shownMails.ts';

/** Stored mails for readers of the desk page: without the links that answer for their recipients. */
export function createShownMails(clock: Clock, records: () => Promise<ScreenRecords>): ShownMails {
  return {
    async mail(id) {
      const stored = await (await records()).mail(id);
      if (stored === null) return null;
      const { bytes, ...mail } = stored;
      const { subject, html, text, attachments } = await readMailContent(bytes);
      const links = answerLinksIn(`${html ?? ''}\n${text}`);
      const isOver = links.lastUntil !== null && links.lastUntil <= clock.now();
      return {
        mail,
        subject,
        html: html === null ? null : withoutAnswerLinks(html),
        text: withoutAnswerLinks(text),
        attachments,
        hadLinks: links.count > 0,
        file: links.count === 0 || isOver ? bytes : null,
      };
    },
  };
}
