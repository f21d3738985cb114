import { describe, expect, it } from 'vitest';
import type { EngineName } from '../../../src/domain/engines/proposal.ts';
import {
  engineRuns,
  engineSince,
  engineWhy,
  gateFacts,
} from '../../../src/domain/report/screens/decidingEngine.ts';
import { addDays } from '../../../src/domain/session/isoDate.ts';

/** `mmr`: the model on Monday and Tuesday, the rules on Wednesday. */
function sessionsOf(engines: string) {
  const names: Readonly<Record<string, EngineName>> = { m: 'ridge', r: 'rules', n: 'none' };
  return [...engines].map((letter, place) => ({
    sessionDate: addDays('2026-03-02', place),
    engine: names[letter] ?? 'none',
  }));
}

describe('the engine that decides', () => {
  it.each([
    ['rmm', 'Since Tuesday 3 March 2026, on 2 mornings; before, the fixed rules decided.'],
    ['mmr', 'Since Wednesday 4 March 2026, on 1 morning; before, the model decided.'],
    ['nr', 'Since Tuesday 3 March 2026, on 1 morning; before, no engine decided.'],
    ['', ''],
  ])('has decided since the last change: %s', (engines, words) => {
    expect(engineSince(sessionsOf(engines), '2026-03-02')).toBe(words);
  });

  it('has decided since the first morning, where none was before it', () => {
    expect(engineSince(sessionsOf('rrr'), '2025-03-03')).toBe(
      'Since the first morning, Monday 2 March 2026: on 3 mornings.',
    );
  });

  it('may have decided before the sessions that were looked at', () => {
    expect(engineSince(sessionsOf('rrr'), '2026-03-02')).toBe(
      'On all of the last 3 mornings, since Monday 2 March 2026 at the latest.',
    );
  });

  it('has one run for each period', () => {
    expect(engineRuns(sessionsOf('rmmr')).map(({ engine, mornings }) => [engine, mornings])).toEqual([
      ['rules', 1],
      ['ridge', 2],
      ['rules', 1],
    ]);
  });

  it('has the reason of the circuit breaker', () => {
    const alerts = [{ code: 'CIRCUIT_BREAKER', text: 'x' }];
    const gate = { improvement: 0.12, lowerBound: 0.02, sessions: 120, inForce: true };
    const why = 'circuit breaker: a figure of it is not a number';
    expect(engineWhy({ engine: 'rules', gate, alerts }, [{ engine: 'ridge', why }])).toBe(
      'Decided by the fixed rules. The model is in use, but is switched off today: its input or its forecasts look wrong. Reason: Circuit breaker: a figure of it is not a number.',
    );
  });

  it('needs no reason where the model decides', () => {
    const gate = { improvement: 0.12, lowerBound: 0.02, sessions: 120, inForce: true };
    expect(engineWhy({ engine: 'ridge', gate, alerts: [] }, [])).toBe(
      'Decided by the model, which did better than the fixed rules over the last 120 sessions.',
    );
  });

  it.each([
    [true, '12.0%; the model stays in use from 5.0%'],
    [false, '12.0%; 10.0% needed'],
  ])('shows what the gate needs; in force: %s', (inForce, improvement) => {
    const gate = { improvement: 0.12, lowerBound: -0.021, sessions: 120, inForce };
    expect(gateFacts(gate).map(({ value }) => value)).toEqual([
      improvement,
      '−2.1%; above 0 needed',
      '120 sessions',
    ]);
  });

  it('shows no figures of a gate without any', () => {
    expect(gateFacts(null)).toEqual([]);
  });
});
