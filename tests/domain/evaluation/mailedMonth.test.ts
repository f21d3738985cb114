import { describe, expect, it } from 'vitest';
import { mailedMonth } from '../../../src/domain/evaluation/mailedMonth.ts';
import type { LimitEvent, NewLimitEvent } from '../../../src/domain/limits/limitEvent.ts';
import { BASE_LIMIT, type ClassifiedDay } from '../../../src/domain/outcome/classifiedDay.ts';
import { limitEvent } from '../../support/limits.ts';

const SESSIONS = ['2026-03-02', '2026-03-03', '2026-03-04'];
const CUT = { dollars: 3_000, source: 'assumed', baseLimit: 5_000 } as const;

let id = 0;
const event = (minute: number, parts: Partial<NewLimitEvent>): LimitEvent => ({
  ...limitEvent({ recordedAt: new Date(Date.UTC(2026, 2, 3, 10, minute)), ...parts }),
  id: ++id,
});

function day(kind: ClassifiedDay['kind'], parts: Partial<ClassifiedDay> = {}): ClassifiedDay {
  return {
    sessionDate: '2026-03-03',
    trader: 'NET001',
    kind,
    limit: CUT,
    secondOfDay: kind === 'stopped' ? 42_000 : null,
    isAssumedNotApplied: false,
    netPnl: -3_000,
    uncensoredNetPnl: null,
    continuations: [],
    donorSessions: [],
    meanContinuation: null,
    ...parts,
  };
}

const empty = { sessions: SESSIONS, decisions: [], events: [], days: [] };

describe('a month of mails', () => {
  it('counts each change once, with the last word after the last mail of its session', () => {
    const events = [
      event(0, { kind: 'mailed', dollars: 3_000 }),
      event(5, { kind: 'applied', dollars: 3_000 }),
      event(9, { kind: 'mailed', dollars: 2_500 }),
      event(0, { kind: 'mailed', trader: 'NET002', dollars: 5_000 }),
      event(4, { kind: 'different', trader: 'NET002', dollars: 4_000 }),
      event(6, { kind: 'not-applied', trader: 'NET002', dollars: null }),
      event(0, { kind: 'mailed', trader: 'NET003', dollars: 3_000 }),
      event(8, { kind: 'readback', trader: 'NET003', dollars: 3_000 }),
      event(0, { kind: 'mailed', trader: 'NET004', dollars: 3_000 }),
      event(8, { kind: 'set', trader: 'NET004', dollars: 3_500 }),
      event(0, { kind: 'mailed', sessionDate: '2026-02-27', dollars: 3_000 }),
      event(0, { kind: 'set', trader: 'NET005', dollars: 3_500 }),
    ];
    const { changes, answers } = mailedMonth({ ...empty, events });
    expect(changes).toEqual({ all: 4, lower: 3, raise: 1 });
    expect(answers).toEqual({ asMailed: 1, other: 1, notSet: 1, unanswered: 1 });
  });

  it('takes the direction of a change from its decision: a cut that ends in part is a raise', () => {
    const events = [event(0, { kind: 'mailed', dollars: 4_000 })];
    const limit = {
      limitInForce: 2_000,
      inForceSource: 'assumed',
      inForceSince: null,
      target: 4_000,
      change: 'raise',
      recommendedLimit: 4_000,
      cutDay: 3,
      override: null,
    } as const;
    const decision = {
      sessionDate: '2026-03-03',
      trader: 'NET001',
      engine: 'rules',
      action: 'cut',
      baseLimit: 5_000,
      newLimit: 4_000,
      reductionPct: 20,
      limit,
    } as const;
    const found = mailedMonth({ ...empty, events, decisions: [decision] });
    expect(found.changes).toEqual({ all: 1, lower: 0, raise: 1 });
    expect(found).toMatchObject({ mornings: 1, withoutMail: ['2026-03-02', '2026-03-04'] });
  });

  it('counts the days under a cut by what became of them, and no day under the base limit', () => {
    const days = [
      day('stopped'),
      day('ignored'),
      day('unclear'),
      day('not-reached'),
      day('not-reached'),
      day('free'),
      day('free', { limit: BASE_LIMIT }),
    ];
    const { cutDays } = mailedMonth({ ...empty, days });
    expect(cutDays).toEqual({ all: 6, stopped: 1, ignored: 1, unclear: 1, notReached: 2, notApplied: 1 });
  });

  it('credits stops with what the rest of such days lost, and gives a verdict from ten of them on', () => {
    const saving = (sessionDate: string) =>
      day('stopped', {
        sessionDate,
        continuations: [-800],
        donorSessions: [sessionDate],
        meanContinuation: -800,
      });
    const nine = Array.from({ length: 9 }, (_, place) => saving(SESSIONS[place % 3] ?? ''));
    const unknown = day('stopped');
    const few = mailedMonth({ ...empty, days: [...nine, unknown] }).stops;
    expect(few).toMatchObject({ estimated: 9, notKnown: 1, saved: 7_200, cost: 0 });
    expect(few.verdict).toBe('not enough to tell');
    const many = mailedMonth({ ...empty, days: [...nine, saving('2026-03-02')] }).stops;
    expect(many).toMatchObject({ estimated: 10, saved: 8_000, verdict: 'helped' });
  });
});
