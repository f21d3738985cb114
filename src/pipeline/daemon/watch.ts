import { clockWords } from '../../domain/report/noticeView.ts';
import {
  type DueAction,
  type DueActions,
  dueActions,
  type MorningTimes,
  morningAt,
  nextMorning,
} from '../../domain/session/schedule.ts';
import { Stopped } from '../stop.ts';
import { doWithoutStore, handOverNotices, keepHouse, tellRisk } from './duties.ts';
import { morningState } from './morningState.ts';
import { careFor, climb } from './rungs.ts';
import { newMemory, remember, soFarOf, type UnderWay, type Watching } from './watching.ts';
import { createWatchLease } from './watchLease.ts';
import type { WatchDesk, WatchPorts, WatchSettings } from './watchPorts.ts';
import { JUST_STARTED, type WatchStatus } from './watchStatus.ts';

export interface Watch {
  /** Looks at what is due and does it; while an earlier wake-up is still at work, only at what cannot wait. Never throws. */
  wakeUp(): Promise<void>;
  /** Finishes the step under way, and hands the watch over. Never throws. */
  standDown(): Promise<void>;
  status(): WatchStatus;
}

/** The daemon: woken every now and then, it decides from clock, calendar and store alone what there is to do. */
export function createWatch(ports: WatchPorts, settings: WatchSettings): Watch {
  const lease = createWatchLease(settings.owner, settings.leaseMs);
  let watching: Watching = { ports, settings, memory: newMemory(null) };
  let working: Promise<void> | null = null;
  let underWay: (UnderWay & { readonly desk: WatchDesk }) | null = null;
  let isBeside = false;
  let status = JUST_STARTED;
  let trouble: string | null = null;

  return { wakeUp, standDown, status: statusNow };

  async function wakeUp(): Promise<void> {
    if (settings.stop.isThrown) return;
    note({ wokenAt: ports.clock.now() });
    if (working !== null) return lookBeside();
    working = work();
    try {
      await working;
    } finally {
      working = null;
    }
  }

  async function standDown(): Promise<void> {
    settings.stop.throw();
    await working;
    try {
      await withDesk(({ ports: { runs } }) => lease.giveBack(runs));
    } catch (error) {
      ports.log.warn('the watch could not be handed over; it ends by itself', {
        problem: ports.problemOf(error).message,
      });
    }
    note({ state: 'stopped', holder: null });
  }

  /** One whole wake-up, whatever happens in it. */
  async function work(): Promise<void> {
    try {
      rollOver();
      await withDesk(onDuty);
      trouble = null;
    } catch (error) {
      if (error instanceof Stopped)
        return ports.log.info('stopped between two steps; what is left is handed over');
      await inTrouble(error).catch((second: unknown) =>
        ports.log.error('a wake-up failed', { problem: ports.problemOf(second).message }),
      );
    }
  }

  async function withDesk(duty: (desk: WatchDesk) => Promise<void>): Promise<void> {
    const desk = await ports.open();
    try {
      await duty(desk);
    } finally {
      underWay = null;
      await desk.close();
    }
  }

  async function onDuty(desk: WatchDesk): Promise<void> {
    if (!(await keepWatch(desk))) return;
    const renewal = ports.repeater.every(settings.leaseMs / 3, async () => {
      await keepWatch(desk).catch((error: unknown) =>
        ports.log.warn('the watch could not be renewed', { problem: ports.problemOf(error).message }),
      );
    });
    try {
      await climbAll(desk);
    } finally {
      renewal.stop();
    }
  }

  /** By writing to the database, which shows too that it can be written to. */
  async function keepWatch({ ports: { runs } }: WatchDesk): Promise<boolean> {
    const holder = await lease.keep(runs, ports.clock.now());
    if (status.databaseProblem !== null) ports.log.info('the database can be written again');
    if (holder !== null && status.holder !== holder.owner)
      ports.log.info('another daemon keeps the watch: standing by', {
        owner: holder.owner,
        until: holder.until.toISOString(),
      });
    if (holder === null && status.holder !== settings.owner)
      ports.log.info('keeping the watch', { owner: settings.owner });
    const why = holder === null ? status.why : 'another daemon keeps the watch';
    const state = holder === null ? (underWay ? 'running' : 'watching') : 'standing by';
    note({ state, why, databaseProblem: null, holder: holder?.owner ?? settings.owner });
    return holder === null;
  }

  /** Rung by rung, each once at most, for doing one can make another due. */
  async function climbAll(desk: WatchDesk): Promise<void> {
    const climbed = new Set<DueAction>();
    for (;;) {
      const times = today();
      if (times === null) return see({ actions: [], why: 'no session today' });
      await remember(watching, desk, times);
      const due = dueActions(ports.clock.now(), times, soFarOf(watching, false), settings.correctionEveryMs);
      see(due);
      const rung = due.actions.find((each) => !climbed.has(each) && !isMissedTold(each));
      if (rung === undefined || settings.stop.isThrown) return finish(desk, times);
      climbed.add(rung);
      underWay = { desk, lease: null };
      note({ state: 'running', nextRunAt: nextRunAt() });
      await climb(watching, desk, times, rung, (held) => {
        underWay = { desk, lease: held };
      });
      underWay = null;
      note({ state: 'watching' });
    }
  }

  /** Notices yet to be handed over, and what follows a morning whose mails are all out. */
  async function finish(desk: WatchDesk, times: MorningTimes): Promise<void> {
    const { memory } = watching;
    const { stored } = memory;
    if (settings.stop.isThrown) throw new Stopped();
    if (stored.decided && stored.waiting === 0 && !memory.caredFor) {
      await careFor(watching, desk, times);
      await keepHouse(watching, { desk, lease: null }, times);
    } else if (stored.backlog > stored.waiting) {
      await handOverNotices(watching, desk, times);
    }
  }

  /**
   * While a run is under way, which may wait hours for a server: LATE and FAILED come in time all the same, and who asks
   * hears how it stands.
   */
  async function lookBeside(): Promise<void> {
    const times = today();
    const beside = underWay;
    if (isBeside || beside === null || beside.lease === null || times === null) return;
    isBeside = true;
    try {
      await remember(watching, beside.desk, times);
      await beside.desk.observe();
      // The run ended meanwhile, and says itself how.
      if (underWay === null) return;
      const due = dueActions(ports.clock.now(), times, soFarOf(watching, true), settings.correctionEveryMs);
      see(due);
      await tellRisk(watching, due, beside, times);
    } catch (error) {
      ports.log.warn('could not look beside the run', { problem: ports.problemOf(error).message });
    } finally {
      isBeside = false;
    }
  }

  /** Whatever broke the wake-up off is told past the store, for it may be the store. */
  async function inTrouble(error: unknown): Promise<void> {
    const problem = ports.problemOf(error);
    const { code, message, hint, origin } = problem;
    if (trouble !== message) ports.log.error('nothing can be done', { code, problem: message, hint });
    trouble = message;
    note({ state: 'watching', why: message, ...(origin === 'store' && { databaseProblem: message }) });
    await doWithoutStore(watching, problem, today());
  }

  function rollOver(): void {
    const times = today();
    if (times !== null && watching.memory.sessionDate !== times.sessionDate)
      watching = { ports, settings, memory: newMemory(times.sessionDate) };
  }

  function isMissedTold(rung: DueAction): boolean {
    return rung === 'missed' && watching.memory.missedTold;
  }

  function today(): MorningTimes | null {
    return morningAt(ports.clock.now(), ports.calendar, settings);
  }

  function see(due: DueActions): void {
    const { actions: rungs } = due;
    const why = whyInWords(due);
    if (why !== status.why) ports.log.info(why, { due: rungs, next: nextRunAt().toISOString() });
    note({ why, nextRunAt: nextRunAt(), backlog: watching.memory.stored.backlog });
  }

  function whyInWords({ why, nextLookAt }: DueActions): string {
    if (nextLookAt === undefined) return why;
    return `${why} at ${clockWords(nextLookAt, settings.timezone, watching.memory.sessionDate)}`;
  }

  function nextRunAt(): Date {
    const now = ports.clock.now();
    const times = today();
    const { stored, failure } = watching.memory;
    const isOpen = times !== null && now >= times.begins && now <= times.deadline && !stored.decided;
    // A run under way is not one to come.
    return isOpen && underWay === null
      ? (failure?.nextTryAt ?? now)
      : nextMorning(now, ports.calendar, settings);
  }

  function statusNow(): WatchStatus {
    if (status.state === 'standing by') return { ...status, morning: 'unknown' };
    return { ...status, morning: morningState(ports.clock.now(), today(), watching.memory) };
  }

  function note(change: Partial<WatchStatus>): void {
    status = { ...status, ...change };
  }
}
