import type { WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import type { LimitBasis } from '../domain/ledger/traderDayFacts.ts';
import type { MorningReport, SourceName } from '../domain/report/report.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';
import type { MailRenderer, MailSealer, OutboxFiles, RenderedMail } from '../ports/mail.ts';
import type { DecisionStore, OutboxEntry } from '../ports/outbox.ts';
import type { StepName } from '../ports/runLedger.ts';
import type { Progress } from '../ports/runtime.ts';
import type { FillSource } from '../ports/source.ts';
import { type Delivery, deliveryOf, isMailedTo, type MorningOutcome, outcomeOf } from './outcome.ts';
import { pruneFills } from './prune.ts';
import { type HeldByAnother, type Hold, type LeasePorts, type RunControl, withLease } from './runLease.ts';
import { type StepPorts, type StepRunner, stepRunner } from './stepRunner.ts';
import { readCutPerformanceAlert } from './steps/cutPerformance.ts';
import { decideMorning } from './steps/decide.ts';
import { closeLate, type DeliverPorts, deliver } from './steps/deliver.ts';
import { fetchSessions, sessionsToFetch } from './steps/fetch.ts';
import type { FetchPorts } from './steps/fetchBlocks.ts';
import { readFillQuality } from './steps/fillQuality.ts';
import { forecast } from './steps/forecast.ts';
import { forecastByModel, readLearnedDesk } from './steps/learnedDesk.ts';
import { readPastDecisions, readPreviousEngine } from './steps/pastDecisions.ts';
import { queueForOthers, queueMorning, requireKnownDelivery, sealMorning } from './steps/queue.ts';
import { reconcile } from './steps/reconcile.ts';
import { updateLedger } from './updateLedger.ts';

export interface MorningPorts extends FetchPorts, DeliverPorts, StepPorts, LeasePorts {
  /** null where the fills are already in the store. */
  readonly source: FillSource | null;
  readonly sourceName: SourceName;
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
  readonly outboxFiles: OutboxFiles;
  readonly learning: LearningStore;
  readonly progress: Progress;
}

export interface MorningRequest {
  readonly sessionDate: string;
  /** Sends nothing, claims nothing, records nothing of the run; leaves the mail as files. */
  readonly dryRun: boolean;
  /** Goes ahead after the deadline, and where a restored backup left it unknown what was mailed. */
  readonly force: boolean;
  readonly recipients: readonly string[];
  /** When the session's run is due: until then no mail of it can have gone out. */
  readonly begins: Date;
  /** After this instant no mail of the session goes out. */
  readonly deadline: Date;
  /** Host, process id and a random part: who this is to other processes. */
  readonly owner: string;
  /** How long after its last sign of life a process keeps the morning. */
  readonly leaseMs: number;
  /** Waits, until the deadline, for another process that has the morning. */
  readonly waitsForOther: boolean;
  /** Tries refused mails again: somebody has looked and started the run once more. */
  readonly retriesRefused: boolean;
  readonly defaultLimit: number;
  readonly maxReductionPct: number;
  readonly limitBasis: LimitBasis;
  readonly walk: WalkOptions;
  /** Fills older than this go once the mails are out; null keeps them for ever. */
  readonly fillsRetentionDays: number | null;
}

export type MorningResult = CompletedMorning | HeldByAnother;

export interface CompletedMorning {
  readonly outcome: MorningOutcome;
  readonly report: MorningReport;
  /** null where the mails were queued by an earlier run: what was queued is what the desk gets. */
  readonly mail: RenderedMail | null;
  readonly delivery: Delivery;
  /** Of the steps that this run took. */
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

/** What a forced run after the deadline is given to deliver in. */
const FORCED_DELIVERY_MS = 15 * 60_000;

/**
 * One morning: from the source's fills to the risk managers' mail, step by step, by one process at a time.
 *
 * A run that another one left unfinished goes on from the outbox if mails were queued: what was queued is what the desk
 * gets, and neither report nor decisions are made anew. Before that it begins with the fetch, although some steps may
 * have been done: each can be repeated, a repeated fetch only brings later news, and no step's result is worth trusting
 * to one that died. Every write about the run, its decisions and its mails shows the lease. Fills and ledger need no
 * lease: each of their writes is whole and can be repeated, and the most that a process can do there which has lost its
 * turn is to put back what the source said a little earlier, until the next fetch; it decides and mails nothing from it.
 *
 * @throws MailError `mailed_unknown` after a restore, unless forced; StoreError `lease_lost`; Stopped between two steps
 * once the signal is aborted; whatever a step throws.
 */
export async function runMorning(
  ports: MorningPorts,
  request: MorningRequest,
  control: RunControl = {},
): Promise<MorningResult> {
  if (request.dryRun) return dryMorning(ports, request);
  const waitUntil = request.waitsForOther ? deliveryEnds(ports, request) : null;
  return withLease(
    ports,
    { ...request, waitUntil },
    (hold) => ownMorning(ports, request, hold, control.signal),
    control,
  );
}

async function dryMorning(ports: MorningPorts, request: MorningRequest): Promise<CompletedMorning> {
  const { step, durationMs } = stepRunner(ports, request.sessionDate, null);
  const { report, mail } = await prepare(ports, request, step);
  const [recipient = 'dry-run@localhost'] = request.recipients;
  const sealed = await sealMorning(ports, request.sessionDate, mail, recipient);
  const files = await ports.outboxFiles.write(request.sessionDate, mail, sealed);
  return {
    outcome: 'dry-run',
    report,
    mail,
    delivery: { status: 'dry-run', recipients: [], files },
    durationMs,
  };
}

async function ownMorning(
  ports: MorningPorts,
  request: MorningRequest,
  hold: Hold,
  signal?: AbortSignal,
): Promise<CompletedMorning> {
  const { sessionDate } = request;
  const { step, durationMs } = stepRunner(ports, sessionDate, hold, signal);
  const earlier = await ports.outbox.entries(sessionDate, 'morning');
  if (!request.force) await requireKnownDelivery(ports, sessionDate, earlier, request.begins);
  const queued = await ports.decisions.report(sessionDate);
  if (queued) await closeStep(ports, hold, 'queue');
  if (queued && isMailedTo(earlier, request.recipients)) {
    await closeStep(ports, hold, 'send');
    const delivery = deliveryOf(earlier);
    return { outcome: 'already-mailed', report: queued, mail: null, delivery, durationMs };
  }
  const { report, mail } = queued ? { report: queued, mail: null } : await prepare(ports, request, step);
  const recipients = await queueAndSend(ports, request, hold, { step, signal }, { report, mail, earlier });
  // Last of all: nobody's limits wait for housekeeping.
  if (request.fillsRetentionDays !== null)
    await pruneFills(ports, report.dataThrough, request.fillsRetentionDays);
  return { outcome: outcomeOf(recipients), report, mail, delivery: deliveryOf(recipients), durationMs };
}

/** A process can die when its step's work is written and before the step is: what nobody will repeat is done. */
async function closeStep(ports: MorningPorts, { lease }: Hold, name: StepName): Promise<void> {
  const step = (await ports.runs.steps(lease.sessionDate)).find((record) => record.step === name);
  if (step !== undefined && step.status !== 'done') await ports.runs.done(lease, name, ports.clock.now());
}

/** Everything up to the finished words, from what the source and the store have now. */
async function prepare(
  ports: MorningPorts,
  request: MorningRequest,
  step: StepRunner['step'],
): Promise<{ readonly report: MorningReport; readonly mail: RenderedMail }> {
  const report = await prepareReport(ports, request, step);
  return { report, mail: await step('render', () => ports.renderer.morning(report)) };
}

/** Everything up to the decisions; for the morning, and for whoever sees later whether they still hold. */
export async function prepareReport(
  ports: MorningPorts,
  request: MorningRequest,
  step: StepRunner['step'],
): Promise<MorningReport> {
  const { source, calendar } = ports;
  const dataThrough = calendar.previousSession(request.sessionDate);
  const fetched = source
    ? await step('fetch', () =>
        fetchSessions(ports, source, sessionsToFetch(calendar, dataThrough), dataThrough),
      )
    : null;
  await step('ledger', () => updateLedger(ports));
  const reconciliation = await step('reconcile', () =>
    reconcile(ports, sessionsToFetch(calendar, dataThrough)),
  );
  const { desk, learning } = await step('indicators', () => readLearnedDesk(ports, request, dataThrough));
  const model = await step('forecast', () => forecastByModel(ports, request, learning, desk));
  const chain = forecast(desk, model);
  const intake = await readFillQuality(ports, dataThrough, fetched);
  const past = await readPastDecisions(ports, dataThrough);
  const selfDoubt = await readCutPerformanceAlert(ports, dataThrough, {
    basis: request.limitBasis,
    stop: request.walk.stop,
  });
  const engineBefore = await readPreviousEngine(ports, dataThrough);
  return step('decide', async () =>
    decideMorning({
      ...request,
      source: ports.sourceName,
      desk,
      reconciliation,
      model,
      chain,
      fillQuality: intake,
      past,
      cutPerformanceAlert: selfDoubt,
      previousEngine: engineBefore,
    }),
  );
}

async function queueAndSend(
  ports: MorningPorts,
  request: MorningRequest,
  { lease }: Hold,
  { step, signal }: { readonly step: StepRunner['step']; readonly signal: AbortSignal | undefined },
  { report, mail, earlier }: Pick<CompletedMorning, 'report' | 'mail'> & { earlier: readonly OutboxEntry[] },
): Promise<readonly OutboxEntry[]> {
  if (ports.clock.now() > request.deadline && !request.force) return closeLate(ports, lease, 'morning');
  const ends = deliveryEnds(ports, request);
  const missing = request.recipients.filter((address) => !earlier.some((mail) => mail.recipient === address));
  if (mail) await step('queue', () => queueMorning(ports, lease, { report, mail }, missing, ends));
  else if (missing.length > 0) await step('queue', () => queueForOthers(ports, lease, report, missing, ends));
  return step('send', async () => {
    // What was left pending too long expires first, so that a forced run opens it again.
    await closeLate(ports, lease, 'morning');
    if (request.retriesRefused) await ports.outbox.reopen(lease, 'morning', ends);
    return deliver(ports, lease, 'morning', signal);
  });
}

/** A forced run after the deadline has a while of its own. */
function deliveryEnds({ clock }: MorningPorts, { deadline, force }: MorningRequest): Date {
  const now = clock.now();
  return force && now > deadline ? new Date(now.getTime() + FORCED_DELIVERY_MS) : deadline;
}
