import { deliverNotices } from '../notices/deliverNotices.ts';
import { notifyRiskManagers, notifyUndelivered } from '../notices/notify.ts';
import { NOTICE_KINDS } from '../sessionState.ts';
import { type DaemonState, readDue, showDue, todaysMorning } from './daemonState.ts';

/**
 * Checks on the run under way, from another wake-up. A run may wait hours for a server: LATE, FAILED and the
 * alert about mails that do not arrive are sent in time all the same, under the run's own lease, and /health
 * stays up to date. Never throws.
 */
export async function checkRun(daemon: DaemonState): Promise<void> {
  const { running } = daemon;
  const times = todaysMorning(daemon);
  if (running === null || running.lease === null || times === null) return;
  const { desk, lease } = running;
  try {
    await desk.observe();
    const due = await readDue(daemon, desk.ports, times);
    // The run ended meanwhile. Its own wake-up performs what is due now.
    if (daemon.running !== running) return;
    showDue(daemon, due);
    const store = { ports: desk.ports, lease };
    await notifyRiskManagers(daemon, store, times, due);
    if (due.actions.includes('undelivered')) await notifyUndelivered(daemon, store, times);
    // The run may wait for hours. Notices that the mail server refused for now are tried again meanwhile.
    if (daemon.state.stored.waitingNotices > 0) await deliverNotices(desk.ports, lease, NOTICE_KINDS);
  } catch (error) {
    const problem = daemon.ports.problemOf(error).message;
    daemon.ports.log.warn('could not check on the run', { problem });
  }
}
