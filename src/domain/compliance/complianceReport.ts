import { type ComplianceException, exceptionsOf } from './exceptions.ts';
import { type ComplianceGrade, findingsOf, gradeOf } from './findings/findingRegistry.ts';
import type { Finding } from './findings/findingRule.ts';
import { type LimitChange, limitChanges } from './limitChanges.ts';
import { type Lineage, lineageOf } from './lineage.ts';
import { type PeriodRequest, periodOf } from './period.ts';
import { type Statement, statementOf } from './statement.ts';
import type { TrailRecord } from './trailRecord.ts';

/** What the report is, and what it is not. It stands on every page of it. */
export const PURPOSE = "Evidence for the firm's annual review under SEC 15c3-5; not legal advice.";

/** The last entry of the trail that the report was made from. */
export interface TrailHead {
  readonly sequence: number;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** The compliance report of a period. Every figure comes from the audit trail. */
export interface ComplianceReport {
  readonly from: string;
  readonly to: string;
  readonly grade: ComplianceGrade;
  /** Every hash of the trail was recomputed; a report is made of no other trail. */
  readonly verified: true;
  readonly head: TrailHead;
  readonly findings: readonly Finding[];
  readonly changes: readonly LimitChange[];
  readonly exceptions: readonly ComplianceException[];
  readonly lineage: Lineage;
  readonly statement: Statement;
}

/**
 * Makes the report of a period from the entries of a verified trail.
 * @param records ascending; see `periodOf`
 */
export function complianceReport(
  records: readonly TrailRecord[],
  request: PeriodRequest,
  head: TrailHead,
): ComplianceReport {
  const period = periodOf(records, request);
  const findings = findingsOf(period);
  return {
    from: request.from,
    to: request.to,
    grade: gradeOf(findings),
    verified: true,
    head,
    findings,
    changes: limitChanges(period),
    exceptions: exceptionsOf(period),
    lineage: lineageOf(period),
    statement: statementOf(period),
  };
}
