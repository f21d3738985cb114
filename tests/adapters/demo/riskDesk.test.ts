import { describe, expect, it } from 'vitest';
import {
  isNeverSet,
  type MailedLine,
  type RiskDeskPast,
  scriptedAnswers,
  scriptedOverride,
} from '../../../src/adapters/demo/riskDesk.ts';
import type { LimitLine } from '../../../src/domain/decision/limitLine.ts';
import { nyse } from './calendars.ts';

const sessions = nyse.sessionsBetween('2026-01-02', '2026-12-31');
const seasoned: RiskDeskPast = { mornings: 9, notApplied: 1, different: 1, overrides: 1 };

function line(trader: string, parts: Partial<LimitLine> = {}): MailedLine {
  const limit: LimitLine = {
    limitInForce: 5000,
    inForceSource: 'base',
    inForceSince: null,
    target: 3000,
    change: 'lower',
    recommendedLimit: 3000,
    cutDay: 1,
    override: null,
    ...parts,
  };
  return { trader, baseLimit: 5000, limit };
}

const lines = [
  line('NET001'),
  line('NET002', { change: 'stay' }),
  line('NET003', { change: 'raise', target: 5000 }),
];
const kinds = (past: RiskDeskPast) =>
  sessions.map((session) => scriptedAnswers(session, lines, past).map(({ kind }) => kind));

describe('the scripted risk desk', () => {
  it('answers every changed line of the first mail with "applied"', () => {
    const first = { mornings: 0, notApplied: 0, different: 0, overrides: 0 };
    for (const answers of kinds(first)) expect(answers).toEqual(['applied', 'applied']);
  });

  it('leaves about three mails of ten without an answer', () => {
    const unanswered = kinds(seasoned).filter((answers) => answers.length === 0).length;
    expect(unanswered / sessions.length).toBeGreaterThan(0.2);
    expect(unanswered / sessions.length).toBeLessThan(0.4);
  });

  it('does not apply the first limit that is lowered later, and then few', () => {
    const untried = kinds({ ...seasoned, notApplied: 0 }).filter((answers) => answers.length > 0);
    expect(new Set(untried.map(([first]) => first))).toEqual(new Set(['not-applied']));
    const refused = kinds(seasoned).filter(([first]) => first === 'not-applied').length;
    expect(refused).toBeGreaterThan(5);
    expect(refused).toBeLessThan(sessions.length / 5);
  });

  it('sets another limit half-way to the base limit', () => {
    const answers = sessions.flatMap((session) =>
      scriptedAnswers(session, lines, { ...seasoned, different: 0, notApplied: 1 }),
    );
    const different = answers.filter(({ kind }) => kind === 'different');
    expect(different.length).toBeGreaterThan(0);
    expect(new Set(different.map(({ dollars }) => dollars))).toEqual(new Set([4000]));
  });

  it('overrides a limit that stays cut for one to three sessions, and no other line', () => {
    const overrides = sessions.map((session) =>
      scriptedOverride(session, lines, { ...seasoned, overrides: 0 }),
    );
    expect(new Set(overrides.map((each) => each?.line.trader))).toEqual(new Set(['NET002']));
    expect(new Set(overrides.map((each) => each?.sessions))).toEqual(new Set([1, 2, 3]));
    expect(sessions.map((session) => scriptedOverride(session, [line('NET001')], seasoned))).toEqual(
      sessions.map(() => null),
    );
  });

  it('leaves some mailed limits unset on the platform', () => {
    const unset = sessions.filter((session) => isNeverSet('NET001', session)).length;
    expect(unset / sessions.length).toBeGreaterThan(0.3);
    expect(unset / sessions.length).toBeLessThan(0.5);
  });
});
