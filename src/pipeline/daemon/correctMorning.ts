import type { DeskFacts } from '../../domain/compliance/deskFacts.ts';
import { changedTraders } from '../../domain/report/changedTraders.ts';
import { switchReason } from '../../domain/report/cutSwitch.ts';
import { subjectLine } from '../../domain/report/headline.ts';
import type { CorrectionReport } from '../../domain/report/notices.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { MorningTimes } from '../../domain/session/schedule.ts';
import { shortDay } from '../../domain/text/dates.ts';
import { count } from '../../domain/text/words.ts';
import type { OutboxEntry, OutgoingMail } from '../../ports/outbox.ts';
import type { RunLease } from '../../ports/runLedger.ts';
import { type MorningPorts, type MorningRequest, prepareReport } from '../morning.ts';
import { type Hold, withLease } from '../runLease.ts';
import { stepRunner } from '../stepRunner.ts';
import { deliverDue } from '../steps/deliver.ts';
import { writeLimitFiles } from '../steps/limitFiles.ts';
import { endOverrides } from '../steps/limits.ts';
import { isToDesk, type LinkTerms, recipientLinks } from '../steps/recipientLinks.ts';
import { type ShadowResult, saveShadows } from '../steps/shadows.ts';

export type Correction =
  | { readonly outcome: 'same' | 'too-late' | 'held-by-another' }
  | { readonly outcome: 'corrected'; readonly number: number; readonly traders: readonly string[] };

/**
 * Asks the source again about a morning that was mailed. Where a trader's target, action or override has
 * changed, stores the new decisions, keeps the old ones readable, and mails both to every recipient of the
 * morning. Sends nothing after the deadline. The run ledger keeps its record of the morning: the steps of a
 * correction are not recorded.
 * @throws Stopped between two steps once the signal is aborted; whatever a step throws.
 */
export async function correctMorning(
  ports: MorningPorts,
  request: MorningRequest,
  times: MorningTimes,
  timezone: string,
  signal: AbortSignal,
): Promise<Correction> {
  const terms = { ...request, waitUntil: null };
  const work = async ({ lease }: Hold): Promise<Correction> => {
    const { sessionDate } = request;
    const before = await ports.decisions.report(sessionDate);
    if (before === null) return { outcome: 'same' };
    const { step } = stepRunner(ports, sessionDate, null, signal);
    const {
      report: now,
      shadows,
      facts,
    } = await prepareReport(ports, request, { step, lease, isCorrection: true });
    const traders = changedTraders(before.decisions, now.decisions);
    if (traders.length === 0) return { outcome: 'same' };
    if (ports.clock.now() > times.deadline) return { outcome: 'too-late' };
    const change = { ...request, before, now, shadows, facts, traders, timezone };
    return mailCorrection(ports, lease, times, change, signal);
  };
  const result = await withLease(ports, terms, work, { signal });
  return result.outcome === 'held-by-another' ? { outcome: 'held-by-another' } : result;
}

interface Change extends LinkTerms {
  readonly before: MorningReport;
  readonly now: MorningReport;
  readonly shadows: readonly ShadowResult[];
  readonly facts: DeskFacts | null;
  readonly traders: readonly string[];
  readonly timezone: string;
}

async function mailCorrection(
  ports: MorningPorts,
  lease: RunLease,
  { sessionDate, deadline }: MorningTimes,
  { before, now, shadows, facts, traders, timezone, ...terms }: Change,
  signal: AbortSignal,
): Promise<Correction> {
  const at = ports.clock.now();
  const firstSubject = before.firstSubject ?? subjectLine(before);
  const number = numberAfter(await ports.outbox.entries(sessionDate, 'correction'));
  const revision = (before.revision ?? 0) + 1;
  const report = await writeLimitFiles(
    ports,
    { ...now, firstSubject, revision },
    { dryRun: false, revision },
  );
  const correction: CorrectionReport = {
    at,
    timezone,
    report,
    before: before.decisions,
    originalSubject: firstSubject,
    number,
    reason: reasonOf(before, now, traders),
  };
  const mails = await sealAll(ports, correction, terms, deadline);
  const corrected = facts === null ? null : { ...facts, revision };
  await ports.decisions.save(lease, { report, decidedAt: at, facts: corrected }, mails);
  await endOverrides(ports, report);
  await saveShadows(ports, lease, shadows, report);
  await deliverDue(ports, lease, ['correction'], signal);
  return { outcome: 'corrected', number, traders };
}

/** One mail for each recipient who has the morning, or may have it. The others have nothing to correct. */
async function sealAll(
  ports: MorningPorts,
  correction: CorrectionReport,
  terms: LinkTerms,
  expiresAt: Date,
): Promise<readonly OutgoingMail[]> {
  const { report, number, at } = correction;
  const { sessionDate, revision = 0 } = report;
  const mail = await ports.renderer.correction(correction);
  const mailTo = async (recipient: string) => {
    const links = recipientLinks(ports, report, recipient, terms);
    return links === null ? mail : ports.renderer.correction(correction, links);
  };
  const mailed = (await ports.outbox.entries(sessionDate, 'morning')).filter(
    ({ status }) => status === 'sent' || status === 'ambiguous',
  );
  return Promise.all(
    mailed.map(async ({ recipient, messageId }) => ({
      kind: 'correction' as const,
      sequence: number,
      sealed: await ports.sealer.seal(await mailTo(recipient), {
        recipient,
        sessionDate,
        kind: 'correction',
        sequence: number,
        inReplyTo: messageId,
        date: at,
      }),
      expiresAt,
      toDesk: isToDesk(recipient, terms.deskRecipients),
      revision,
    })),
  );
}

/** Each earlier correction sent each recipient at most one mail, so the highest count is the last number. */
function numberAfter(earlier: readonly OutboxEntry[]): number {
  const recipients = earlier.map(({ recipient }) => recipient);
  const counts = recipients.map((each) => recipients.filter((other) => other === each).length);
  return Math.max(0, ...counts) + 1;
}

function reasonOf(before: MorningReport, now: MorningReport, traders: readonly string[]): string {
  const session = shortDay(now.dataThrough);
  const tiesOut = traders.filter(
    (trader) => reconciled(before, trader) === false && reconciled(now, trader) === true,
  ).length;
  const tied =
    tiesOut === 0 ? '' : ` ${count(tiesOut, 'trader')} who did not tie out with the source now does.`;
  const fills = now.desk.fills - before.desk.fills;
  const came =
    fills > 0
      ? `${count(fills, 'fill')} of ${session} came after the mail had gone out.`
      : `The source corrected fills or totals of ${session} or an earlier session after the mail had gone out.`;
  return `${came}${tied}${switched(before, now)}`;
}

/** Where the correction switches cuts off or on against the mail that it corrects. */
function switched(before: MorningReport, now: MorningReport): string {
  const isOff = now.engine === 'no-cut';
  if (isOff === (before.engine === 'no-cut') || now.engine === 'none') return '';
  return isOff
    ? ` Cuts are switched off now. ${switchReason(now)}`
    : ' Cuts are on now; the mail had said that they are off.';
}

function reconciled({ decisions }: MorningReport, name: string): boolean | null {
  return decisions.find(({ trader }) => trader === name)?.reconciled ?? null;
}
