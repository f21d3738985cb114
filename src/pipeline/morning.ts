import type { DeskFacts } from '../domain/compliance/deskFacts.ts';
import type { WalkOptions } from '../domain/engines/model/walkForwardModel.ts';
import type { ShadowStrategy } from '../domain/engines/shadowStrategy.ts';
import type { LimitBasis } from '../domain/ledger/traderDayFacts.ts';
import type { LimitLifetime } from '../domain/limits/limitEvent.ts';
import { EMPTY_RECORD } from '../domain/outcome/cutRecord.ts';
import { cutSwitchOf } from '../domain/report/cutSwitch.ts';
import type { MorningReport, SourceName } from '../domain/report/report.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type { AcceptanceStore } from '../ports/acceptances.ts';
import type { AnswerLinks } from '../ports/answerLinks.ts';
import type { LearningStore } from '../ports/learningStore.ts';
import type { LedgerStore } from '../ports/ledgerStore.ts';
import type { LimitFiles } from '../ports/limitFiles.ts';
import type { LimitStore } from '../ports/limits.ts';
import type { MailRenderer, MailSealer, OutboxFiles, RenderedMail } from '../ports/mail.ts';
import type { DecisionStore, OutboxEntry } from '../ports/outbox.ts';
import type { RunLease, StepName } from '../ports/runLedger.ts';
import type { Progress } from '../ports/runtime.ts';
import type { ShadowStore } from '../ports/shadows.ts';
import type { SizingForecasts } from '../ports/sizingForecasts.ts';
import type { FillSource } from '../ports/source.ts';
import type { SymbolPrices } from '../ports/symbolPrices.ts';
import type { UnconfirmedAnswers } from '../ports/unconfirmedAnswers.ts';
import { type KeepDriftPorts, keepDriftLook } from './drift/keepDriftLook.ts';
import { type LedgerJobPorts, ledgerByJobs } from './jobs/ledgerByJobs.ts';
import { keepSymbolPrices } from './keepSymbolPrices.ts';
import {
  type Delivery,
  deliveryOf,
  isMailedTo,
  type MorningOutcome,
  outcomeOf,
  withoutMail,
} from './outcome.ts';
import { pruneFills } from './prune.ts';
import { type HeldByAnother, type Hold, type LeasePorts, type RunControl, withLease } from './runLease.ts';
import { type StepPorts, type StepRunner, stepRunner } from './stepRunner.ts';
import { readCutPerformanceAlert } from './steps/cutPerformance.ts';
import { type DecideInput, decideMorning } from './steps/decide.ts';
import { closeLate, type DeliverPorts, deliver } from './steps/deliver.ts';
import { type DeskFactsTerms, readDeskFacts } from './steps/deskFacts.ts';
import { readDeskNotes } from './steps/deskNotes.ts';
import { fetchMorning } from './steps/fetch.ts';
import type { FetchPorts } from './steps/fetchBlocks.ts';
import { readFillQuality } from './steps/fillQuality.ts';
import { cutsOff, forecast } from './steps/forecast.ts';
import { requireFresh } from './steps/freshness.ts';
import { forecastByModel, readLearnedDesk } from './steps/learnedDesk.ts';
import { writeLimitFiles } from './steps/limitFiles.ts';
import { endOverrides, readLimits } from './steps/limits.ts';
import { readMailedEngine, readPastDecisions, readPreviousEngine } from './steps/pastDecisions.ts';
import { readProof } from './steps/proof.ts';
import { queueForOthers, queueMorning, requireKnownDelivery, sealMorning } from './steps/queue.ts';
import { decideShadows, type ShadowResult, saveShadows } from './steps/shadows.ts';
import { readPastLimits } from './steps/yesterday.ts';

export interface MorningPorts extends FetchPorts, DeliverPorts, StepPorts, LeasePorts {
  /** null where the fills are already in the store. */
  readonly source: FillSource | null;
  readonly sourceName: SourceName;
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly jobs: LedgerJobPorts['jobs'];
  readonly acceptances: AcceptanceStore;
  readonly decisions: DecisionStore;
  readonly limits: LimitStore;
  readonly unconfirmed: Pick<UnconfirmedAnswers, 'of'>;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
  /** null: the mails have no links. */
  readonly answerLinks: AnswerLinks | null;
  readonly outboxFiles: OutboxFiles;
  readonly limitFiles: LimitFiles;
  readonly learning: LearningStore;
  readonly shadows: ShadowStore;
  readonly symbolPrices: SymbolPrices;
  readonly sizingForecasts: SizingForecasts;
  readonly driftLooks: KeepDriftPorts['driftLooks'];
  readonly modelRecords: KeepDriftPorts['modelRecords'];
  readonly progress: Progress;
}

