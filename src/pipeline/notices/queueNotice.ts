import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { withLease } from '../runLease.ts';
import { deliverNotices } from './deliverNotices.ts';
import { keyOf, type Notice, sealAll } from './notice.ts';
import type { NoticeContext, NoticePorts, NoticeStore } from './noticeContext.ts';
import { sendDirectly } from './sendDirectly.ts';

/**
 * Sends a notice once for its session, kind, code and recipient, however often it is called. Queues it in the
 * outbox. If the store itself fails, sends it directly. A notice that cannot be queued for another reason
 * waits for the next wake-up; a one-shot run has none, and sends it directly too.
 * @param store null where the store cannot be used.
 */
export async function queueNotice(
  context: NoticeContext,
  store: NoticeStore | null,
  times: MorningTimes,
  notice: Notice,
): Promise<void> {
  const { state, settings } = context;
  const { sessionDate } = times;
  const end = store === null ? 'store failed' : await queueOrFail(context, store, sessionDate, notice);
  // Without the store it is unknown what is unanswered: a reminder waits for it.
  const isDirect =
    notice.kind !== 'reminder' && (end === 'store failed' || (end === 'waits' && settings.isOneShot));
  if (end === 'queued' || (isDirect && (await sendDirectly(context, sessionDate, notice))))
    state.notified.add(keyOf(notice));
}

async function queueOrFail(
  context: NoticeContext,
  store: NoticeStore,
  sessionDate: string,
  notice: Notice,
): Promise<'queued' | 'waits' | 'store failed'> {
  const { ports } = context;
  const { kind, code } = notice;
  const details = { sessionDate, kind, code: code ?? undefined };
  try {
    const isQueued = await queueAndSend(context, store, sessionDate, notice);
    ports.log.info(
      isQueued ? 'a notice is in the outbox' : 'a notice waits: another process has the session',
      details,
    );
    return isQueued ? 'queued' : 'waits';
  } catch (error) {
    const problem = ports.problemOf(error);
    const failed = { ...details, code: problem.code, problem: problem.message };
    ports.log.error('a notice could not be stored', failed);
    // After a lost lease the new owner sends the notice. A retryable error has passed by the next wake-up.
    return problem.origin !== 'store' || problem.code === 'lease_lost' || problem.retryable
      ? 'waits'
      : 'store failed';
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
  notice: Notice,
): Promise<boolean> {
  const at = ports.clock.now();
  const { kind, code, expiresAt } = notice;
  const sealed = await sealAll(ports, sessionDate, notice);
  const mails = sealed.map((each) => ({ kind, code, sealed: each, expiresAt }));
  const write = async (lease: RunLease) => {
    await store.ports.outbox.queue(lease, mails, at);
    await deliverNotices(store.ports, lease, [kind]);
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
