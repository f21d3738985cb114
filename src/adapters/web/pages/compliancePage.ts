import type { ComplianceReport } from '../../../domain/compliance/complianceReport.ts';
import { longDay } from '../../../domain/text/dates.ts';
import { changesSection } from './compliance/changesSection.ts';
import { controlSection } from './compliance/controlSection.ts';
import { findingsSection, resultSection, rulesSection } from './compliance/findingSections.ts';
import { controlChangesSection, exceptionsSection, lineageSection } from './compliance/recordSections.ts';
import type { Section } from './document.ts';
import { renderPage } from './pageTemplate.ts';

/**
 * The compliance report as one HTML file without scripts or external resources. In print it is three sheets:
 * result and controls, findings and changes, exceptions and data. The same report gives the same bytes.
 * @throws DaybreakError when a template is missing.
 */
export function compliancePage(report: ComplianceReport): string {
  const { from, to } = report;
  return renderPage({
    title: 'Compliance report',
    subtitle: `${longDay(from)} to ${longDay(to)}.`,
    sections: complianceSections(report),
  });
}

/** The sections of the report, for the file and for the desk page. */
export function complianceSections(report: ComplianceReport): readonly Section[] {
  return [
    resultSection(report),
    controlSection(report),
    rulesSection(report),
    findingsSection(report),
    changesSection(report),
    exceptionsSection(report),
    lineageSection(report),
    controlChangesSection(report),
  ];
}
