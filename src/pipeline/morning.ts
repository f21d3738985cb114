import type { Engine } from '../domain/forecast/chain.ts';
import type { MorningReport, SourceName } from '../domain/report/report.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import type {
  DecisionStore,
  FillSource,
  LedgerStore,
  MailFiles,
  MailRenderer,
  MailSealer,
  OutboxEntry,
  OutboxFiles,
  RenderedMail,
  StepName,
} from '../ports.ts';
import { pruneFills } from './prune.ts';
import { type StepPorts, stepRunner } from './stepRunner.ts';
import { decideMorning } from './steps/decide.ts';
import { type DeliverPorts, type DeliveryStatus, deliver, deliveryStatus } from './steps/deliver.ts';
import { fetchSessions, sessionsToFetch } from './steps/fetch.ts';
import type { FetchPorts } from './steps/fetchBlocks.ts';
import { forecast } from './steps/forecast.ts';
import { readDesk } from './steps/indicators.ts';
import { readIntake } from './steps/intake.ts';
import { reconcile } from './steps/reconcile.ts';
import { updateLedger } from './updateLedger.ts';

export interface MorningPorts extends FetchPorts, DeliverPorts, StepPorts {
  /** null where the fills are already in the store. */
  readonly source: FillSource | null;
  readonly sourceName: SourceName;
  readonly calendar: Calendar;
  readonly ledger: LedgerStore;
  readonly decisions: DecisionStore;
  readonly renderer: MailRenderer;
  readonly sealer: MailSealer;
  readonly outboxFiles: OutboxFiles;
  /** Models in force, best first; the rules come after them. */
  readonly models: readonly Engine[];
}

export interface MorningRequest {
  readonly sessionDate: string;
  /** Sends nothing, claims nothing, records nothing of the run; leaves the mail as files. */
  readonly dryRun: boolean;
  /** Goes ahead after the deadline. */
  readonly force: boolean;
  readonly recipients: readonly string[];
  /** After this instant no mail of the session goes out. */
  readonly deadline: Date;
  readonly defaultLimit: number;
  readonly maxReductionPct: number;
  /** Fills older than this go once the mails are out; null keeps them for ever. */
  readonly fillsRetentionDays: number | null;
}

export interface MorningResult {
  readonly report: MorningReport;
  readonly mail: RenderedMail;
  readonly delivery: Delivery;
  readonly durationMs: Readonly<Partial<Record<StepName, number>>>;
}

export interface Delivery {
  readonly status: DeliveryStatus;
  readonly recipients: readonly OutboxEntry[];
  readonly files: MailFiles | null;
}

/** What a forced run after the deadline is given to deliver in. */
const FORCED_DELIVERY_MS = 15 * 60_000;

/**
 * One morning: from the source's fills to the risk managers' mail, step by step. Every step can be run again; a mail
 * that was queued for a recipient is never queued twice.
 */
export async function runMorning(ports: MorningPorts, request: MorningRequest): Promise<MorningResult> {
  const { sessionDate } = request;
  const dataThrough = ports.calendar.previousSession(sessionDate);
  const { step, durationMs } = stepRunner(ports, sessionDate, !request.dryRun);

  const { source } = ports;
  const fetched = source
    ? await step('fetch', () =>
        fetchSessions(ports, source, sessionsToFetch(ports.calendar, dataThrough), dataThrough),
      )
    : null;
  await step('ledger', () => updateLedger(ports));
  const reconciliation = await step('reconcile', () =>
    reconcile(ports, sessionsToFetch(ports.calendar, dataThrough)),
  );
  const desk = await step('indicators', () => readDesk(ports, dataThrough, request.defaultLimit));
  const chain = await step('forecast', async () => forecast(desk, ports.models));
  const intake = await readIntake(ports, dataThrough, fetched);
  const report = await step('decide', async () =>
    decideMorning({ ...request, source: ports.sourceName, desk, reconciliation, chain, intake }),
  );
  const mail = await step('render', () => ports.renderer.morning(report));
  const delivery = request.dryRun
    ? await leaveFiles(ports, request, mail)
    : await queueAndSend(ports, request, report, mail, step);
  // Last of all: nobody's limits wait for housekeeping.
  if (!request.dryRun && request.fillsRetentionDays !== null)
    await pruneFills(ports, dataThrough, request.fillsRetentionDays);
  return { report, mail, delivery, durationMs };
}

async function leaveFiles(
  ports: MorningPorts,
  request: MorningRequest,
  mail: RenderedMail,
): Promise<Delivery> {
  const [recipient = 'dry-run@localhost'] = request.recipients;
  const sealed = await ports.sealer.seal(mail, addressing(ports, request, recipient));
  const files = await ports.outboxFiles.write(request.sessionDate, mail, sealed);
  return { status: 'dry-run', recipients: [], files };
}

async function queueAndSend(
  ports: MorningPorts,
  request: MorningRequest,
  report: MorningReport,
  mail: RenderedMail,
  step: ReturnType<typeof stepRunner>['step'],
): Promise<Delivery> {
  const { sessionDate } = request;
  const now = ports.clock.now();
  if (now > request.deadline && !request.force) return { status: 'late', recipients: [], files: null };
  const deadline = now > request.deadline ? new Date(now.getTime() + FORCED_DELIVERY_MS) : request.deadline;
  await step('queue', async () => {
    const sealed = await Promise.all(
      request.recipients.map((recipient) => ports.sealer.seal(mail, addressing(ports, request, recipient))),
    );
    const mails = sealed.map((message) => ({
      kind: 'morning' as const,
      sealed: message,
      expiresAt: deadline,
    }));
    await ports.decisions.save(
      { sessionDate, engine: report.engine, decisions: report.decisions, decidedAt: now },
      mails,
    );
    await ports.outbox.reopen(sessionDate, 'morning', deadline);
  });
  const recipients = await step('send', () => deliver(ports, sessionDate, deadline));
  return { status: deliveryStatus(recipients), recipients, files: null };
}

function addressing(ports: MorningPorts, { sessionDate }: MorningRequest, recipient: string) {
  return { recipient, sessionDate, kind: 'morning' as const, date: ports.clock.now() };
}
