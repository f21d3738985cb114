import type { SendResult } from '../../ports/mail.ts';
import type { MailSettlement, QueuedMail } from '../../ports/outbox.ts';

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 300_000;
/** A server that has not answered by then will not accept the mail. */
const LONGEST_SEND_MS = 240_000;

/** How long an attempt may take: no mail is sent after its time. Milliseconds. */
export function longestSendMs({ expiresAt }: QueuedMail, now: Date): number {
  return Math.min(expiresAt.getTime() - now.getTime(), LONGEST_SEND_MS);
}

/** Log texts. Only a mail that the server accepted may be logged as handed over. */
export const OUTCOME_WORDS: Readonly<Record<SendResult['outcome'], string>> = {
  accepted: 'mail handed over',
  refused: 'mail not taken',
  unreachable: 'mail not taken',
  ambiguous: 'mail perhaps taken: the answer of the server was lost',
};

/**
 * Decides what happens after one attempt. An ambiguous result is tried once more with the same bytes and
 * Message-ID, because a missed cut costs more than a mail that arrives twice. A second ambiguous result is
 * final, and the operator must check it.
 */
export function settlementOf(result: SendResult, mail: QueuedMail, at: Date): MailSettlement {
  const { response } = result;
  const settled = { response, ambiguous: result.outcome === 'ambiguous', nextAttemptAt: null };
  const again = {
    ...settled,
    status: 'pending' as const,
    nextAttemptAt: new Date(at.getTime() + waitAfter(mail)),
  };
  switch (result.outcome) {
    case 'accepted':
      return { ...settled, status: 'sent' };
    case 'refused':
      return result.permanent ? { ...settled, status: 'refused' } : again;
    case 'unreachable':
      return again;
    case 'ambiguous':
      return mail.ambiguousTries > 0 ? { ...settled, status: 'ambiguous' } : again;
  }
}

/** Milliseconds: 30 s, 60 s, 120 s, and so on, at most 5 minutes. */
function waitAfter({ attempts }: QueuedMail): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
}
