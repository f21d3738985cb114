import type { Decision } from '../decision/decision.ts';
import { limitDollars } from '../text/money.ts';
import { capitalised, shownDesk, shownName } from '../text/outsideText.ts';
import { reasonSentence } from './changeReasons.ts';
import { groupByChange, lineOf } from './limitLines.ts';
import { neverConfirmed, notUsedWords, overrideWords, sourceWords } from './limitWords.ts';
import type { MorningReport } from './report.ts';

/** A trader whose limit is below the base limit and in force already. */
export interface StayCutView {
  readonly trader: string;
  /** As the store names the trader, for links. */
  readonly name: string;
  readonly desk: string;
  readonly limit: string;
  readonly base: string;
  /** `day 3, confirmed`. */
  readonly since: string;
  readonly why: string;
  /** `Cut for 12 sessions. Change the base limit?`, once a week; empty otherwise. */
  readonly question: string;
}

/** Deepest first. A withheld trader stands under "Decide by hand". */
export function stayCutViews(report: MorningReport): readonly StayCutView[] {
  const long = new Map((report.longCuts ?? []).map(({ trader, sessions }) => [trader, sessions]));
  return groupByChange(report.decisions)
    .stayCut.filter(({ action }) => action === 'cut' || action === 'keep')
    .map((decision) => stayCutView(decision, report.sessionDate, long.get(decision.trader)));
}

function stayCutView(decision: Decision, sessionDate: string, sessions: number | undefined): StayCutView {
  const line = lineOf(decision);
  const why = [overrideWords(line) || reasonSentence(decision), notUsedWords(decision)].filter(Boolean);
  return {
    trader: shownName(decision.trader),
    name: decision.trader,
    desk: shownDesk(decision.desk),
    limit: limitDollars(line.target),
    base: `base ${limitDollars(decision.baseLimit)}`,
    since: [
      line.cutDay === null ? '' : `day ${line.cutDay}`,
      neverConfirmed(line, sessionDate) || sourceWords(line.inForceSource),
    ]
      .filter((part) => part !== '')
      .join(', '),
    why: capitalised(why.join('. ')),
    question: sessions === undefined ? '' : `Cut for ${sessions} sessions. Change the base limit?`,
  };
}
