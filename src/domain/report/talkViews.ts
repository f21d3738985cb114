import { isCritical } from '../decision/criticalAlerts.ts';
import type { WarningCode } from '../decision/warningCode.ts';
import { fullSentence, shownName, shownSentence } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { Alert } from './report.ts';

/** A trader to talk to today, with the reasons. */
export interface TalkView {
  readonly trader: string;
  readonly text: string;
  /** The warnings that the reasons repeat. */
  readonly said: readonly WarningCode[];
}

/** A notice about the desk or about what the mail rests on. */
export interface NoticeLineView {
  readonly hasTrader: boolean;
  readonly trader: string;
  readonly text: string;
}

export const MOST_TALKS = 5;

/** Alerts that stand in a section of their own: decide by hand, and the first lines. */
const SHOWN_ELSEWHERE: readonly string[] = [
  'UNRECONCILED',
  'NOT_PROVEN',
  'CUTS_COST_MORE',
  'CUTS_OFF',
  'CUTS_ON',
];

/** One line a trader, in the order of the alerts: the worst first. */
export function talkViews(alerts: readonly Alert[]): readonly TalkView[] {
  const byTrader = new Map<string, Alert[]>();
  for (const alert of alerts.filter(isCritical)) {
    const trader = alert.trader ?? '';
    byTrader.set(trader, [...(byTrader.get(trader) ?? []), alert]);
  }
  return [...byTrader].map(([trader, own]) => ({
    trader: trader === '' ? '' : shownName(trader),
    text: own.map(({ text }) => shownSentence(text)).join('; '),
    said: own.some(({ code }) => code === 'CAPITAL_AT_RISK')
      ? ['REVENGE_TRADING', 'LARGE_DRAWDOWN']
      : ['REVENGE_TRADING'],
  }));
}

/** `3 more traders to talk to`; empty when all are shown. */
export function moreTalks(talks: readonly TalkView[], most: number): string {
  const hidden = talks.length - most;
  return hidden > 0 ? `${count(hidden, 'more trader')} to talk to; their signs are under Watch.` : '';
}

/** Every other alert. */
export function noticeLines(alerts: readonly Alert[]): readonly NoticeLineView[] {
  return alerts
    .filter((alert) => !isCritical(alert) && !SHOWN_ELSEWHERE.includes(alert.code))
    .map(({ trader, text }) => ({
      hasTrader: trader !== undefined,
      trader: trader === undefined ? '' : shownName(trader),
      text: trader === undefined ? fullSentence(text) : shownSentence(text),
    }));
}
