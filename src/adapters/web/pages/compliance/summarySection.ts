import type { ReviewedCompliance } from '../../../../domain/report/review/reviewInput.ts';
import { paragraph, section } from '../blocks.ts';
import type { Section } from '../document.ts';
import { findingTable, resultBlocks } from './findingSections.ts';

/** The section of a monthly review: what was found, and how to get the whole report. */
export function complianceSummary(compliance: ReviewedCompliance): Section {
  if ('refused' in compliance)
    return section('compliance', 'Compliance', paragraph(`No compliance report: ${compliance.refused}`));
  const { from, to } = compliance;
  return section(
    'compliance',
    'Compliance',
    ...resultBlocks(compliance),
    ...findingTable(compliance),
    paragraph(`The whole report: npm run compliance -- --from ${from} --to ${to} --out compliance.html`),
  );
}