export interface MorningRequest {
  readonly sessionDate: string;
  /** Sends nothing and writes nothing to outbox or run ledger. Writes the mail to files. */
  readonly dryRun: boolean;
  /** Runs after the deadline too, and after a restore that left it unknown what was mailed. */
  readonly force: boolean;
  readonly recipients: readonly string[];
  /** EMAIL_RECIPIENTS: the limits of a mail that one of them got are in force. */
  readonly deskRecipients: readonly string[];
  /** Decides although the newest fills are older than the session before; raises no limit then. */
  readonly allowStale: boolean;
  /** When the session's run is due. No mail of the session can have been sent before. */
  readonly begins: Date;
  /** No mail of the session is sent after this instant. */
  readonly deadline: Date;
  /** The market's close: a link of the mail answers nothing after it. */
  readonly closesAt: Date;
  /** When LATE is due. A fetch that has not ended by then fails, so that it is tried again. */
  readonly lateAt: Date;
  /** Identifies this process to others: host, process id and a random part. */
  readonly owner: string;
  /** How long the lease lasts after each renewal. */
  readonly leaseMs: number;
  /** Waits, until the deadline, for another process that holds the lease. */
  readonly waitsForOther: boolean;
  /** Sends refused mails again: the operator has corrected the cause and started the run again. */
  readonly retriesRefused: boolean;
  readonly defaultLimit: number;
  readonly maxReductionPct: number;
  readonly limitBasis: LimitBasis;
  readonly limitLifetime: LimitLifetime;
  readonly walk: WalkOptions;
  /** They decide next to the engines in force, and nothing of it is mailed. */
  readonly shadowStrategies: readonly ShadowStrategy[];
  /** Older fills are deleted once the mails are out; null keeps them for ever. */
  readonly fillsRetentionDays: number | null;
  readonly recorded: DeskFactsTerms;
}

export type MorningResult = CompletedMorning | HeldByAnother;

