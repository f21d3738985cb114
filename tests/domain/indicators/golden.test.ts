import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indicators } from '../../../src/domain/indicators/registry.ts';
import { facts } from '../../support/facts.ts';
import { indicatorsOf } from '../../support/indicatorInput.ts';

interface GoldenInput {
  readonly sessions: readonly string[];
  readonly traders: readonly { readonly trader: string; readonly baseLimit: number }[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

interface GoldenMorning {
  readonly previousSession: string;
  readonly trader: string;
  readonly indicators: Readonly<Record<string, number | null>>;
}

const input: GoldenInput = golden('indicators.input.json');
const expected: readonly GoldenMorning[] = golden('indicators.expected.json');
const days = input.rows.map((row) =>
  facts(Object.fromEntries(input.columns.map((column, index) => [column, row[index]]))),
);

describe('the indicators compared with pandas (scripts/golden_indicators.py)', () => {
  it('include every indicator of the registry, each with a number on some morning', () => {
    const numbered = new Set(
      expected.flatMap((morning) =>
        Object.entries(morning.indicators).flatMap(([id, value]) => (value === null ? [] : [id])),
      ),
    );
    expect([...numbered].sort()).toEqual(indicators.map((indicator) => indicator.id).sort());
  });

  it.each(expected.map((morning) => [morning.trader, morning.previousSession, morning] as const))(
    'the indicators of %s after %s agree to 1e-9',
    (trader, previousSession, morning) => {
      const actual = valuesAfter(previousSession)[trader] ?? {};
      expect(differences(actual, morning.indicators)).toEqual([]);
    },
  );
});

function valuesAfter(previousSession: string) {
  const desk = input.traders.map((entry) => ({
    ...entry,
    days: days.filter((day) => day.trader === entry.trader && day.sessionDate <= previousSession),
  }));
  return indicatorsOf(desk, previousSession, sessionsBetween);
}

function sessionsBetween(from: string, to: string): number {
  return input.sessions.filter((session) => session > from && session <= to).length;
}

function differences(
  actual: Readonly<Record<string, number | null>>,
  wanted: Readonly<Record<string, number | null>>,
): string[] {
  return indicators.flatMap(({ id }) => {
    const [is, should] = [actual[id] ?? null, wanted[id] ?? null];
    const agrees =
      is === null || should === null
        ? is === should
        : Math.abs(is - should) <= 1e-9 * Math.max(1, Math.abs(should));
    return agrees ? [] : [`${id}: ${is}, golden ${should}`];
  });
}

function golden<Content>(file: string): Content {
  return JSON.parse(readFileSync(new URL(`../../golden/${file}`, import.meta.url), 'utf8'));
}
