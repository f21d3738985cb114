import type { Decision } from '../decision/decision.ts';
import { shortDay } from '../text/dates.ts';
import { limitDollars, roughDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import { groupByChange, isBelowBase, lineOf } from './limitLines.ts';
import type { HistorySession, MorningReport, TraderHistory } from './report.ts';
import { warningLines } from './signs.ts';

/** Sessions in one picture. */
export const PICTURE_SESSIONS = 20;
/** Changes of the limit that a caption names. */
const MOST_STEPS = 3;

/** A chart of a trader's recent sessions, with all its content in words. */
export interface PictureView {
  readonly trader: string;
  readonly from: string;
  readonly to: string;
  readonly caption: string;
  readonly alternative: string;
  /** The Content-ID of the inline image: `history-1`. */
  readonly contentId: string;
  /** The trader's warnings with their evidence. */
  readonly signs: readonly string[];
}

/**
 * The histories to draw, in the order of the changes; traders without an earlier session are left out. An
 * unknown limit that goes to the base limit has nothing to explain.
 */
export function picturedHistories(report: MorningReport, most: number): readonly TraderHistory[] {
  const { lower, raise, set } = groupByChange(report.decisions);
  const byTrader = new Map(report.histories.map((history) => [history.trader, history]));
  return [...lower, ...set.filter(isBelowBase), ...raise]
    .flatMap(({ trader }) => byTrader.get(trader) ?? [])
    .map(({ trader, sessions }) => ({ trader, sessions: sessions.slice(-PICTURE_SESSIONS) }))
    .filter((history) => history.sessions.length > 0)
    .slice(0, most);
}

/** The words of the same charts. */
export function pictureViews(report: MorningReport, most: number): readonly PictureView[] {
  const byTrader = new Map(report.decisions.map((decision) => [decision.trader, decision]));
  return picturedHistories(report, most).map((history, index) => {
    const decision = byTrader.get(history.trader);
    const caption = [captionOf(history), limitCaption(history, decision)].filter(Boolean).join('. ');
    return {
      signs: decision === undefined ? [] : warningLines(decision),
      trader: shownName(history.trader),
      from: shortDay(history.sessions.at(0)?.sessionDate ?? ''),
      to: shortDay(history.sessions.at(-1)?.sessionDate ?? ''),
      caption,
      alternative: `Bar chart of ${shownName(history.trader)}: ${caption}`,
      contentId: `history-${index + 1}`,
    };
  });
}

function captionOf({ sessions }: TraderHistory): string {
  const net = sessions.map((session) => session.netPnl);
  const lost = net.filter((pnl) => pnl < 0).length;
  const total = net.reduce((sum, pnl) => sum + pnl, 0);
  const worst = Math.min(...net);
  const worstDay = sessions.find((session) => session.netPnl === worst);
  const last = net.at(-1) ?? 0;
  return [
    `${lost} of the last ${count(net.length, 'session')} lost`,
    `total ${roughDollars(total)}`,
    `worst ${roughDollars(worst)}${worstDay === undefined ? '' : ` on ${shortDay(worstDay.sessionDate)}`}`,
    `last ${roughDollars(last)}`,
  ].join(', ');
}

/** `Limit in force $5,000, $2,000 since Mon 28 Sep; today $3,000`; empty where no limit was recorded. */
function limitCaption({ sessions }: TraderHistory, decision: Decision | undefined): string {
  const known = sessions.filter(({ limitInForce }) => limitInForce !== undefined);
  if (known.length === 0) return '';
  const steps = known.filter((session, index) => session.limitInForce !== known[index - 1]?.limitInForce);
  const words = steps.slice(-MOST_STEPS).map((session) => {
    const limit = limitOf(session);
    return session === known[0] ? limit : `${limit} since ${shortDay(session.sessionDate)}`;
  });
  const today = decision === undefined ? '' : `; today ${limitDollars(lineOf(decision).target)}`;
  return `Limit in force ${words.join(', ')}${today}`;
}

function limitOf({ limitInForce }: HistorySession): string {
  return limitInForce == null ? 'unknown' : limitDollars(limitInForce);
}