export interface CompletedMorning {
  readonly outcome: MorningOutcome;
  readonly report: MorningReport;
  /** null where an earlier run queued the mails: the queued mails are sent as they are. */
  readonly mail: RenderedMail | null;
  readonly delivery: Delivery;
  /** Of each step that this run took. */
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

/** How long a forced run after the deadline may take to send its mails. */
const FORCED_DELIVERY_MS = 15 * 60_000;

/**
 * Runs one morning, from the source's fills to the risk managers' mail, step by step, in one process at a
 * time.
 *
 * A run continues an unfinished earlier one. If mails were queued, it sends those and decides nothing again.
 * If not, it begins with the fetch again: every step can be repeated, and a repeated fetch only adds later
 * data. Every write of ledger, decisions and mails checks the lease. Writes of fills do not need it: each is
 * atomic and can be repeated. A process that has lost the lease can at most put back slightly older fills,
 * until the next fetch. It computes, decides and mails nothing from them.
 *
 * @throws MailError `mailed_unknown` after a restore, unless forced; StoreError `lease_lost`; Stopped
 *   between two steps once the signal is aborted; whatever a step throws.
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
  const { report, mail } = await prepare(ports, request, { step, lease: null });
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
  const { report, mail, shadows, facts } = queued
    ? { report: queued, mail: null, shadows: [], facts: null }
    : await prepare(ports, request, { step, lease: hold.lease });
  const prepared = { report, mail, shadows, facts, earlier };
  const recipients = await queueAndSend(ports, request, hold, { step, signal }, prepared);
  // Last, because no mail may wait for it; prices before the fills that they are made from are removed.
  await keepSymbolPrices(ports, report.dataThrough);
  await keepDriftLook(ports, request);
  if (request.fillsRetentionDays !== null)
    await pruneFills(ports, report.dataThrough, request.fillsRetentionDays);
  return { outcome: outcomeOf(recipients), report, mail, delivery: deliveryOf(recipients), durationMs };
}

/**
 * Records a step as done. An earlier process may have ended after it stored the step's result and before it
 * recorded the step, and no later run repeats that step.
 */
async function closeStep(ports: MorningPorts, { lease }: Hold, name: StepName): Promise<void> {
  const step = (await ports.runs.steps(lease.sessionDate)).find((record) => record.step === name);
  if (step !== undefined && step.status !== 'done') await ports.runs.done(lease, name, ports.clock.now());
}

/** Everything up to the rendered mail, from the present data of source and store. */
async function prepare(
  ports: MorningPorts,
  request: MorningRequest,
  run: PreparingRun,
): Promise<DecidedMorning & { readonly mail: RenderedMail }> {
  const { report, ...decided } = await prepareReport(ports, request, run);
  return run.step('render', async () => {
    const named = await withLimitFiles(ports, request, report);
    return { ...decided, report: named, mail: await ports.renderer.morning(named) };
  });
}

/** No file is written after the deadline: the limits in it are not mailed. */
async function withLimitFiles(
  ports: MorningPorts,
  { deadline, force, dryRun }: MorningRequest,
  report: MorningReport,
): Promise<MorningReport> {
  if (!dryRun && !force && ports.clock.now() > deadline) return report;
  return writeLimitFiles(ports, report, { dryRun, revision: report.revision ?? 0 });
}

/**
 * The report of a morning, what the shadow strategies decided from the same inputs, and the facts for the
 * audit trail.
 */
export interface DecidedMorning {
  readonly report: MorningReport;
  readonly shadows: readonly ShadowResult[];
  /** null: an earlier run has recorded them, or they could not be read. */
  readonly facts: DeskFacts | null;
}

/** The run of a morning, or of its correction, that needs a report. */
export interface PreparingRun {
  readonly step: StepRunner['step'];
  /** null in a dry run, which owns no session. */
  readonly lease: RunLease | null;
  readonly isCorrection?: boolean;
}

/**
 * Everything up to the decisions. A correction uses it too, to see whether they have changed; it compares
 * with the limits that its session has mailed.
 */
export async function prepareReport(
  ports: MorningPorts,
  request: MorningRequest,
  { step, lease, isCorrection = false }: PreparingRun,
): Promise<DecidedMorning> {
  const { source, calendar } = ports;
  const lastSession = calendar.previousSession(request.sessionDate);
  const fetched = source
    ? await step('fetch', () =>
        fetchMorning(ports, source, lastSession, {
          until: fetchEnds(ports, request),
          mayBeEmpty: request.allowStale,
        }),
      )
    : null;
  await step('ledger', () => ledgerByJobs(ports, lease));
  const { dataThrough, missing } = await requireFresh(ports, lastSession, request.allowStale);
  const proof = await step('reconcile', () => readProof(ports, dataThrough));
  const { desk, learning } = await step('indicators', () => readLearnedDesk(ports, request, dataThrough));
  const model = await step('forecast', () => forecastByModel(ports, request, learning, desk));
  const off = cutsOff(model, request.walk.cutsRequireProof);
  const chain = forecast(desk, model, off);
  const cutRecord = learning.kind === 'learned' ? learning.walk.cutRecord : EMPTY_RECORD;
  const pastLimits = await readPastLimits(ports, desk, { ...request, stop: request.walk.stop });
  const fillQuality = await readFillQuality(ports, dataThrough, fetched);
  const past = await readPastDecisions(ports, lastSession);
  const limits = await readLimits(
    ports,
    {
      sessionDate: request.sessionDate,
      lifetime: request.limitLifetime,
      isCorrection,
    },
    past,
  );
  const deskNotes = await readDeskNotes(ports, request.sessionDate, dataThrough);
  const cutPerformanceAlert = await readCutPerformanceAlert(ports, dataThrough, request);
  const previousEngine = await readPreviousEngine(ports, lastSession);
  const mailedEngine = await readMailedEngine(ports, lastSession);
  return step('decide', async () => {
    const input: DecideInput = {
      ...request,
      limitRoundTo: request.walk.stop.limitRoundTo,
      source: ports.sourceName,
      desk,
      proof,
      model,
      chain,
      fillQuality,
      past,
      limits,
      pastLimits,
      cutRecord,
      isStale: missing.length > 0,
      deskNotes,
      cutPerformanceAlert,
      previousEngine,
      cutSwitch: cutSwitchOf(off, mailedEngine === null ? null : mailedEngine === 'no-cut'),
      cutsRequireProof: request.walk.cutsRequireProof,
    };
    const report = decideMorning(input);
    const shadows = decideShadows(ports, input, report, request.shadowStrategies);
    return { report, shadows, facts: await readDeskFacts(ports, input, report, request) };
  });
}

interface PreparedMorning extends DecidedMorning {
  /** Null: an earlier run queued the mails. */
  readonly mail: RenderedMail | null;
  readonly earlier: readonly OutboxEntry[];
}

async function queueAndSend(
  ports: MorningPorts,
  request: MorningRequest,
  { lease }: Hold,
  { step, signal }: { readonly step: StepRunner['step']; readonly signal: AbortSignal | undefined },
  { report, mail, shadows, facts, earlier }: PreparedMorning,
): Promise<readonly OutboxEntry[]> {
  if (ports.clock.now() > request.deadline && !request.force) return closeLate(ports, lease, 'morning');
  const ends = deliveryEnds(ports, request);
  const missing = withoutMail(earlier, request.recipients);
  const to = { ...request, recipients: missing };
  if (mail) await step('queue', () => queueMorning(ports, lease, { report, mail, facts }, to, ends));
  else if (missing.length > 0) await step('queue', () => queueForOthers(ports, lease, report, to, ends));
  await endOverrides(ports, report);
  await saveShadows(ports, lease, shadows, report);
  return step('send', async () => {
    // Expire first what was pending too long, so that a forced run can open it again.
    await closeLate(ports, lease, 'morning');
    if (request.retriesRefused) await ports.outbox.reopen(lease, 'morning', ends);
    return deliver(ports, lease, 'morning', signal);
  });
}

/** The end of one fetch: LATE_AT, then the deadline, then a quarter of an hour for a forced run. */
function fetchEnds({ clock }: MorningPorts, { lateAt, deadline }: MorningRequest): Date {
  const now = clock.now();
  if (now < lateAt && lateAt < deadline) return lateAt;
  return now < deadline ? deadline : new Date(now.getTime() + FORCED_DELIVERY_MS);
}

/** The end of delivery: the deadline, or later for a forced run after the deadline. */
function deliveryEnds({ clock }: MorningPorts, { deadline, force }: MorningRequest): Date {
  const now = clock.now();
  return force && now > deadline ? new Date(now.getTime() + FORCED_DELIVERY_MS) : deadline;
}
