import type { MailSettlement, QueuedMail } from './outbox.ts';
import type { RunLease } from './runLedger.ts';

/**
 * How long after the last byte of a mail it belongs to the worker that sent it. An attempt lasts 240 seconds
 * at most, and the store may be away for a while after it. Milliseconds.
 */
export const MAIL_HELD_MS = 300_000;

/**
 * Mails that workers send for the owner of a session. A claim alone can be taken back at any time: before it
 * sends the last byte, a worker must hold the mail, and finds there that it was taken back. A mail that is
 * held belongs to its worker for five minutes, even where the session has another owner meanwhile: only the
 * worker knows whether the server accepted it.
 */
export interface MailClaims {
  /**
   * Claims one mail for this worker; null where it is not pending any more, or its time has passed.
   * @throws StoreError `lease_lost`
   */
  claim(lease: RunLease, id: number, now: Date): Promise<QueuedMail | null>;
  /**
   * Holds a claimed mail: from now on the server may have it.
   * @returns false where the claim was taken back.
   * @throws StoreError `lease_lost`
   */
  hold(lease: RunLease, mail: QueuedMail, now: Date): Promise<boolean>;
  /**
   * Stores what became of a claimed mail, also after the lease was lost.
   * @returns false where another process has taken the mail meanwhile: nothing is stored then.
   */
  settle(mail: QueuedMail, settlement: MailSettlement, at: Date): Promise<boolean>;
}
