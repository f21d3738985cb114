import { describe, expect, it } from 'vitest';
import { valueAtRiskSection } from '../../../../src/adapters/web/screens/model/forecastSections.ts';
import { gateLines } from '../../../../src/adapters/web/screens/model/gateOverTime.ts';
import { differenceLines } from '../../../../src/adapters/web/screens/model/shadowStrategies.ts';
import type { GateDecision } from '../../../../src/domain/engines/gate.ts';
import { ForecastRecord } from '../../../../src/domain/evaluation/forecastRecord.ts';
import { addDays } from '../../../../src/domain/session/isoDate.ts';

const gate = (decidedFor: string, improvement: number | null): GateDecision => ({
  decidedFor,
  inForce: false,
  why: '',
  improvement,
  lowerBound: improvement === null ? null : improvement - 0.05,
  evenImprovement: null,
  evenLowerBound: null,
  sessions: 70,
  zone: null,
});

describe('the gate over time', () => {
  const sessions = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
  const morning = {
    sessionDate: '2026-03-05',
    dataThrough: '2026-03-04',
    engine: 'rules',
    engineReason: '',
    alerts: [],
    passedOver: [],
  } as const;
  const decisions = [gate('2026-02-26', null), gate('2026-03-03', 0.08)];

  it('keeps the figures of each week, and ends with those of the last morning', () => {
    const last = { improvement: 0.11, lowerBound: 0.01, sessions: 75, inForce: true };
    const lines = gateLines({ sessions, gate: decisions, morning: { ...morning, gate: last } });
    expect(lines.improvements).toEqual([null, 0.08, 0.08, 0.11]);
    expect(lines.bounds).toEqual([null, 0.03, 0.03, 0.01]);
  });

  it('begins with the first decision, and keeps the last one where the morning has no figures', () => {
    const lines = gateLines({ sessions, gate: decisions.slice(1), morning: { ...morning, gate: null } });
    expect(lines.sessions).toEqual(sessions.slice(1));
    expect(lines.improvements).toEqual([0.08, 0.08, 0.08]);
  });

  it('leaves out a bound that no resample had', () => {
    const endless = { ...gate('2026-03-02', 0.08), lowerBound: Number.NEGATIVE_INFINITY };
    expect(gateLines({ sessions, gate: [endless], morning: { ...morning, gate: null } }).bounds).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the differences of shadow strategies', () => {
  it('are added up, keep their sum on a session without an outcome, and begin with the strategy', () => {
    const bySession = [
      { sessionDate: '2026-03-03', difference: 100 },
      { sessionDate: '2026-03-05', difference: -30 },
    ];
    const [line] = differenceLines(
      [{ name: 'careful', bySession }],
      ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'],
    );
    expect(line?.values).toEqual([null, 100, 100, 70]);
  });
});

describe('the verdict on the VaR', () => {
  /** A desk of ten traders over 100 sessions; `breached` of each hundred forecasts in turn. */
  function verdict(breached: number, sessions = 100): string {
    const record = new ForecastRecord(() => '');
    for (let place = 0; place < sessions; place++) {
      const traders = Array.from({ length: 10 }, (_, trader) => ({
        trader: `T${trader}`,
        isBreached: (10 * place + trader) % 100 < breached,
      }));
      record.add({
        date: addDays('2026-01-01', place),
        forecasts: traders.map(({ trader }) => ({
          trader,
          valueAtRisk95: 1000,
          largeLossProbability: null,
        })),
        days: traders.map(({ trader, isBreached }) => ({ trader, pnl: isBreached ? -1001 : -1000 })),
      });
    }
    const [first] = valueAtRiskSection({
      probability: record.probability(),
      valueAtRisk: record.desk(),
      byMonth: record.byMonth(),
      byGroup: record.byGroup(),
      byTrader: record.byTrader(),
    }).blocks;
    return first?.kind === 'paragraph' ? first.text : '';
  }

  it.each([
    [5, 'on 50 of 1,000 (5.0%) trader-days; 50.0 are expected. That is within chance.'],
    [1, 'on 10 of 1,000 (1.0%) trader-days; 50.0 are expected. That is fewer than chance explains'],
    [30, 'on 300 of 1,000 (30.0%) trader-days; 50.0 are expected. That is far too many'],
  ])('says what %i breaches in a hundred mean', (breached, words) => {
    expect(verdict(breached)).toContain(words);
  });

  it('is none with few forecasts', () => {
    expect(verdict(5, 4)).toContain('These are too few to tell');
  });
});
