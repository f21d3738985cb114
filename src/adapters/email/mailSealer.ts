import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanLine } from '../../domain/text/outsideText.ts';
import type { MailAddressing, MailAttachment, MailSealer, RenderedMail } from '../../ports/mail.ts';
import { MailError } from '../../shared/errors.ts';
import { parseSender, recipientAddress, type Sender } from '../../shared/mailAddress.ts';

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
 * @throws ConfigurationError on an unusable sender; `seal` rejects with MailError on an unusable recipient,
 * number or Message-ID to answer.
 */
export function createMailSealer(options: MailSealerOptions): MailSealer {
  const sender = parseSender(options.from);
  const domain = options.domain ?? sender.domain;
  return {
    async seal(mail, addressing) {
      const messageId = messageIdOf(addressing, domain);
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
      'List-Id': listId(addressing.kind, domain),
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
  const original = answeredId(addressing) ?? messageIdOf(asMorning(addressing), domain);
  const answer = subject.startsWith('Re: ') ? subject : `Re: ${subject}`;
  return { subject: answer, inReplyTo: original, references: original };
}

function answeredId({ inReplyTo }: MailAddressing): string | undefined {
  if (inReplyTo === undefined || /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(inReplyTo)) return inReplyTo;
  throw new MailError(
    'message_id_invalid',
    `correction · answers "${cleanLine(inReplyTo).slice(0, 80)}" · expected a Message-ID in <>`,
    { hint: 'This is a fault of the program: nothing was sent.' },
  );
}

function asMorning({ recipient, sessionDate, date }: MailAddressing): MailAddressing {
  return { recipient, sessionDate, date, kind: 'morning' };
}

/**
 * One id for each session, kind, number and recipient. The recipient is hashed: ids travel further than addresses.
 * @throws MailError on a number that is not whole, or below 0.
 */
function messageIdOf({ recipient, sessionDate, kind, sequence }: MailAddressing, domain: string): string {
  if (sequence !== undefined && !(Number.isSafeInteger(sequence) && sequence >= 0)) {
    throw new MailError(
      'sequence_invalid',
      `${kind} · number ${sequence} · expected a whole number, 0 or more`,
      {
        hint: 'This is a fault of the program: nothing was sent.',
      },
    );
  }
  const who = digest(recipientAddress(recipient).toLowerCase());
  const numbered = sequence === undefined ? kind : `${kind}-${sequence}`;
  return `<${numbered}.${sessionDate}.${who}@${domain}>`;
}

/** Risk managers and the operator can file what concerns them by rules of their own. */
function listId(kind: MailAddressing['kind'], domain: string): string {
  return kind === 'alert' || kind === 'success' || kind === 'test'
    ? `Daybreak operation <daybreak-operation.${domain}>`
    : `Daybreak risk morning <risk-morning.${domain}>`;
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
