import { CORRELATION_SESSIONS, HIGH_CORRELATION, LEAST_COMMON_SESSIONS } from '../../risk/correlation.ts';
import type { Period } from '../period.ts';
import type { Finding, FindingRule } from './findingRule.ts';
import { ignoredStops, limitsAboveBase, MOST_RENEWALS, renewedOverrides } from './limitFindings.ts';
import { failedMornings, lateMornings, unansweredChanges } from './morningFindings.ts';
import {
  correlatedPairs,
  LEAST_SHARED_NOTIONAL,
  largePositions,
  portfolioRisks,
  untiedDecisions,
} from './riskFindings.ts';
import { trailGaps } from './trailFindings.ts';

/** Every rule by which the report finds something. docs/compliance.md shows this table. */
export const findingRules = [
  {
    id: 'failed-morning',
    title: 'The limits of a session were not mailed',
    threshold: 'one mail that the server accepted; due at SEND_DEADLINE',
    grade: 'major',
    find: failedMornings,
  },
  {
    id: 'late-morning',
    title: 'The limits of a session were mailed late',
    threshold: 'LATE_AT of that morning',
    grade: 'minor',
    find: lateMornings,
  },
  {
    id: 'unanswered-change',
    title: 'A mailed change had no answer, amount or read-back at the open',
    threshold: '09:30 of the market, or SEND_DEADLINE where that is later',
    grade: 'minor',
    find: unansweredChanges,
  },
  {
    id: 'limit-above-base',
    title: 'A limit above the base limit without a second approver',
    threshold: 'an override of that amount, approved under another name',
    grade: 'major',
    find: limitsAboveBase,
  },
  {
    id: 'override-renewed',
    title: 'An override was renewed again and again',
    threshold: `${MOST_RENEWALS} renewals in a row`,
    grade: 'minor',
    find: renewedOverrides,
  },
  {
    id: 'stop-ignored',
    title: 'A trader reached the limit in force and went on trading',
    threshold: 'no opening fill after the limit was reached',
    grade: 'major',
    find: ignoredStops,
  },
  {
    id: 'untied-decided',
    title: 'A limit was decided on a P&L that differs from the source',
    threshold: 'equal to the source, or accepted with a reason',
    grade: 'major',
    find: untiedDecisions,
  },
  {
    id: 'position-size',
    title: "A position was large against the trader's risk capital",
    threshold: 'MAX_POSITION_PCT, where set',
    grade: 'major',
    find: largePositions,
  },
  {
    id: 'portfolio-risk',
    title: 'The VaR 95 of the desk was high against its risk capital',
    threshold: 'MAX_PORTFOLIO_RISK_PCT',
    grade: 'major',
    find: portfolioRisks,
  },
  {
    id: 'correlated-pair',
    title: 'Two traders took one risk',
    threshold: `correlation above ${HIGH_CORRELATION} over at least ${LEAST_COMMON_SESSIONS} common sessions of ${CORRELATION_SESSIONS}, and ${100 * LEAST_SHARED_NOTIONAL} % of the notional of either in the same symbols`,
    grade: 'minor',
    find: correlatedPairs,
  },
  {
    id: 'trail-gap',
    title: 'The audit trail has a gap',
    threshold: 'facts of every decided morning, no restore, every entry readable',
    grade: 'major',
    find: trailGaps,
  },
] as const satisfies readonly FindingRule[];

/** What every rule finds in a period, in the order of the rules. */
export function findingsOf(period: Period): readonly Finding[] {
  return findingRules.flatMap(({ id, grade, threshold, find }) =>
    find(period).map((found) => ({ id, grade, threshold, ...found })),
  );
}

/** compliant: nothing was found. minor: nothing major. */
export type ComplianceGrade = 'compliant' | 'minor' | 'major';

export function gradeOf(findings: readonly Finding[]): ComplianceGrade {
  if (findings.length === 0) return 'compliant';
  return findings.some(({ grade }) => grade === 'major') ? 'major' : 'minor';
}
