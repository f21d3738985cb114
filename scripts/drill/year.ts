import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import { createMailSealer } from '../../src/adapters/email/mailSealer.ts';
import type { Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { sendDeadline, startOfMorning } from '../../src/domain/session/due.ts';
import { type MorningPorts, type MorningRequest, runMorning } from '../../src/pipeline/morning.ts';
import type { MailRenderer } from '../../src/ports/mail.ts';
import { SourceError } from '../../src/shared/errors.ts';
import { fakeClock, manualRepeater, noProgress } from '../simulation/fakes.ts';
import { ProcessKilled, portsKilledAt } from '../simulation/processKill.ts';
import type { DrillStores } from './drillStores.ts';
import { createYearDesk, type YearDesk } from './yearDesk.ts';
import { drawFaults, type YearFault } from './yearFaults.ts';
import { type PlayedYear, readYear, type YearRecord } from './yearRecord.ts';
import { type Arrival, createYearWorld } from './yearWorld.ts';

export interface YearPlan {
  /** An empty folder for the simulated year only. */
  readonly folder: string;
  readonly stores: DrillStores;
  readonly mornings: number;
  readonly seed: number;
  readonly logProgress: (text: string) => void;
}

const RECIPIENTS = ['ann@desk.example', 'bob@desk.example'];
const ZONE = 'America/New_York';
const RUN_AT = '05:00';
const DEADLINE = '09:25';
const LEASE_MS = 90_000;
/** The delay after which a service manager restarts a failed morning. */
const RESTART_MS = 10 * 60_000;
const PROGRESS_EVERY_MORNINGS = 25;
const calendar = createCalendar('nyse');

/**
 * Simulates a year of mornings twice on a fake clock: undisturbed, and with faults drawn by the seed. Every
 * morning starts at 05:00 and is restarted when it fails or its process ends, as cron or a service manager
 * does.
 */
export async function simulateYear(plan: YearPlan): Promise<YearRecord> {
  const desk = createYearDesk(plan.seed, plan.mornings, calendar);
  mkdirSync(plan.folder, { recursive: true });
  const calm = await playYear(plan, desk, 'undisturbed', () => []);
  const year = await playYear(plan, desk, 'with faults', (sessionDate) => drawFaults(plan.seed, sessionDate));
  return readYear({ desk, recipients: RECIPIENTS, calm, year, deadlineOf, startOf: startOf });
}

async function playYear(
  { folder, stores, logProgress }: YearPlan,
  desk: YearDesk,
  name: 'undisturbed' | 'with faults',
  faultsOf: (sessionDate: string) => readonly YearFault[],
): Promise<PlayedYear> {
  const own = join(folder, name.replace(' ', '-'));
  const open = () => stores.open(own);
  const renderer = name === 'undisturbed' ? plainRenderer : createMailRenderer();
  const host = new SimulatedHost(open, desk, renderer);
  await host.storePast();
  const faults = new Map<string, readonly YearFault[]>();
  for (const [index, sessionDate] of desk.sessions.entries()) {
    faults.set(sessionDate, faultsOf(sessionDate));
    await host.play(sessionDate, faults.get(sessionDate) ?? []);
    if ((index + 1) % PROGRESS_EVERY_MORNINGS === 0)
      logProgress(`${name}: ${index + 1} of ${desk.sessions.length} mornings`);
  }
  await host.close();
  return {
    open,
    faults,
    inbox: host.inbox,
    unexpectedErrors: host.unexpectedErrors,
    processes: host.processes,
  };
}

/** One database, inbox and clock, with one process at a time, or two that compete for the lease. */
class SimulatedHost {
  readonly inbox: Arrival[] = [];
  readonly unexpectedErrors: string[] = [];
  processes = 0;
  readonly #clock = fakeClock('2026-01-01T00:00:00Z');
  readonly #open: () => Promise<Stores>;
  readonly #desk: YearDesk;
  readonly #renderer: MailRenderer;
  #stores: Stores | null = null;

  constructor(open: () => Promise<Stores>, desk: YearDesk, renderer: MailRenderer) {
    this.#open = open;
    this.#desk = desk;
    this.#renderer = renderer;
  }

  async storePast(): Promise<void> {
    const { fills } = await this.#process();
    const ingest = await fills.append();
    for (const date of this.#desk.past)
      await ingest.add(this.#desk.fills(date, this.#desk.past.at(-1) ?? date));
    await ingest.commit();
  }

  /**
   * Starts the morning until it ends by itself or its deadline has passed; some days start it once more after
   * that.
   */
  async play(sessionDate: string, faults: readonly YearFault[]): Promise<void> {
    const [begins, deadline] = [startOf(sessionDate), deadlineOf(sessionDate)];
    this.#clock.set(begins.toISOString());
    if (faults.some(({ kind }) => kind === 'restart')) await this.close();
    const ports = this.#portsOf(sessionDate, faults);
    const crash = faults.find((fault) => fault.kind === 'crash');
    let diesAt = crash?.moment ?? null;
    let isOver = false;
    while (!isOver && this.#clock.now() <= deadline) {
      const own = await ports();
      isOver = await this.#start(
        diesAt === null ? own : portsKilledAt(own, diesAt),
        this.#request(sessionDate),
      );
      diesAt = null;
      if (!isOver) await this.#clock.wait(RESTART_MS);
    }
    if (isOver && !faults.some(({ kind }) => kind === 'late start')) return;
    if (this.#clock.now() <= deadline)
      this.#clock.set(new Date(deadline.getTime() + RESTART_MS).toISOString());
    await this.#start(await ports(), this.#request(sessionDate));
  }

  async close(): Promise<void> {
    await this.#stores?.database.close();
    this.#stores = null;
  }

  /** Returns true if the morning needs no restart. */
  async #start(ports: MorningPorts, request: MorningRequest): Promise<boolean> {
    try {
      const { outcome } = await runMorning(ports, request);
      return outcome !== 'held-by-another';
    } catch (error) {
      if (error instanceof ProcessKilled) await this.close();
      else if (!isCausedByFault(error))
        this.unexpectedErrors.push(`${request.sessionDate} · ${String(error)}`);
      return false;
    }
  }

  #portsOf(sessionDate: string, faults: readonly YearFault[]): () => Promise<MorningPorts> {
    const second = faults.find((fault) => fault.kind === 'second owner');
    const interrupt = async () => {
      const request = { ...this.#request(sessionDate), waitsForOther: second?.waits ?? false };
      await this.#start(await ports(), request);
    };
    const { source, transport } = createYearWorld({
      desk: this.#desk,
      clock: this.#clock,
      sessionDate,
      begins: startOf(sessionDate),
      recipients: RECIPIENTS,
      faults,
      inbox: this.inbox,
      interrupt,
    });
    const ports = async (): Promise<MorningPorts> => ({
      ...(await this.#process()),
      ...constantPorts,
      clock: this.#clock,
      repeater: manualRepeater(),
      renderer: this.#renderer,
      source,
      transport,
      unrecorded: { has: () => false, add: () => undefined },
      jobs: null,
    });
    return ports;
  }

  async #process(): Promise<Stores> {
    this.#stores ??= await this.#open();
    return this.#stores;
  }

  #request(sessionDate: string): MorningRequest {
    this.processes += 1;
    return {
      sessionDate,
      dryRun: false,
      force: false,
      allowStale: false,
      recipients: RECIPIENTS,
      deskRecipients: RECIPIENTS,
      begins: startOf(sessionDate),
      deadline: deadlineOf(sessionDate),
      lateAt: deadlineOf(sessionDate),
      closesAt: deadlineOf(sessionDate),
      owner: `host:${this.processes}:${sessionDate}`,
      leaseMs: LEASE_MS,
      waitsForOther: true,
      retriesRefused: false,
      defaultLimit: 5000,
      maxReductionPct: 80,
      limitLifetime: 'until-changed',
      limitBasis: 'realised',
      walk: {
        retrainEverySessions: 5,
        cutsRequireProof: false,
        maxReductionPct: 80,
        tiers: { high: 2, neutral: 1.3 },
        stop: { slippageBasisPoints: 5, limitRoundTo: 50 },
      },
      shadowStrategies: [],
      fillsRetentionDays: null,
      recorded: {
        version: '0.0.0',
        opensAt: deadlineOf(sessionDate),
        maxPositionPct: null,
        maxPortfolioRiskPct: 2,
      },
    };
  }
}

const silent = () => undefined;
const constantPorts = {
  log: { debug: silent, info: silent, warn: silent, error: silent },
  progress: noProgress,
  calendar,
  sourceName: 'propreports' as const,
  rejectsOf: () => ({ add: silent, close: () => null, discard: silent }),
  sealer: createMailSealer({ from: 'Daybreak <risk@desk.example>' }),
  answerLinks: null,
  outboxFiles: { write: async () => ({ html: '', text: '', eml: '', limits: '' }) },
  limitFiles: { isUsed: false, write: () => [] },
};

/** The undisturbed year's mail is not checked, so rendering is skipped. */
const plainRenderer: MailRenderer = {
  ...createMailRenderer(),
  morning: async ({ sessionDate }) => ({
    subject: sessionDate,
    text: sessionDate,
    html: '',
    attachments: [],
  }),
};

/** Whether an injected fault explains the error. */
function isCausedByFault(error: unknown): boolean {
  return (
    error instanceof SourceError || (error instanceof Error && 'code' in error && error.code === 'lease_lost')
  );
}

function startOf(sessionDate: string): Date {
  return startOfMorning(sessionDate, RUN_AT, ZONE);
}

function deadlineOf(sessionDate: string): Date {
  return sendDeadline(sessionDate, DEADLINE, ZONE);
}
