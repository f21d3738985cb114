import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type DeskPlan,
  type SimulatedSession,
  simulateDesk,
} from '../../../scripts/simulation/simulatedDesk.ts';
import { forecastContents, type Tampering, walkDesk } from '../../../scripts/simulation/walkedDesk.ts';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { withTodaysResult } from '../../support/plantedPolicies.ts';
import { skillInterval, skillOf } from '../../support/walkScores.ts';

const plan: DeskPlan = { traders: 10, sessions: 300, seed: 102, truth: 'tilt' };
const desk = simulateDesk(plan);
const sessions = [...desk];
const honest = [...walkDesk(desk, sessions)];
const said = honest.map(({ forecast: morning }) => forecastContents(morning));

describe('the forecast of a session (truncation test)', () => {
  // On session 265 the record of cuts is added up again.
  const mornings = [25, 101, 182, 263, 265];

  it.each(mornings)('is the same when session %d and all after it are deleted', (at) => {
    expect(firstLeak(sessions.slice(0, at), sessions[at])).toBeNull();
  });

  it.each(mornings)('is the same when session %d and all after it are replaced by garbage', (at) => {
    expect(
      firstLeak([...sessions.slice(0, at), ...sessions.slice(at).map(garbage)], sessions[at]),
    ).toBeNull();
  });

  it('includes cuts of both engines and a gate that opens, so that a leak would change it', () => {
    const late = said.slice(200).flatMap(({ traders }) => traders);
    expect(late.filter(({ modelReductionPct }) => modelReductionPct > 0).length).toBeGreaterThan(100);
    expect(late.filter(({ rulesReductionPct }) => rulesReductionPct > 0).length).toBeGreaterThan(100);
    expect(late.some(({ firedRules }) => firedRules.some(({ code }) => code === 'drawdown'))).toBe(true);
    expect(said.some(({ engine }) => engine === 'ridge')).toBe(true);
    expect(said[265]?.cutProof).toMatchObject({
      decidedFor: said[265]?.sessionDate,
      lowerBound: expect.any(Number),
    });
  });
});

describe('the record that the gate decides on', () => {
  it('begins with the first session that there was a forecast for', () => {
    const first = honest.findIndex(({ record }) => record.score.varForecasts > 0);
    const judged = honest.slice(first, 80).filter(({ record }) => record.score.varForecasts > 0).length;
    expect(first).toBeGreaterThanOrEqual(20);
    expect(said[80]?.gate?.sessions).toBe(judged);
  });
});

describe('a feature that contains the outcome', () => {
  const cheating: Tampering = { members: withTodaysResult };
  const cheated = [...walkDesk(desk, sessions, cheating)];

  it.each([101, 263])('is detected on the session (%d) whose future is replaced', (at) => {
    const garbled = [...sessions.slice(0, at), ...sessions.slice(at).map(garbage)];
    const leak = firstLeak(
      garbled,
      sessions[at],
      cheating,
      cheated.map(({ forecast: morning }) => forecastContents(morning)),
    );
    expect(leak).toBe(sessions[at]?.sessionDate);
  });

  it('has an AUC above 0.85, which no honest feature reaches', () => {
    expect(skillOf(cheated)).toBeGreaterThan(0.85);
    expect(skillOf(honest)).toBeLessThan(0.75);
  });
});

describe('outcomes shuffled over each trader’s sessions', () => {
  it.each([101, 102, 103])('leave no skill and keep the gate shut: desk %d', (seed) => {
    const other = simulateDesk({ ...plan, seed, truth: 'noEdge' });
    const days = [...other];
    const walked = [...walkDesk(other, days, { days: shuffledDays(days, seed) })];
    const [low, high] = skillInterval(walked);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(walked.at(-1)?.forecast.engine).toBe('rules');
    expect(walked.filter(({ forecast: morning }) => morning.engine === 'ridge').length).toBeLessThan(30);
  });
});

/** The first session up to `last` with another forecast than before; null if there is none. */
function firstLeak(
  shown: readonly SimulatedSession[],
  last: SimulatedSession | undefined,
  tampering: Tampering = {},
  before = said,
): string | null {
  const lastDate = last?.sessionDate ?? '';
  const own = shown.filter(({ sessionDate }) => sessionDate < lastDate);
  const today = shown.find(({ sessionDate }) => sessionDate === lastDate) ?? {
    sessionDate: lastDate,
    days: [],
  };
  for (const [at, { forecast: morning }] of [...walkDesk(desk, [...own, today], tampering)].entries()) {
    if (!isDeepStrictEqual(forecastContents(morning), before[at])) return morning.sessionDate;
  }
  return null;
}

/** The same session with absurd numbers. */
function garbage({ sessionDate, days }: SimulatedSession): SimulatedSession {
  return {
    sessionDate,
    days: days.map((day, at) => ({
      ...day,
      netPnl: (at % 2 === 0 ? -1e6 : 1e6) - day.netPnl,
      notional: 1e12,
      fees: -day.fees,
      roundTrips: 1,
      orders: 1,
      grossWin: 1e9,
      grossLoss: 1e9,
      bestRunningPnl: 1e9,
      worstRunningPnl: -1e9,
      lowWaterMarks: { realised: [], total: [] },
    })),
  };
}

/** Shuffles each trader's days; every caller gets the same order. */
function shuffledDays(all: readonly SimulatedSession[], seed: number): NonNullable<Tampering['days']> {
  const random = createRandom(seed, 'dealt anew');
  const own = new Map<string, TraderDayFacts[]>();
  for (const day of all.flatMap(({ days }) => days))
    own.set(day.trader, [...(own.get(day.trader) ?? []), day]);
  const dealt = new Map<TraderDayFacts, TraderDayFacts>();
  for (const days of own.values()) {
    const order = days.map((day) => ({ day, key: random.uniform() })).sort((a, b) => a.key - b.key);
    for (const [at, day] of days.entries())
      dealt.set(day, { ...(order[at]?.day ?? day), sessionDate: day.sessionDate });
  }
  return (days) => days.map((day) => dealt.get(day) ?? day);
}
