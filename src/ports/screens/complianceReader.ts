import type { ComplianceReport } from '../../domain/compliance/complianceReport.ts';
import type { TrailRange } from '../verifiedTrail.ts';

/** Compliance reports for the API and the desk page. */
export interface ComplianceReader {
  /**
   * Verifies the whole trail and makes the report of a period. One verification at a time; a report is made
   * again only after the database has changed.
   * @throws StoreError `audit_broken`; InputError `no_compliance`
   */
  report(range: TrailRange): Promise<ComplianceReport>;
}
