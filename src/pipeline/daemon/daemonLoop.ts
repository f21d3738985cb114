import type { DueAction } from '../../domain/session/schedule.ts';
import { Stopped, throwIfStopped } from '../stop.ts';
import { checkRun } from './checkRun.ts';
import { DaemonLease } from './daemonLease.ts';
import type { DaemonPorts, DaemonSettings, OpenDesk } from './daemonPorts.ts';
import {
  beginAction,
  type DaemonState,
  endAction,
  forgetEarlierSession,
  newDaemonState,
  readDue,
  readStatus,
  setStatus,
  showDue,
  showHolder,
  todaysMorning,
} from './daemonState.ts';
import type { DaemonStatus } from './daemonStatus.ts';
import { perform } from './perform.ts';
import { reportError } from './reportError.ts';

/**
 * The daemon. A wake-up opens the store, holds the daemon lease, reads the state, and performs the due
 * actions one by one. Clock, calendar and store alone decide what is due, so a wake-up that is lost or
 * repeated changes nothing.
 */
export class DaemonLoop {
  readonly #stop = new AbortController();
  readonly #daemon: DaemonState;
  readonly #lease: DaemonLease;
  #turn: Promise<void> | null = null;
  #check: Promise<void> | null = null;

  constructor(ports: DaemonPorts, settings: DaemonSettings) {
    this.#daemon = newDaemonState(ports, settings, this.#stop.signal);
    this.#lease = new DaemonLease(ports, {
      ...settings,
      onHolder: (other) => showHolder(this.#daemon, other),
    });
  }

  status(): DaemonStatus {
    return readStatus(this.#daemon);
  }

  /** Performs what is due. While an earlier wake-up is at work, only checks on its run. Never throws. */
  async wakeUp(): Promise<void> {
    if (this.#stop.signal.aborted) return;
    setStatus(this.#daemon, { wokenAt: this.#daemon.ports.clock.now() });
    if (this.#turn === null) {
      this.#turn = this.#takeTurn().finally(() => {
        this.#turn = null;
      });
      await this.#turn;
    } else if (this.#check === null) {
      this.#check = checkRun(this.#daemon).finally(() => {
        this.#check = null;
      });
      await this.#check;
    }
  }

  /** Finishes the step under way and releases the daemon lease. Never throws. */
  async stop(): Promise<void> {
    const { log, problemOf } = this.#daemon.ports;
    this.#stop.abort();
    await this.#turn;
    await this.#onDesk(({ ports: { runs } }) => this.#lease.release(runs)).catch((error: unknown) =>
      log.warn('the daemon lease could not be released; it ends by itself', {
        problem: problemOf(error).message,
      }),
    );
    setStatus(this.#daemon, { state: 'stopped', holder: null });
  }

  async #takeTurn(): Promise<void> {
    try {
      forgetEarlierSession(this.#daemon);
      await this.#onDesk((desk) => this.#lease.holdDuring(desk.ports.runs, () => this.#performDue(desk)));
      this.#daemon.lastError = null;
    } catch (error) {
      if (!(error instanceof Stopped)) return reportError(this.#daemon, error);
      this.#daemon.ports.log.info('stopped between two steps; the next daemon continues from here');
    }
  }

  async #onDesk(work: (desk: OpenDesk) => Promise<void>): Promise<void> {
    const desk = await this.#daemon.ports.open();
    try {
      await work(desk);
    } finally {
      this.#daemon.running = null;
      await desk.close();
    }
  }

  /**
   * Performs each due action at most once, and reads the state again after each: an action can make another
   * one due.
   */
  async #performDue(desk: OpenDesk): Promise<void> {
    const daemon = this.#daemon;
    for (const performed = new Set<DueAction>(); ; ) {
      const times = todaysMorning(daemon);
      if (times === null) return showDue(daemon, { actions: [], why: 'no session today' });
      const due = await readDue(daemon, desk.ports, times);
      showDue(daemon, due);
      throwIfStopped(daemon.signal);
      const action = due.actions.find((each) => !performed.has(each));
      if (action === undefined) return;
      performed.add(action);
      beginAction(daemon, desk);
      await perform(daemon, desk, times, action);
      endAction(daemon);
    }
  }
}
