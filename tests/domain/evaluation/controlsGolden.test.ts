import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BacktestRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { EqualCutsAccumulator } from '../../../src/domain/evaluation/equalCutsAccumulator.ts';
import { type ConsecutiveDay, matchedControl } from '../../../src/domain/evaluation/matchedControl.ts';
import { intervalOfSum } from '../../../src/domain/statistics/sessionInterval.ts';
import { type Tail, tailOf } from '../../../src/domain/statistics/tail.ts';
import { approximately } from '../../support/approximately.ts';
import { dateAfter } from '../../support/facts.ts';

interface GoldenControls {
  readonly equalCuts: readonly {
    readonly depths: readonly number[];
    readonly sessions: number;
    readonly days: readonly {
      readonly session: number;
      readonly trader: string;
      readonly cut: number;
      readonly outcomes: readonly number[];
    }[];
    readonly expected: {
      readonly equal: number;
      readonly targeting: number;
      readonly equalBySession: readonly number[];
      readonly targetingBySession: readonly number[];
      readonly bindingDays: number;
    };
  }[];
  readonly matched: readonly {
    readonly sessions: number;
    readonly days: readonly (Omit<ConsecutiveDay, 'sessionDate'> & { readonly session: number })[];
    readonly expected: Readonly<Record<'cutDays' | 'matchedDays', number>> &
      Readonly<Record<'meanCutR' | 'meanControlR' | 'difference', number>> & {
        readonly linearForm: readonly number[];
      };
  }[];
  readonly tail: readonly { readonly results: readonly number[]; readonly expected: Tail }[];
}

/** Written by scripts/golden_controls.py. */
const golden = JSON.parse(readFileSync('tests/golden/controls.json', 'utf8')) as GoldenControls;
const sampling = { seed: 3, replicates: 400 };
const sessionsOf = (many: number) =>
  Array.from({ length: many }, (_, place) => dateAfter('2025-01-01', place));

describe.each(golden.equalCuts)(
  'the same cuts for everyone on $sessions sessions, compared with pandas',
  (desk) => {
    const sessions = sessionsOf(desk.sessions);
    const tally = new EqualCutsAccumulator(desk.depths);
    for (const { session, trader, cut, outcomes } of desk.days) {
      const steps = outcomes.map((pnl, place) => ({ fromPct: desk.depths[place]!, pnl }));
      tally.add({
        sessionDate: sessions[session]!,
        trader,
        reductionPct: cut,
        ridgeReductionPct: null,
        rulesReductionPct: cut,
        stoppedPnlBase: outcomes[0]!,
        stoppedPnlByCut: steps,
      } as unknown as BacktestRow);
    }
    const { equal, targeting, depths } = tally.scores('inForce', sessions, sampling);

    it('have the same nets', () => {
      expect(equal.net).toBeCloseTo(desk.expected.equal, 6);
      expect(targeting.net).toBeCloseTo(desk.expected.targeting, 6);
    });

    it('have the intervals of the linear form, which is the derivative of the net', () => {
      expect(equal.netInterval).toEqual(
        approximately(intervalOfSum(desk.expected.equalBySession, sampling), 5),
      );
      expect(targeting.netInterval).toEqual(
        approximately(intervalOfSum(desk.expected.targetingBySession, sampling), 5),
      );
    });

    it('count the trader-days of each depth, and the same for any engine that proposed the cuts', () => {
      const counted = desk.depths.map((depth) => [
        depth,
        desk.days.filter(({ cut }) => cut === depth).length,
      ]);
      expect(depths.map(({ reductionPct, traderDays }) => [reductionPct, traderDays])).toEqual(counted);
      expect(tally.scores('rules', sessions, sampling)).toEqual({ depths, equal, targeting });
      expect(tally.scores('ridge', sessions, sampling).targeting).toEqual({
        net: 0,
        netInterval: [0, 0],
        verdict: 'not enough to tell',
      });
    });
  },
);

describe.each(golden.matched)('matched days on $sessions sessions, compared with pandas', (desk) => {
  const sessions = sessionsOf(desk.sessions);
  const days = desk.days.map(({ session, ...day }) => ({ ...day, sessionDate: sessions[session]! }));
  const { linearForm, ...expected } = desk.expected;
  const found = matchedControl(days, sessions, sampling);

  it('have the same counts and means', () => {
    const { interval: _, verdict: __, ...figures } = found;
    expect(figures).toEqual(approximately(expected, 9));
  });

  it('have the interval of the linear form over all sessions', () => {
    const [low, high] = intervalOfSum(linearForm, sampling);
    expect(found.interval).toEqual(
      approximately([low / expected.matchedDays, high / expected.matchedDays], 9),
    );
  });
});

it.each(golden.tail)('the tail of a series equals that of pandas', ({ results, expected }) => {
  expect(tailOf(results)).toEqual(approximately(expected, 6));
});
