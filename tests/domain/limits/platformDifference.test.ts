import { describe, expect, it } from 'vitest';
import type { LimitEvent } from '../../../src/domain/limits/limitEvent.ts';
import { platformDifference } from '../../../src/domain/limits/platformDifference.ts';
import { limitEvent } from '../../support/limits.ts';

/** Events in the order of their recording: $3,200 was mailed for Monday 2 March. */
function events(...parts: readonly Partial<LimitEvent>[]): readonly LimitEvent[] {
  return [{ kind: 'mailed' as const, sessionDate: '2026-03-02', dollars: 3200, revision: 0 }, ...parts].map(
    (each, index) => ({
      ...limitEvent({ ...each, recordedAt: new Date(Date.UTC(2026, 2, 2, 11, index)) }),
      id: index + 1,
    }),
  );
}

const monday = { sessionDate: '2026-03-02' };
const readback = { ...monday, kind: 'readback', dollars: 4000, by: 'desk' } as const;
const of = (all: readonly LimitEvent[], lifetime: 'until-changed' | 'session' = 'until-changed') =>
  platformDifference('NET001', all, lifetime);

describe('a difference between platform and mail', () => {
  it('has the amount of the platform and what was asked, and when', () => {
    expect(of(events(readback))).toEqual({
      event: 2,
      trader: 'NET001',
      kind: 'readback',
      holds: 4000,
      asked: 3200,
      mailedFor: '2026-03-02',
      by: 'desk',
    });
  });

  it.each<[string, readonly Partial<LimitEvent>[]]>([
    ['less than a dollar', [{ ...readback, dollars: 3200.6 }]],
    ['a later export that agrees', [readback, { ...readback, dollars: 3200 }]],
    ['a later mail', [readback, { kind: 'mailed', sessionDate: '2026-03-03', dollars: 3000 }]],
    ['a later answer that it was applied', [readback, { ...monday, kind: 'applied', dollars: 3200 }]],
    ['an answer that it was not applied', [{ ...monday, kind: 'not-applied', dollars: null }]],
    ['a restore', [readback, { kind: 'unknown', trader: null, dollars: null }]],
  ])('is none after %s', (_, parts) => {
    expect(of(events(...parts))).toBeNull();
  });

  it('is none before any mail', () => {
    expect(of(events(readback).slice(1))).toBeNull();
  });

  it('is of the same session where the platform forgets limits at night', () => {
    const tuesday = { ...readback, sessionDate: '2026-03-03' };
    expect([of(events(readback), 'session')?.holds, of(events(tuesday), 'session')]).toEqual([4000, null]);
    expect(of(events(tuesday))?.holds).toBe(4000);
  });
});
