import { describe, expect, it } from 'vitest';
import { deskMornings } from '../../../src/domain/indicators/deskMornings.ts';
import { DecisionError } from '../../../src/shared/errors.ts';
import { factsOf } from '../../support/facts.ts';
import { calendarDaysBetween } from '../../support/indicatorInput.ts';
import { seriesOf } from '../../support/series.ts';

const last = '2023-01-25';

describe('the morning of a desk', () => {
  it('has the idle sessions of each trader, and every r of the previous session', () => {
    const desk = [trader('A', 25, 100), trader('B', 25, -50), trader('C', 24, 70), trader('D', 5, 10)];
    const mornings = deskMornings(desk, last, calendarDaysBetween);
    const deskSortedScaledPnl = Float64Array.of(-1 / 1.4826, 1 / 1.4826);
    const shared = {
      previousSession: last,
      deskSortedScaledPnl,
      deskCloseRatios: mornings[0]?.deskCloseRatios,
    };
    expect(mornings).toEqual([
      { ...shared, idleSessions: 0, previousSessionScaledPnl: 1 / 1.4826 },
      { ...shared, idleSessions: 0, previousSessionScaledPnl: -1 / 1.4826 },
      { ...shared, idleSessions: 1, previousSessionScaledPnl: null },
      { ...shared, idleSessions: 20, previousSessionScaledPnl: null },
    ]);
  });

  it('has nulls for a trader who never traded', () => {
    expect(deskMornings([trader('N', 0, 1)], last, calendarDaysBetween)[0]).toEqual({
      previousSession: last,
      idleSessions: null,
      previousSessionScaledPnl: null,
      deskSortedScaledPnl: new Float64Array(0),
      deskCloseRatios: { tripSwing: null, dayRange: null },
    });
  });

  it('has the medians of the ratios of close to range, over the traders who have one', () => {
    const ratioOf = (netPnl: number) =>
      deskMornings([trader('A', 25, netPnl)], last, calendarDaysBetween)[0]?.deskCloseRatios.dayRange;
    const desk = [
      trader('A', 25, 100),
      trader('B', 25, -50),
      trader('C', 24, 200),
      trader('D', 5, 0),
      trader('N', 0, 1),
    ];
    // The ordinary day ranges from −$150 to $400; a day of $0 has no ratio.
    expect([100, -50, 200, 0].map(ratioOf)).toEqual([
      expect.closeTo(100 / 550, 12),
      expect.closeTo(50 / 550, 12),
      expect.closeTo(200 / 550, 12),
      null,
    ]);
    expect(deskMornings(desk, last, calendarDaysBetween)[0]?.deskCloseRatios.dayRange).toBeCloseTo(
      100 / 550,
      12,
    );
  });

  it('calls the given calendar once per date, from the last active session to the previous one', () => {
    const asked: string[][] = [];
    const calendar = (from: string, to: string) => {
      asked.push([from, to]);
      return 7;
    };
    const mornings = deskMornings([trader('A', 3, 1), trader('B', 3, 1)], last, calendar);
    expect(mornings.map(({ idleSessions }) => idleSessions)).toEqual([7, 7]);
    expect(asked).toEqual([['2023-01-03', last]]);
  });

  it('refuses a series that contains the session decided for', () => {
    const leaked = [trader('A', 26, 1)];
    expect(() => deskMornings(leaked, last, calendarDaysBetween)).toThrow(DecisionError);
    expect(() => deskMornings(leaked, last, calendarDaysBetween)).toThrow(
      'A on 2023-01-26 · expected no day after 2023-01-25',
    );
  });

  it('refuses a trader that is listed twice', () => {
    const twice = [trader('A', 25, 1), trader('B', 25, 1), trader('A', 25, 1)];
    expect(() => deskMornings(twice, last, calendarDaysBetween)).toThrow('trader A twice');
  });
});

function trader(name: string, sessions: number, netPnl: number) {
  return seriesOf(name, 5_000, factsOf(Array(sessions).fill(netPnl), { trader: name }));
}
