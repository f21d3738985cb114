import type { Action, Decision } from '../decision/decision.ts';
import type { LimitChange } from '../decision/limitLine.ts';
import type { Tier } from '../engines/tier.ts';
import type { MorningReport } from './report.ts';

/** The decisions grouped by what a risk manager does, each list in the report's order. */
export interface DecisionGroups {
  readonly cuts: readonly Decision[];
  readonly reviews: readonly Decision[];
  /** A cut was proposed, but the P&L does not reconcile. */
  readonly withheld: readonly Decision[];
  /** No cut was proposed, and the P&L does not reconcile. */
  readonly untied: readonly Decision[];
  /** The limit stands, with a raised tier or a warning. */
  readonly watched: readonly Decision[];
  /** The limit stands without a warning. */
  readonly quiet: readonly Decision[];
}

const ACTION_ORDER: Readonly<Record<Action, number>> = { cut: 0, review: 1, withheld: 2, keep: 3 };
const CHANGE_ORDER: Readonly<Record<LimitChange, number>> = { lower: 0, raise: 1, set: 2, stay: 3 };
const TIER_ORDER: Readonly<Record<Tier, number>> = { high: 0, neutral: 1, unknown: 2, low: 3 };

/**
 * By what has to be changed on the platform: lower, raise, set, stay. Within each the deepest cut first, then
 * review, withheld, and the rest; equals by name, the same on every machine. Decisions stored before lines
 * existed are in the order of their actions.
 */
export function sortDecisions(decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions].sort(
    (a, b) =>
      changeOrder(a) - changeOrder(b) ||
      depthOfChange(b) - depthOfChange(a) ||
      ACTION_ORDER[a.action] - ACTION_ORDER[b.action] ||
      b.reductionPct - a.reductionPct ||
      byName(a.trader, b.trader),
  );
}

function changeOrder({ limit }: Decision): number {
  return CHANGE_ORDER[limit?.change ?? 'stay'];
}

/** Share of the base limit that the target takes away; the same for every decision without a line. */
function depthOfChange({ limit, baseLimit }: Decision): number {
  return limit === undefined ? 0 : 1 - limit.target / baseLimit;
}

/** Most at risk first: by tier, probability of a large loss, and name. */
export function sortByRisk(decisions: readonly Decision[]): readonly Decision[] {
  return [...decisions].sort(
    (a, b) =>
      TIER_ORDER[a.tier] - TIER_ORDER[b.tier] ||
      (b.largeLossProbability ?? -1) - (a.largeLossProbability ?? -1) ||
      byName(a.trader, b.trader),
  );
}

export function groupDecisions(report: Pick<MorningReport, 'decisions'>): DecisionGroups {
  const sorted = sortDecisions(report.decisions);
  const rest = sorted.filter((decision) => decision.action === 'keep' && decision.reconciled !== false);
  return {
    cuts: sorted.filter((decision) => decision.action === 'cut'),
    reviews: sorted.filter((decision) => decision.action === 'review'),
    withheld: sorted.filter((decision) => decision.action === 'withheld'),
    untied: sorted.filter((decision) => decision.action === 'keep' && decision.reconciled === false),
    watched: sortByRisk(rest.filter(isWatched)),
    quiet: rest.filter((decision) => !isWatched(decision)),
  };
}

function isWatched(decision: Decision): boolean {
  return decision.tier === 'high' || decision.tier === 'neutral' || decision.warnings.length > 0;
}

// By code unit, because a collation depends on the machine's language data.
function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
