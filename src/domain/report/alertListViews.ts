import { isCritical } from '../decision/criticalAlerts.ts';
import { fullSentence, shownName, shownSentence } from '../text/outsideText.ts';
import type { Alert } from './report.ts';

export interface AlertView {
  readonly code: string;
  readonly hasTrader: boolean;
  readonly trader: string;
  readonly text: string;
}

/**
 * The first `mostCritical` critical alerts are shown above the cuts; the others come first in the list below.
 */
export function alertViews(
  alerts: readonly Alert[],
  mostCritical: number,
): { readonly critical: readonly AlertView[]; readonly others: readonly AlertView[] } {
  const critical = alerts.filter(isCritical);
  const others = [...critical.slice(mostCritical), ...alerts.filter((alert) => !isCritical(alert))];
  return { critical: views(critical), others: views(others) };
}

function views(alerts: readonly Alert[]): readonly AlertView[] {
  return alerts.map((alert) => ({
    code: shownName(alert.code),
    hasTrader: alert.trader !== undefined,
    trader: alert.trader === undefined ? '' : shownName(alert.trader),
    text: alert.trader === undefined ? fullSentence(alert.text) : shownSentence(alert.text),
  }));
}
