import type { ComplianceGrade } from '../../compliance/findings/findingRegistry.ts';

/** The grade of a report as a sentence. */
export const gradeWords: Readonly<Record<ComplianceGrade, string>> = {
  compliant: 'no findings.',
  minor: 'minor findings only.',
  major: 'at least one major finding.',
};
