import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { cleanLine } from '../../domain/text/outsideText.ts';
import type { MailAddressing, MailAttachment, MailSealer, RenderedMail } from '../../ports/mail.ts';
import { MailError } from '../../shared/errors.ts';
import { parseSender, recipientAddress, type Sender } from '../../shared/mailAddress.ts';

export interface MailSealerOptions {
  /** Name and address of the sender: `Daybreak <risk@desk.example>`. */
  readonly from: string;
  /** Domain in Message-ID and List-Id; the sender's domain by default. */
  readonly domain?: string;
}

/**
 * Builds the bytes of a message. The same mail, addressing and options give the same bytes, so a message that
 * is sent again is identical, and servers that check for duplicates drop it. Headers follow RFC 5322, 3834
 * (auto-generated), 2919 (List-Id) and 2387 (related pictures).
 * @throws ConfigurationError when the sender is invalid. `seal` rejects with MailError when the recipient,
 *   the sequence number or the Message-ID in `inReplyTo` is invalid.
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

/** A correction or a reminder replies to the morning's message: mail programs show both in one thread. */
function threading(mail: RenderedMail, addressing: MailAddressing, domain: string) {
  const subject = cleanLine(mail.subject);
  if (addressing.kind !== 'correction' && addressing.kind !== 'reminder') return { subject };
  const original = answeredId(addressing) ?? messageIdOf(asMorning(addressing), domain);
  const answer = subject.startsWith('Re: ') ? subject : `Re: ${subject}`;
  return { subject: answer, inReplyTo: original, references: original };
}

function answeredId({ inReplyTo }: MailAddressing): string | undefined {
  if (inReplyTo === undefined || /^<[\x21-\x3b\x3d\x3f-\x7e]+>$/.test(inReplyTo)) return inReplyTo;
  throw new MailError(
    'message_id_invalid',
    `correction · found the Message-ID "${cleanLine(inReplyTo).slice(0, 80)}" · expected one in <>`,
    { hint: 'This is an error in Daybreak; nothing was sent.' },
  );
}

function asMorning({ recipient, sessionDate, date }: MailAddressing): MailAddressing {
  return { recipient, sessionDate, date, kind: 'morning' };
}

/**
 * One id per session, kind, sequence number, code and recipient. The recipient is hashed, because replies
 * quote the id. A code is hashed to eight digits, because a longer id would be folded onto a second header
 * line.
 * @throws MailError when the sequence number is not a whole number of at least 0.
 */
function messageIdOf(
  { recipient, sessionDate, kind, sequence, code = null }: MailAddressing,
  domain: string,
): string {
  if (sequence !== undefined && !(Number.isSafeInteger(sequence) && sequence >= 0)) {
    throw new MailError(
      'sequence_invalid',
      `${kind} · found the sequence number ${sequence} · expected a whole number, 0 or more`,
      {
        hint: 'This is an error in Daybreak; nothing was sent.',
      },
    );
  }
  const who = digest(recipientAddress(recipient).toLowerCase());
  const numbered = sequence === undefined ? kind : `${kind}-${sequence}`;
  const coded = code === null ? numbered : `${numbered}-${digest(code).slice(0, 8)}`;
  return `<${coded}.${sessionDate}.${who}@${domain}>`;
}

/** Two lists, so that risk managers and the operator can sort the mails with mail rules. */
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
