import { describe, expect, it } from 'vitest';
import { type SimulatedSession, simulateDesk } from '../../../../scripts/simulation/simulatedDesk.ts';
import { forecastContents, sessionsAfter, walkOptions } from '../../../../scripts/simulation/walkedDesk.ts';
import { DeskHistory } from '../../../../src/domain/engines/model/deskHistory.ts';
import type { DeskMember } from '../../../../src/domain/engines/model/sessionForecast.ts';
import { WalkForwardModel } from '../../../../src/domain/engines/model/walkForwardModel.ts';
import { createCalendar } from '../../../../src/domain/session/calendar.ts';

const calendar = createCalendar('nyse');
const desk = simulateDesk({ traders: 7, sessions: 130, seed: 11, truth: 'tilt' });
const sessions = [...desk];
const hole = sessions[70]?.sessionDate ?? '';
const stored = sessions.filter(({ sessionDate }) => sessionDate !== hole);
/** Its close is another one than was seen, on every tenth session. */
const DRAWN = desk.roster[2]?.trader ?? '';

describe('mornings of days that were computed ahead', () => {
  it('forecast bit for bit what mornings of one day after the other forecast', () => {
    const inTurn = forecasts(1);
    expect(inTurn.at(-1)?.traders.filter(({ forecast }) => forecast !== null).length).toBeGreaterThan(4);
    for (const sessionsAtOnce of [2, 20, stored.length]) expect(forecasts(sessionsAtOnce)).toEqual(inTurn);
  });

  it('see nothing of the days after them: other days later change no earlier morning', () => {
    const changed = stored.map((session, place) => (place < 100 ? session : withoutResults(session)));
    expect(forecasts(20, changed).slice(0, 101)).toEqual(forecasts(20).slice(0, 101));
    expect(forecasts(20, changed)[101]).not.toEqual(forecasts(20)[101]);
  });

  it('refuse a drawn close of a trader whose days were computed, and a day that is not the next', () => {
    const [first, second] = sessions.map(({ days }) => days);
    if (!first || !second) throw new Error('a simulated desk without days');
    const drawn = () =>
      newHistory()
        .ahead(first)
        .push(first, ({ netPnl }) => netPnl - 1);
    expect(drawn).toThrow(expect.objectContaining({ code: 'look_ahead' }));
    const skipped = () =>
      newHistory()
        .ahead([...first, ...second])
        .push(second, ({ netPnl }) => netPnl);
    expect(skipped).toThrow(expect.objectContaining({ code: 'disordered_days' }));
  });
});

function newHistory(): DeskHistory {
  return new DeskHistory(desk.roster, sessionsAfter, [hole]);
}

/** The forecast of every session, with the days of so many sessions computed at once. */
function forecasts(atOnce: number, days: readonly SimulatedSession[] = stored) {
  const history = newHistory();
  const walk = new WalkForwardModel(walkOptions);
  const made: ReturnType<typeof forecastContents>[] = [];
  for (let from = 0; from < days.length; from += atOnce) {
    const block = days.slice(from, from + atOnce);
    const ahead = history.ahead(
      block.flatMap((session) => session.days),
      new Set([DRAWN]),
    );
    for (const session of block) {
      const members: readonly DeskMember[] = ahead.members(calendar.previousSession(session.sessionDate));
      const forecast = walk.forecast(session.sessionDate, members);
      made.push(forecastContents(forecast));
      walk.observe(forecast, outcomesOf(session));
      const isDrawn = stored.indexOf(session) % 10 === 0;
      ahead.push(session.days, ({ trader, netPnl }) =>
        isDrawn && trader === DRAWN ? netPnl - 5_000 : netPnl,
      );
    }
  }
  return made;
}

function outcomesOf({ days }: SimulatedSession) {
  return new Map(days.map((day) => [day.trader, { summary: day, marks: day.lowWaterMarks.realised }]));
}

function withoutResults({ sessionDate, days }: SimulatedSession): SimulatedSession {
  return { sessionDate, days: days.map((day) => ({ ...day, netPnl: 0, bestRunningPnl: 0 })) };
}
