import type { Decision } from '../decision/decision.ts';
import { shortDay } from '../text/dates.ts';
import { roughDollars } from '../text/money.ts';
import { shownName } from '../text/outsideText.ts';
import { count } from '../text/words.ts';
import type { MorningReport, TraderHistory } from './report.ts';
import { warningLines } from './traderViews.ts';

/** Sessions in one picture. */
export const PICTURE_SESSIONS = 20;

/** A chart of a cut trader's recent sessions, with all its content in words. */
export interface PictureView {
  readonly trader: string;
  readonly from: string;
  readonly to: string;
  readonly caption: string;
  readonly alternative: string;
  /** The Content-ID of the inline image: `history-1`. */
  readonly contentId: string;
  /** The cut trader's warnings with their evidence. */
  readonly signs: readonly string[];
}

/** The histories to draw, in the order of the cuts; traders without an earlier session are left out. */
export function picturedHistories(
  report: MorningReport,
  cuts: readonly Decision[],
  most: number,
): readonly TraderHistory[] {
  const byTrader = new Map(report.histories.map((history) => [history.trader, history]));
  return cuts
    .flatMap((cut) => byTrader.get(cut.trader) ?? [])
    .map(({ trader, sessions }) => ({ trader, sessions: sessions.slice(-PICTURE_SESSIONS) }))
    .filter((history) => history.sessions.length > 0)
    .slice(0, most);
}

/** The words of the same charts. */
export function pictureViews(
  report: MorningReport,
  cuts: readonly Decision[],
  most: number,
): readonly PictureView[] {
  const byTrader = new Map(cuts.map((cut) => [cut.trader, cut]));
  return picturedHistories(report, cuts, most).map((history, index) => ({
    signs: signsOf(byTrader.get(history.trader)),
    trader: shownName(history.trader),
    from: shortDay(history.sessions.at(0)?.sessionDate ?? ''),
    to: shortDay(history.sessions.at(-1)?.sessionDate ?? ''),
    caption: captionOf(history),
    alternative: `Bar chart of ${shownName(history.trader)}: ${captionOf(history)}`,
    contentId: `history-${index + 1}`,
  }));
}

function signsOf(cut: Decision | undefined): readonly string[] {
  return cut === undefined ? [] : warningLines(cut);
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
