import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { MailAddressing, RenderedMail } from '../../ports/mail.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { withLease } from '../runLease.ts';
import { deliverDue } from '../steps/deliver.ts';
import type { NoticeContext, NoticePorts, NoticeStore } from './noticeContext.ts';

/** A rendered notice and its recipients. Kind and code identify it within a session. */
export interface Notice {
  readonly kind: Exclude<MailAddressing['kind'], 'morning' | 'correction' | 'test' | 'review'>;
  /** The code of an alert; null for other notices. */
  readonly code: string | null;
  readonly recipients: readonly string[];
  readonly mail: RenderedMail;
  readonly expiresAt: Date;
}

/**
 * Sends a notice once for its session, kind, code and recipient, however often it is called. Queues it in the
 * outbox. If the store itself fails, sends it directly. A notice that cannot be queued for another reason
 * waits for the next wake-up.
 * @param store null where the store cannot be opened.
 */
export async function queueNotice(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
  notice: Notice,
): Promise<void> {
  const { ports, state } = context;
  const { sessionDate } = times;
  if (store === null || !(await isHandled(context, store, sessionDate, notice))) {
    if (await sendDirectly(ports, sessionDate, notice)) state.notified.add(keyOf(notice));
  }
}

/** The key of a notice in `ProcessState.notified`. */
export function keyOf({ kind, code }: Pick<Notice, 'kind' | 'code'>): string {
  return code === null ? kind : `${kind} ${code}`;
}

/** Whether the notice is in the outbox, or waits for a later wake-up. False: the store failed. */
async function isHandled(
  context: NoticeContext,
  store: NoticeStore,
  sessionDate: string,
  notice: Notice,
): Promise<boolean> {
  const { ports, state } = context;
  const { kind, code } = notice;
  const details = { sessionDate, kind, code: code ?? undefined };
  try {
    const isQueued = await queueAndSend(context, store, sessionDate, notice);
    if (isQueued) state.notified.add(keyOf(notice));
    ports.log.info(
      isQueued ? 'a notice is in the outbox' : 'a notice waits: another process has the session',
      details,
    );
    return true;
  } catch (error) {
    const problem = ports.problemOf(error);
    const failed = { ...details, code: problem.code, problem: problem.message };
    ports.log.error('a notice could not be stored', failed);
    // After a lost lease the new owner sends the notice. A retryable error has passed by the next wake-up.
    return problem.origin !== 'store' || problem.code === 'lease_lost' || problem.retryable;
  }
}

/**
 * Writes a row for each recipient and sends those that are due.
 * @returns false where another process holds the session's lease.
 * @throws StoreError
 */
async function queueAndSend(
  { ports, settings: { owner, leaseMs } }: NoticeContext,
  store: NoticeStore,
  sessionDate: string,
  { kind, code, recipients, mail, expiresAt }: Notice,
): Promise<boolean> {
  const at = ports.clock.now();
  const mails = await Promise.all(
    recipients.map(async (recipient) => ({
      kind,
      code,
      sealed: await seal(ports, mail, { recipient, sessionDate, kind, code, date: at }),
      expiresAt,
    })),
  );
  const write = async (lease: RunLease) => {
    await store.ports.outbox.queue(lease, mails, at);
    await deliverDue(store.ports, lease, [kind]);
    await logRefused(store, ports, sessionDate, kind, new Set(mails.map(({ sealed }) => sealed.messageId)));
    return true;
  };
  if (store.lease !== null) return write(store.lease);
  const terms = { sessionDate, owner, leaseMs, waitUntil: null };
  return (await withLease(store.ports, terms, ({ lease }) => write(lease))) === true;
}

/** The log is then the only place that has the notice: it must state that the mail did not arrive. */
async function logRefused(
  { ports: { outbox } }: NoticeStore,
  { log }: NoticePorts,
  sessionDate: string,
  kind: Notice['kind'],
  messageIds: ReadonlySet<string>,
): Promise<void> {
  const entries = await outbox.entries(sessionDate, kind);
  const refused = entries.filter(
    ({ messageId, status }) => messageIds.has(messageId) && status === 'refused',
  );
  if (refused.length === 0) return;
  const recipients = refused.map(({ recipient }) => recipient);
  log.error(REFUSED_WORDS[kind === 'alert' ? 'alert' : 'notice'], { sessionDate, kind, recipients });
}

const REFUSED_WORDS = {
  alert: 'the operator could not be alerted by mail: the mail server refused it',
  notice: 'a notice could not be mailed: the mail server refused it',
} as const;

/** How long a direct send may take: only this process knows of the notice. */
const PATIENCE_MS = 60_000;

/** Sends a notice without the store. @returns whether each recipient has it, or may have it. */
async function sendDirectly(
  ports: NoticePorts,
  sessionDate: string,
  { kind, code, recipients, mail }: Notice,
): Promise<boolean> {
  let all = true;
  for (const recipient of recipients) {
    const sealed = await seal(ports, mail, { recipient, sessionDate, kind, code, date: ports.clock.now() });
    const { outcome, response } = await ports.transport.send(sealed, PATIENCE_MS);
    ports.log.warn('a notice was sent without the database', { kind, recipient, outcome, response });
    all &&= outcome === 'accepted' || outcome === 'ambiguous';
  }
  return all;
}

/** Sequence 0 is part of the Message-ID of a notice without a code. */
function seal({ sealer }: NoticePorts, mail: RenderedMail, addressing: MailAddressing) {
  return sealer.seal(mail, addressing.code === null ? { ...addressing, sequence: 0 } : addressing);
}
