import { DeskHistory } from '../../src/domain/engines/model/deskHistory.ts';
import { CollectedIndicators } from '../../src/domain/risk/drift/collectedIndicators.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { type DeskPlan, simulateDesk } from './simulatedDesk.ts';
import { sessionsAfter } from './walkedDesk.ts';

const calendar = createCalendar('nyse');

/** The indicators of every morning of an unchanged simulated desk, without a model. */
export function collectedDesk(plan: Pick<DeskPlan, 'seed'> & Partial<DeskPlan>): CollectedIndicators {
  const desk = simulateDesk({ traders: 12, sessions: 520, truth: 'noEdge', ...plan });
  const history = new DeskHistory(desk.roster, sessionsAfter);
  const collected = new CollectedIndicators();
  for (const { sessionDate, days } of desk) {
    collected.add(history.members(calendar.previousSession(sessionDate)));
    history.push(days);
  }
  return collected;
}
