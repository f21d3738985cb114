import { isCritical } from '../decision/criticalAlerts.ts';
import { count } from '../text/words.ts';
import type { DecisionGroups } from './order.ts';
import type { MorningReport } from './report.ts';

/** What the reader has to do, in two or three sentences. */
export function leadSentences(report: MorningReport, groups: DecisionGroups): string {
  const sentences = [whatToKeyIn(report, groups), ...byHand(groups), ...alertsAndWatched(report, groups)];
  return sentences.join(' ');
}

function whatToKeyIn(report: MorningReport, groups: DecisionGroups): string {
  if (groups.cuts.length === 1) return 'Key in the new limit before the open.';
  if (groups.cuts.length > 1) return `Key in the ${groups.cuts.length} new limits before the open.`;
  // A withheld trader keeps the limit that was mailed last, which may be lower.
  if (groups.withheld.some(({ newLimit, baseLimit }) => newLimit < baseLimit))
    return 'Nothing to key in; limits stay as they were mailed last.';
  return report.engine === 'none'
    ? 'No limit is recommended, for no engine could decide; base limits are unchanged.'
    : 'Nothing to key in; base limits are unchanged.';
}

function byHand({ reviews, withheld, untied }: DecisionGroups): readonly string[] {
  const parts = [
    ...(withheld.length > 0 ? [`${withheld.length} withheld because the P&L is not proven`] : []),
    ...(untied.length > 0 ? [`${untied.length} uncut whose P&L does not tie out`] : []),
    ...(reviews.length > 0 ? [`${reviews.length} to decide by hand`] : []),
  ];
  return parts.length > 0 ? [`${parts.join(', ')}.`] : [];
}

function alertsAndWatched(report: MorningReport, groups: DecisionGroups): readonly string[] {
  const critical = report.alerts.filter(isCritical).length;
  const others = report.alerts.length - critical;
  const parts = [
    ...(critical > 0 ? [count(critical, 'critical alert')] : []),
    ...(others > 0 ? [count(others, critical > 0 ? 'other alert' : 'alert')] : []),
    ...(groups.watched.length > 0 ? [`${count(groups.watched.length, 'trader')} to watch`] : []),
  ];
  return parts.length > 0 ? [`${parts.join(', ')}.`] : [];
}
