import { brokenTrail } from '../domain/compliance/brokenTrail.ts';
import { type ComplianceReport, complianceReport } from '../domain/compliance/complianceReport.ts';
import type { Calendar } from '../domain/session/calendar.ts';
import { marketDate } from '../domain/session/marketTime.ts';
import type { Clock, Progress } from '../ports/runtime.ts';
import type { RawEntry, TrailRange, TrailReading, VerifiedTrail } from '../ports/verifiedTrail.ts';
import { InputError } from '../shared/errors.ts';

export interface CompliancePorts {
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly trail: VerifiedTrail;
}

export interface ComplianceRequest extends TrailRange {
  readonly timezone: string;
  /** The end of sending on a date, when its mail was due. */
  readonly deadlineOf: (sessionDate: string) => Date;
  readonly keepsEntries: boolean;
}

export interface ComplianceResult {
  readonly report: ComplianceReport;
  /** The entries of the period as stored; empty unless they were asked for. */
  readonly entries: readonly RawEntry[];
}

/**
 * Verifies the audit trail and makes the report of a period from it.
 * @throws StoreError `audit_broken` where the trail does not hold; InputError `no_compliance` where it has no
 *   decision of the period.
 */
export async function readCompliance(
  { trail, progress, calendar, clock }: CompliancePorts,
  { from, to, timezone, deadlineOf, keepsEntries }: ComplianceRequest,
): Promise<ComplianceResult> {
  progress.start('Verifying the audit trail', await trail.count());
  const reading = await trail
    .read({ from, to, timezone, keepsRaw: keepsEntries, onVerified: (entries) => progress.advance(entries) })
    .finally(() => progress.finish());
  if ('fault' in reading) throw brokenTrail(reading.fault);
  const now = clock.now();
  const last = marketDate(now, timezone);
  requireDecisions(reading, { from, to }, last);
  const due = calendar
    .sessionsBetween(from, to < last ? to : last)
    .filter((session) => deadlineOf(session) <= now);
  const report = complianceReport(reading.records, { from, to, sessions: due }, reading.head);
  return { report, entries: reading.raw };
}

/**
 * A period after the first decision may be without any: then its mornings failed, and the report says so. A
 * period that has not begun would be reported without findings.
 */
function requireDecisions(
  { decided }: Pick<TrailReading, 'decided'>,
  { from, to }: Pick<TrailRange, 'from' | 'to'>,
  today: string,
): void {
  const isReached = from <= today || (decided !== null && from <= decided.to);
  if (decided !== null && to >= decided.from && isReached) return;
  throw new InputError(
    'no_compliance',
    `Compliance, ${from} to ${to} · ${decided === null ? 'the audit trail has no decision' : 'the audit trail has no decision of these sessions'} · expected one`,
    {
      hint:
        decided === null
          ? 'Run a morning first: `npm run morning`.'
          : `The trail has decisions of ${decided.from} to ${decided.to}.`,
    },
  );
}
