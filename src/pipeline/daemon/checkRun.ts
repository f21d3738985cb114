import { notifyRiskManagers } from '../notices/notify.ts';
import { type DaemonState, readDue, showDue, todaysMorning } from './daemonState.ts';

/**
 * Checks on the run under way, from another wake-up. A run may wait hours for a server: LATE and FAILED are
 * sent in time all the same, under the run's own lease, and /health stays up to date. Never throws.
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
    await notifyRiskManagers(daemon, { ports: desk.ports, lease }, times, due);
  } catch (error) {
    const problem = daemon.ports.problemOf(error).message;
    daemon.ports.log.warn('could not check on the run', { problem });
  }
}
