import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { DeskHistory } from '../../../src/domain/engines/model/deskHistory.ts';
import { featureIndicators } from '../../../src/domain/engines/model/features.ts';
import { writeFeatures } from '../../../src/domain/engines/model/traderPast.ts';
import { TraderRecord } from '../../../src/domain/engines/model/traderRecord.ts';
import type { DeskMorning, MorningIndicator } from '../../../src/domain/indicators/indicator.ts';
import { NO_RATIOS } from '../../../src/domain/indicators/realisedVolatility.ts';
import { indicators } from '../../../src/domain/indicators/registry.ts';
import { indicatorVector } from '../../support/indicatorVector.ts';

const desk = simulateDesk({ traders: 5, sessions: 90, seed: 3, truth: 'tilt' });
const sessionsBetween = (from: string, to: string) =>
  desk.sessionDates.indexOf(to) - desk.sessionDates.indexOf(from);

describe('features written in two steps', () => {
  it('equal the features written in one step, bit for bit, on every morning', () => {
    const history = new DeskHistory(desk.roster, sessionsBetween);
    let compared = 0;
    for (const { sessionDate, days } of desk) {
      history.push(days);
      for (const { past: record, context } of history.members(sessionDate)) {
        const [once, early, late] = [0, 1, 2].map(() => new Float64Array(featureIndicators.length));
        if (!once || !early || !late) continue;
        indicatorVector(record.series, context, once, featureIndicators);
        writeFeatures(early, record, context);
        record.prepare();
        writeFeatures(late, record, context);
        expect([early, late]).toEqual([once, once]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('are refused for a morning before the last session', () => {
    const [first] = desk;
    const [day] = first?.days ?? [];
    if (!day) throw new Error('a simulated desk without a day');
    const record = new TraderRecord({ trader: day.trader, baseLimit: 5_000, riskCapital: 50_000 });
    record.push(day);
    const row = new Float64Array(featureIndicators.length);
    expect(() => writeFeatures(row, record, { ...emptyMorning, previousSession: '1999-12-31' })).toThrow(
      expect.objectContaining({ code: 'look_ahead' }),
    );
  });

  it.each(indicators.map((indicator) => [indicator.id, indicator] as const))(
    'the indicator %s declares whether it depends on the morning',
    (_, indicator) => {
      let hasRead = false;
      const observedMorning = new Proxy(emptyMorning, {
        get: (morning, field) => {
          hasRead = true;
          return Reflect.get(morning, field);
        },
      });
      const record = new TraderRecord({ trader: 'NET001', baseLimit: 5_000, riskCapital: 50_000 });
      // A row of the registry declares it in its type. This finds one that was cast.
      (indicator.compute as MorningIndicator['compute'])(record.series, observedMorning);
      expect(hasRead).toBe(indicator.dependsOnMorning === true);
    },
  );
});

const emptyMorning: DeskMorning = {
  previousSession: '2024-01-02',
  idleSessions: null,
  previousSessionScaledPnl: null,
  deskSortedScaledPnl: new Float64Array(0),
  deskCloseRatios: NO_RATIOS,
};
