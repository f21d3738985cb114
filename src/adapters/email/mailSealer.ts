import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanLine } from '../../domain/report/outsideText.ts';
import { parseSender, recipientAddress, type Sender } from '../../mailAddress.ts';
import type { MailAddressing, MailAttachment, MailSealer, RenderedMail } from '../../ports.ts';

export interface MailSealerOptions {
  /** `Daybreak <risk@desk.example>`. */
  readonly from: string;
  /** Right-hand side of Message-ID and List-Id; the sender's domain if not given. */
  readonly domain?: string;
}

/**
 * Builds the finished message: the same mail, addressing and options give the same bytes, so that a resend is the
 * very same message and is dropped as a duplicate by servers that look.
 * Headers by RFC 5322, 3834 (auto-generated), 2919 (List-Id) and 2387 (related pictures).
 * @throws ConfigurationError on an unusable sender; `seal` rejects with MailError on an unusable recipient.
 */
export function createMailSealer(options: MailSealerOptions): MailSealer {
  const sender = parseSender(options.from);
  const domain = options.domain ?? sender.domain;
  return {
    async seal(mail, addressing) {
      const messageId = messageIdOf(addressing, addressing.kind, domain);
      const composer = new MailComposer(message(mail, addressing, sender, domain, messageId));
      return { recipient: addressing.recipient, messageId, bytes: await composer.compile().build() };
    },
  };
}

function message(
  mail: RenderedMail,
  addressing: MailAddressing,
  sender: Sender,
  domain: string,
  messageId: string,
): ConstructorParameters<typeof MailComposer>[0] {
  return {
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: recipientAddress(addressing.recipient) },
    ...threading(mail, addressing, domain),
    messageId,
    date: addressing.date,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Id': `Daybreak risk morning <risk-morning.${domain}>`,
      'Content-Language': 'en',
    },
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map(attachment),
    baseBoundary: digest(messageId),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A correction answers the morning's own message, so that readers find both in one place. */
function threading(mail: RenderedMail, addressing: MailAddressing, domain: string) {
  const subject = cleanLine(mail.subject);
  if (addressing.kind !== 'correction') return { subject };
  const original = messageIdOf(addressing, 'morning', domain);
  return { subject: `Re: ${subject}`, inReplyTo: original, references: original };
}

/** One id for each session, kind and recipient. The recipient is hashed: ids travel further than addresses. */
function messageIdOf(addressing: MailAddressing, kind: MailAddressing['kind'], domain: string): string {
  const who = digest(recipientAddress(addressing.recipient).toLowerCase());
  return `<${kind}.${addressing.sessionDate}.${who}@${domain}>`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

function attachment({ filename, contentType, content, contentId }: MailAttachment) {
  const part = { filename, contentType, content };
  return contentId === undefined
    ? { ...part, contentDisposition: 'attachment' as const }
    : { ...part, cid: contentId, contentDisposition: 'inline' as const };
}
