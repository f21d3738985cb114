import type { MailJob } from '../../ports/jobQueue.ts';
import type { MailTransport, SendResult, UnrecordedMails } from '../../ports/mail.ts';
import { MAIL_HELD_MS, type MailClaims } from '../../ports/mailClaims.ts';
import type { MailSettlement, QueuedMail } from '../../ports/outbox.ts';
import type { Clock, Log } from '../../ports/runtime.ts';
import { longestSendMs, OUTCOME_WORDS, settlementOf } from '../steps/mailAttempt.ts';

export interface MailJobPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly claims: MailClaims;
  /** Made by `sendOnce` with the same record of unrecorded mails. */
  readonly transport: MailTransport;
  readonly unrecorded: UnrecordedMails;
}

const STORE_AGAIN_MS = 5_000;

/**
 * Sends one mail for the owner of the session, with the bytes that the owner stored. Does nothing where the
 * owner or another worker has it already. Where the server does not take it, the owner sends it: only the
 * owner decides about a later attempt, or that the mail is refused.
 * @throws StoreError `lease_lost` before the mail is sent.
 */
export async function doMailJob(ports: MailJobPorts, { lease, mail: id }: MailJob): Promise<void> {
  const { claims, clock, log, transport } = ports;
  const mail = await claims.claim(lease, id, clock.now());
  if (mail === null) return;
  const { recipient, attempts } = mail;
  log.debug('mail goes out', { recipient, attempt: attempts });
  const result = await transport.send(mail, longestSendMs(mail, clock.now()), () =>
    claims.hold(lease, mail, clock.now()),
  );
  const { outcome, response } = result;
  const level = outcome === 'accepted' ? 'info' : 'warn';
  log[level](OUTCOME_WORDS[outcome], { recipient, outcome, response });
  await store(ports, mail, result);
}

/**
 * Stores the result. While the store cannot be reached, tries for as long as the mail is held: no other
 * process sends it meanwhile. A record on this host makes sure that this host never sends it again.
 */
async function store(
  { claims, clock, log, unrecorded }: MailJobPorts,
  mail: QueuedMail,
  result: SendResult,
): Promise<void> {
  const at = clock.now();
  const settlement = settlementForOwner(result, mail, at);
  for (;;) {
    try {
      if (!(await claims.settle(mail, settlement, at)))
        log.warn('another process has taken the mail', {
          recipient: mail.recipient,
          outcome: result.outcome,
        });
      return;
    } catch (error) {
      if (result.outcome === 'accepted') unrecorded.add(mail.messageId);
      const isHeld = result.outcome === 'accepted' || result.outcome === 'ambiguous';
      if (!isHeld || clock.now().getTime() - at.getTime() >= MAIL_HELD_MS) throw error;
      log.warn('the result of a mail could not be stored; it is tried again', {
        recipient: mail.recipient,
        problem: error instanceof Error ? error.message : String(error),
      });
      await clock.wait(STORE_AGAIN_MS);
    }
  }
}

function settlementForOwner(result: SendResult, mail: QueuedMail, at: Date): MailSettlement {
  const { outcome, response } = result;
  if (outcome === 'accepted' || outcome === 'ambiguous') return settlementOf(result, mail, at);
  return { status: 'pending', response, ambiguous: false, nextAttemptAt: null };
}
