import type { MailTransport, UnrecordedMails } from '../../ports/mail.ts';

/** The response of a mail that is not sent again. */
const SENT_BEFORE = 'sent before, while the database could not record it';

/**
 * A transport that sends a message once: not again where the server has accepted it in this process, or where
 * it was sent without the store. An outbox row whose result could not be stored is so settled without a
 * second mail, once the store can be written again.
 */
export function sendOnce(transport: MailTransport, unrecorded: UnrecordedMails): MailTransport {
  const accepted = new Set<string>();
  return {
    async send(mail, timeoutMs, mayEnd) {
      const { messageId } = mail;
      if (accepted.has(messageId) || unrecorded.has(messageId))
        return { outcome: 'accepted', response: SENT_BEFORE };
      const result = await transport.send(mail, timeoutMs, mayEnd);
      if (result.outcome === 'accepted') accepted.add(messageId);
      return result;
    },
  };
}
