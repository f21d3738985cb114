import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { DeskHistory } from '../../../src/domain/engines/model/deskHistory.ts';
import { featureIndicators } from '../../../src/domain/engines/model/features.ts';
import { TraderRecord } from '../../../src/domain/engines/model/traderRecord.ts';
import type { DeskMorning } from '../../../src/domain/indicators/indicator.ts';
import { indicators, indicatorVector } from '../../../src/domain/indicators/registry.ts';

const desk = simulateDesk({ traders: 5, sessions: 90, seed: 3, truth: 'tilt' });
const sessionsBetween = (from: string, to: string) =>
  desk.sessionDates.indexOf(to) - desk.sessionDates.indexOf(from);

describe('features in two steps', () => {
  it('are those in one to the last bit, every morning, whether the first step came early or not', () => {
    const history = new DeskHistory(desk.roster, sessionsBetween);
    let compared = 0;
    for (const { sessionDate, days } of desk) {
      history.push(days);
      for (const { record, context } of history.members(sessionDate)) {
        const [once, early, late] = [0, 1, 2].map(() => new Float64Array(featureIndicators.length));
        if (!once || !early || !late) continue;
        indicatorVector(record.series, context, once, featureIndicators);
        record.featuresInto(early, context);
        record.prepare();
        record.featuresInto(late, context);
        expect([early, late]).toEqual([once, once]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('refuse a morning that lies before the last session', () => {
    const [first] = desk;
    const [day] = first?.days ?? [];
    if (!day) throw new Error('a simulated desk without a day');
    const record = new TraderRecord({ trader: day.trader, baseLimit: 5_000, riskCapital: 50_000 });
    record.push(day);
    const row = new Float64Array(featureIndicators.length);
    expect(() => record.featuresInto(row, { ...emptyMorning, previousSession: '1999-12-31' })).toThrow(
      expect.objectContaining({ code: 'look_ahead' }),
    );
  });

  it.each(indicators.map((indicator) => [indicator.id, indicator] as const))(
    '%s says of itself whether it looks at the morning',
    (_, indicator) => {
      let hasLooked = false;
      const watched = new Proxy(emptyMorning, {
        get: (morning, field) => {
          hasLooked = true;
          return Reflect.get(morning, field);
        },
      });
      const record = new TraderRecord({ trader: 'NET001', baseLimit: 5_000, riskCapital: 50_000 });
      indicator.compute(record.series, watched);
      expect(hasLooked).toBe(indicator.seesMorning === true);
    },
  );
});

const emptyMorning: DeskMorning = {
  previousSession: '2024-01-02',
  idleSessions: null,
  previousSessionScaledPnl: null,
  deskSortedScaledPnl: new Float64Array(0),
};
