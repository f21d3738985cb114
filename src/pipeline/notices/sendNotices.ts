import type { MorningTimes } from '../../domain/session/schedule.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { MorningPorts } from '../morning.ts';
import { withLease } from '../runLease.ts';
import { NOTICE_KINDS } from '../sessionState.ts';
import { NEVER_STOPPED, waitUnlessStopped } from '../stop.ts';
import { deliverNotices } from './deliverNotices.ts';
import type { NoticeSettings } from './noticeContext.ts';

/**
 * Sends the queued notices that are due: those that a server refused for now, or that an earlier process
 * left.
 */
export async function sendNotices(
  { owner, leaseMs }: NoticeSettings,
  ports: MorningPorts,
  { sessionDate }: MorningTimes,
  signal: AbortSignal = NEVER_STOPPED,
): Promise<void> {
  const terms = { sessionDate, owner, leaseMs, waitUntil: null };
  await withLease(ports, terms, ({ lease }) => deliverNotices(ports, lease, NOTICE_KINDS, signal), {
    signal,
  });
}

/** How long to retry notices while the mail server is away. */
const PATIENCE_MS = 15 * 60_000;
/** The shortest time between two looks at notices that another process may be sending. */
const SHORTEST_WAIT_MS = 5_000;

/** Sends every queued notice and retries for a while: after a one-shot run no later process may do it. */
export async function sendAllNotices(
  settings: NoticeSettings,
  ports: MorningPorts,
  times: MorningTimes,
  signal: AbortSignal,
): Promise<void> {
  const { clock, log } = ports;
  const until = clock.now().getTime() + PATIENCE_MS;
  for (;;) {
    const waiting = await waitingNotices(ports, times);
    if (waiting.length === 0) return;
    const now = clock.now().getTime();
    const next = Math.min(...waiting.map(({ nextAttemptAt }) => nextAttemptAt?.getTime() ?? now));
    const waitMs = Math.max(next - now, SHORTEST_WAIT_MS);
    if (now + waitMs > until)
      return log.error('notices were not sent; another run sends them unless they expire before it', {
        notices: waiting.length,
      });
    await waitUnlessStopped(clock, waitMs, signal);
    await sendNotices(settings, ports, times, signal);
  }
}

async function waitingNotices(
  { outbox }: MorningPorts,
  { sessionDate }: MorningTimes,
): Promise<readonly OutboxEntry[]> {
  const notices = await Promise.all(NOTICE_KINDS.map((kind) => outbox.entries(sessionDate, kind)));
  return notices.flat().filter(({ status }) => status === 'pending');
}
