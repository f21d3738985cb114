import { describe, expect, it } from 'vitest';
import { collectedDesk } from '../../../../scripts/simulation/collectedDesk.ts';
import { type DriftLevel, indicatorDrift } from '../../../../src/domain/risk/drift/indicatorDrift.ts';
import type { SessionValues } from '../../../../src/domain/risk/drift/indicatorHistory.ts';

const NO_NAMES: readonly string[] = [];
const PLANTED_AT = 400;
/** Indicators of the last session; docs/drift.md says how long those with longer windows take. */
const quick = ['last_r', 'give_back', 'intraday_drawdown', 'notional_surprise', 'desk_relative_r'];

describe('what drift finds, on simulated desks of 12 traders', () => {
  it('alarms on at most 1 % of the indicator-looks of unchanged desks of 520 sessions', () => {
    const levels = [21, 22].flatMap((seed) => {
      const desk = collectedDesk({ seed });
      return [...desk.histories()].flatMap(({ isOfDesk, ...history }) =>
        everyFifteenth(315, 520).map((end) => {
          const sessions = history.sessions.slice(0, end);
          return indicatorDrift({ ...history, sessions }, isOfDesk ? NO_NAMES : desk.traders).level;
        }),
      );
    });
    expect(levels.length).toBeGreaterThan(1000);
    expect(shareOf(levels, 'alarm')).toBeLessThanOrEqual(0.01);
    expect(shareOf(levels, 'watch')).toBeLessThanOrEqual(0.08);
  });

  const desks = [31, 32, 33, 34, 35, 36, 37, 38, 39, 40].map((seed) => {
    const desk = collectedDesk({ seed, sessions: 430 });
    return { traders: desk.traders, histories: [...desk.histories()] };
  });

  /** How many of the desks reach a level after one of the numbers of sessions since a shift. */
  function found(id: string, deviations: number, after: readonly number[], wanted: readonly DriftLevel[]) {
    return desks.filter(({ traders, histories }) => {
      const { isOfDesk = false, sessions = [] } = histories.find((history) => history.id === id) ?? {};
      const moved = shifted(sessions, deviations);
      return after.some((count) => {
        const seen = moved.slice(0, PLANTED_AT + count);
        return wanted.includes(indicatorDrift({ id, sessions: seen }, isOfDesk ? NO_NAMES : traders).level);
      });
    }).length;
  }

  it.each(quick)('finds a shift of two deviations in %s within 25 sessions, on 9 of 10 desks', (id) => {
    expect(found(id, 2, [10, 15, 20, 25], ['alarm'])).toBeGreaterThanOrEqual(9);
  });

  it.each(quick)('watches a shift of one deviation in %s within 30 sessions, on 9 of 10 desks', (id) => {
    expect(found(id, 1, [5, 10, 15, 20, 25, 30], ['watch', 'alarm'])).toBeGreaterThanOrEqual(9);
  });
});

/** Adds deviations of the indicator itself to every value from one session on. */
function shifted(sessions: readonly SessionValues[], deviations: number): readonly SessionValues[] {
  const known = sessions
    .slice(150, PLANTED_AT)
    .flatMap(({ values }) => Array.from(values))
    .filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const step = deviations * Math.sqrt(variance);
  return sessions.map(({ traders, values }, at) => ({
    traders,
    values: Array.from(values, (value) => value + (at < PLANTED_AT ? 0 : step)),
  }));
}

function everyFifteenth(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / 15) + 1 }, (_, place) => from + 15 * place);
}

function shareOf(levels: readonly DriftLevel[], wanted: DriftLevel): number {
  return levels.filter((level) => level === wanted).length / levels.length;
}
