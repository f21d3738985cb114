import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { indicatorDrift, isOneTrader } from '../../../../src/domain/risk/drift/indicatorDrift.ts';
import type { SessionValues } from '../../../../src/domain/risk/drift/indicatorHistory.ts';
import { lookAt } from '../../../../src/domain/risk/drift/stabilityLook.ts';
import { populationStability } from '../../../../src/domain/statistics/populationStability.ts';
import { RankCounts } from '../../../../src/domain/statistics/rankCounts.ts';
import { approximately } from '../../../support/approximately.ts';

const goldens = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.array(z.number().nullable())),
      psi: z.number(),
      watchAbove: z.number(),
      alarmAbove: z.number(),
      mover: z.number(),
      psiWithout: z.number(),
    }),
  ),
});
const { cases } = goldens.parse(JSON.parse(readFileSync('tests/golden/drift.json', 'utf8')));
const names = ['NET001', 'NET002', 'NET003', 'NET004'];

const sessionsOf = (table: readonly (readonly (number | null)[])[]): readonly SessionValues[] =>
  table.map((row) => ({
    traders: row.map((_, place) => place),
    values: row.map((value) => value ?? Number.NaN),
  }));

describe('a look at one indicator', () => {
  it.each(cases)('equals scripts/golden_drift.py: $name', ({ values, mover, psiWithout, ...expected }) => {
    expect(lookAt(sessionsOf(values), names)).toEqual({
      psi: approximately(expected.psi, 9),
      watchAbove: approximately(expected.watchAbove, 9),
      alarmAbove: approximately(expected.alarmAbove, 9),
      mover: { trader: names[mover], psiWithout: approximately(psiWithout, 9) },
    });
  });

  it('does not read one newcomer as a change of the desk, and names the trader', () => {
    const newcomer = cases.find(({ name }) => name === 'a newcomer')?.values ?? [];
    const drift = indicatorDrift({ id: 'last_r', sessions: sessionsOf(newcomer) }, names);
    expect([drift.level, drift.mover?.trader, isOneTrader(drift)]).toEqual(['ok', 'NET004', true]);
  });

  it('is no alarm before a second look', () => {
    const moved = sessionsOf(cases.find(({ name }) => name.includes('moves'))?.values ?? []);
    expect(indicatorDrift({ id: 'mean_r_10', sessions: moved }, names)).toMatchObject({
      level: 'watch',
      psiBefore: null,
    });
    const longer = [...moved.slice(0, 5), ...moved];
    expect(indicatorDrift({ id: 'mean_r_10', sessions: longer }, names).level).toBe('alarm');
  });

  it('does not change with the order of traders or the unit of the indicator', () => {
    const table = cases[0]?.values ?? [];
    const turned = table.map((row) => row.toReversed().map((value) => 100 * (value ?? 0)));
    const { mover, ...look } = lookAt(sessionsOf(table), names);
    expect(lookAt(sessionsOf(turned), names.toReversed())).toEqual({
      psi: approximately(look.psi, 9),
      watchAbove: approximately(look.watchAbove, 9),
      alarmAbove: approximately(look.alarmAbove, 9),
      mover: { trader: mover?.trader, psiWithout: approximately(mover?.psiWithout ?? 0, 9) },
    });
  });
});

describe('the population stability index', () => {
  it('adds 0.5 to each count', () => {
    expect(populationStability([20, 20], [5, 15])).toBeCloseTo(0.2467, 4);
    expect(populationStability([20, 20], [10, 10])).toBeCloseTo(0, 12);
  });
});

describe('counts by rank', () => {
  it('count the members below a place, and find the n-th', () => {
    const counts = new RankCounts(5);
    for (const place of [1, 3, 4]) counts.add(place, 1);
    counts.add(4, -1);
    expect([0, 1, 2, 3, 4, 5].map((place) => counts.below(place))).toEqual([0, 0, 1, 1, 2, 2]);
    expect([counts.placeOf(0), counts.placeOf(1)]).toEqual([1, 3]);
  });

  it('are the same of members that are there at first', () => {
    const parts = [Int32Array.of(0, 4, 9), Int32Array.of(11, 2), Int32Array.of()];
    const [begun, added] = [new RankCounts(13, parts), new RankCounts(13)];
    for (const place of parts.flatMap((places) => [...places])) added.add(place, 1);
    for (const counts of [begun, added]) counts.add(9, -1);
    const places = Array.from({ length: 14 }, (_, place) => place);
    expect(places.map((place) => begun.below(place))).toEqual(places.map((place) => added.below(place)));
    expect([0, 1, 2, 3].map((n) => begun.placeOf(n))).toEqual([0, 2, 4, 11]);
  });
});
