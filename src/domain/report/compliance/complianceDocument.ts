import { type ComplianceReport, PURPOSE } from '../../compliance/complianceReport.ts';

/** The report as JSON, for the command and the API: the same fields under the same names. */
export function complianceDocument(report: ComplianceReport) {
  const { from, to, grade, verified, head, findings, changes, exceptions, lineage, statement } = report;
  return {
    purpose: PURPOSE,
    from,
    to,
    grade,
    verified,
    head,
    findings: findings.map(({ id, grade: ofFinding, text, threshold, session, trader, entries }) => ({
      id,
      grade: ofFinding,
      text,
      threshold,
      session,
      trader,
      entries,
    })),
    changes,
    exceptions,
    lineage,
    statement,
  };
}
