import { inForceWords } from '../../../../domain/limits/inForceWords.ts';
import { changeReason } from '../../../../domain/report/changeReasons.ts';
import { lineOf } from '../../../../domain/report/limitLines.ts';
import { confidenceWords } from '../../../../domain/report/limitWords.ts';
import { warningLines } from '../../../../domain/report/signs.ts';
import { talkViews } from '../../../../domain/report/talkViews.ts';
import type { StressResult } from '../../../../domain/risk/stress/stressResult.ts';
import { longDay, shortDay } from '../../../../domain/text/dates.ts';
import { limitDollars } from '../../../../domain/text/money.ts';
import { shownDesk, shownName } from '../../../../domain/text/outsideText.ts';
import type { StoredDecision } from '../../../../ports/outbox.ts';
import type { TraderHistory } from '../../../../ports/screens/traderHistories.ts';
import { newOverridePath } from '../overrides/overridePath.ts';
import { indicatorSection } from './indicatorSection.ts';
import { pathSection } from './pathSection.ts';
import { pnlSection } from './pnlSection.ts';
import { answerSection, decisionSection, overrideSection } from './recordSections.ts';
import { riskSection } from './riskSection.ts';
import { type ShownSize, sizeSection } from './sizeSection.ts';
import { traderStressSection } from './stressSection.ts';

/** The screen of one trader: today first, then the days, the risk, the indicators and what was done. */
export function traderView(history: TraderHistory, stress: StressResult | null, size: ShownSize): object {
  const { entry, baseLimit, inForce, dueSession } = history;
  const today = history.decisions.findLast(({ sessionDate }) => sessionDate <= dueSession) ?? null;
  return {
    name: shownName(entry.trader),
    desk: shownDesk(entry.desk),
    isRetired: !entry.active,
    facts: [
      { name: 'Base limit', value: limitDollars(baseLimit) },
      {
        name: 'In force',
        value:
          inForce === null
            ? 'none: the trader is not active'
            : `${inForce.dollars === null ? 'unknown' : limitDollars(inForce.dollars)} (${inForceWords(inForce)})`,
      },
      ...(today === null ? [] : todayFacts(today)),
      ...talkViews(history.criticalAlerts).map(({ text }) => ({ name: 'Talk to the trader', value: text })),
    ],
    warnings: today === null ? [] : warningLines(today),
    days: history.sessions
      .flatMap(({ sessionDate, day }) => (day === null ? [] : [sessionDate]))
      .toReversed()
      .map((date) => ({ date, name: shortDay(date), isShown: date === history.path?.sessionDate })),
    path: pathSection(history),
    sections: [
      pnlSection(history),
      riskSection(history),
      sizeSection(size),
      ...traderStressSection(stress, entry.trader),
      ...indicatorSection(today, history.decisions),
      answerSection(history),
      { ...overrideSection(history), links: overrideLinks(history) },
      decisionSection(history),
    ],
  };
}

/** A trader who is not active has no limit to override. */
function overrideLinks({ entry }: TraderHistory) {
  const give = { path: newOverridePath(entry.trader), text: 'Give an override…' };
  return [...(entry.active ? [give] : []), { path: '/overrides', text: 'Every override' }];
}

function todayFacts(decision: StoredDecision): readonly { readonly name: string; readonly value: string }[] {
  const { target } = lineOf(decision);
  const reason = changeReason(decision, undefined);
  return [
    { name: `Mail of ${longDay(decision.sessionDate)}`, value: `limit ${limitDollars(target)}` },
    ...(reason === '' ? [] : [{ name: 'Why', value: reason }]),
    ...(decision.action === 'cut' ? [{ name: 'Confidence', value: confidenceWords(decision) }] : []),
  ];
}
