import { describe, expect, it } from 'vitest';
import { HISTORY_SESSIONS, indicatorInputs } from '../../../src/domain/indicators/input.ts';
import { scaledPnl, scaleThrough } from '../../../src/domain/indicators/scale.ts';
import { DecisionError } from '../../../src/errors.ts';
import { dateAfter, facts, factsOf } from '../../support/facts.ts';
import { calendarDaysBetween, indicatorsOf } from '../../support/indicatorInput.ts';
import { randomHistory } from '../../support/randomFacts.ts';

const last = '2023-01-25';

describe('what an indicator may see', () => {
  it('is the facts, the scale, r, idleness and the others on the previous session', () => {
    const inputs = indicatorInputs(
      [trader('A', 25, 100), trader('B', 25, -50), trader('C', 24, 70), trader('D', 5, 10)],
      last,
      calendarDaysBetween,
    );
    const days = factsOf(Array(25).fill(100), { trader: 'A' });
    const scale = scaleThrough(days, 5_000);
    expect(inputs.get('A')).toEqual({
      days,
      scale,
      scaledPnl: scaledPnl(days, scale),
      idleSessions: 0,
      othersScaledPnl: [-1 / 1.4826],
      previousSessionScaledPnl: 1 / 1.4826,
    });
    expect(inputs.get('C')).toMatchObject({
      idleSessions: 1,
      othersScaledPnl: [-1 / 1.4826, 1 / 1.4826],
      previousSessionScaledPnl: null,
    });
    expect(inputs.get('D')).toMatchObject({ idleSessions: 20, previousSessionScaledPnl: null });
  });

  it('is nothing for a trader who never traded', () => {
    const inputs = indicatorInputs([{ trader: 'N', days: [], baseLimit: 5_000 }], last, calendarDaysBetween);
    expect(inputs.get('N')).toEqual({
      days: [],
      scale: [],
      scaledPnl: [],
      idleSessions: null,
      othersScaledPnl: [],
      previousSessionScaledPnl: null,
    });
  });

  it('counts idleness by the calendar it is given, from the last active session to the previous one', () => {
    const asked: string[][] = [];
    const calendar = (from: string, to: string) => {
      asked.push([from, to]);
      return 7;
    };
    expect(indicatorInputs([trader('A', 3, 1)], last, calendar).get('A')?.idleSessions).toBe(7);
    expect(asked).toEqual([['2023-01-03', last]]);
  });
});

describe('the input builder refuses', () => {
  it('a day of the session decided for, however it got there', () => {
    const leaked = { ...trader('A', 25, 1), days: factsOf(Array(26).fill(1), { trader: 'A' }) };
    expect(() => indicatorInputs([leaked], last, calendarDaysBetween)).toThrow(DecisionError);
    expect(() => indicatorInputs([leaked], last, calendarDaysBetween)).toThrow(
      'A on 2023-01-26 · expected no day after 2023-01-25',
    );
  });

  it('days out of order, which would pass yesterday off as older', () => {
    const reversed = { ...trader('A', 25, 1), days: trader('A', 25, 1).days.toReversed() };
    expect(() => indicatorInputs([reversed], last, calendarDaysBetween)).toThrow('oldest first');
  });

  it('a session that comes twice', () => {
    const day = facts({ trader: 'A', sessionDate: last });
    const doubled = { trader: 'A', days: [day, day], baseLimit: 5_000 };
    expect(() => indicatorInputs([doubled], last, calendarDaysBetween)).toThrow('no day twice');
  });

  it("another trader's day", () => {
    const foreign = { ...trader('A', 25, 1), trader: 'B' };
    expect(() => indicatorInputs([foreign], last, calendarDaysBetween)).toThrow('of A under B');
  });

  it('a trader listed twice, who would be its own desk', () => {
    const twice = [trader('A', 25, 1), trader('A', 25, 1)];
    expect(() => indicatorInputs(twice, last, calendarDaysBetween)).toThrow('trader A twice');
  });
});

describe('history', () => {
  const long = randomHistory(11, 520);
  const previousSession = dateAfter('2022-01-01', 519);

  it(`of ${HISTORY_SESSIONS} active sessions gives bit for bit what all of it gives`, () => {
    expect(valuesWith(long.slice(-HISTORY_SESSIONS))).toStrictEqual(valuesWith(long));
  });

  it('of one session less does not, or the bound would be slack', () => {
    const few = inputWith(long.slice(-HISTORY_SESSIONS + 1));
    expect(few?.scaledPnl[0]).not.toBe(inputWith(long)?.scaledPnl[0]);
  });

  it('is 310 sessions at most: 250 to look at, each scaled as if all of history were there', () => {
    const scale = scaleThrough(long, 5_000);
    expect(HISTORY_SESSIONS).toBe(310);
    expect(inputWith(long)).toMatchObject({
      days: long.slice(-250),
      scale: scale.slice(-250),
      scaledPnl: scaledPnl(long, scale).slice(-250),
    });
  });

  it('beyond the window may be anything', () => {
    const wild = long.map((day, index) => (index < 210 ? { ...day, netPnl: 1e9, notional: 1e15 } : day));
    expect(valuesWith(wild)).toStrictEqual(valuesWith(long));
  });

  function inputWith(days: typeof long) {
    const traders = [{ trader: 'NET001', days, baseLimit: 5_000 }];
    return indicatorInputs(traders, previousSession, calendarDaysBetween).get('NET001');
  }

  function valuesWith(days: typeof long) {
    return indicatorsOf([{ trader: 'NET001', days, baseLimit: 5_000 }], previousSession);
  }
});

function trader(name: string, sessions: number, netPnl: number) {
  return {
    trader: name,
    days: factsOf(Array(sessions).fill(netPnl), { trader: name }),
    baseLimit: 5_000,
  };
}
