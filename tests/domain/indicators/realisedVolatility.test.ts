import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ledgeredDesk } from '../../../scripts/simulation/ledgeredDesk.ts';
import { dayMeasures } from '../../../src/domain/indicators/dayMeasures.ts';
import { type CloseRatios, realisedVolatility } from '../../../src/domain/indicators/realisedVolatility.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';
import { dateAfter, facts, factsOf } from '../../support/facts.ts';
import { goldenDays, inReferenceOrder, realisedBefore } from '../../support/realisedDesk.ts';
import { seriesOf } from '../../support/series.ts';
import { temporaryFolder } from '../../support/stores.ts';

type GoldenMorning = readonly [string, string, number, ...(number | null)[]];

const golden: { readonly mornings: readonly GoldenMorning[] } = JSON.parse(
  readFileSync(new URL('../../golden/realised-volatility.json', import.meta.url), 'utf8'),
);
const reference = fileURLToPath(new URL('../../../../shared/tools/realised_volatility.py', import.meta.url));
const isReferenceHere = existsSync(reference);
if (!isReferenceHere)
  process.stderr.write(
    '\n!!! SKIPPED: no reference of realised volatility (../shared/tools): only its golden is compared\n\n',
  );

describe('V and R of a day', () => {
  const netOf = { netPnl: -250 };
  it.each<[string, Partial<TraderDayFacts>, number | undefined, [number, number, boolean]]>([
    ['10 trips, both signs', {}, undefined, [1_700 / Math.sqrt(10), 550, true]],
    ['no trip', { ...netOf, roundTrips: 0, grossWin: 0, grossLoss: 0 }, undefined, [250, 550, false]],
    ['even trips', { ...netOf, roundTrips: 2, grossWin: 0, grossLoss: 0 }, undefined, [250, 550, false]],
    [
      'no known time',
      { netPnl: -900, bestRunningPnl: null, worstRunningPnl: null },
      undefined,
      [1_700 / Math.sqrt(10), 900, true],
    ],
    ['a path that never lost', { worstRunningPnl: 50 }, undefined, [1_700 / Math.sqrt(10), 400, true]],
    ['a stopped day: R reaches its drawn close', {}, -2_000, [1_700 / Math.sqrt(10), 2_000, true]],
  ])('%s', (_, overrides, drawn, [tripSwing, dayRange, hasTrips]) => {
    const measures = dayMeasures(facts(overrides), drawn);
    expect(measures).toEqual({ tripSwing: expect.closeTo(tripSwing, 9), dayRange, hasTrips });
  });
});

describe('E of trips and ranges', () => {
  const days = goldenDays();

  it('equals the reference to 1e-9 (scripts/golden_realised_volatility.py)', () => {
    const wrong = golden.mornings.flatMap(([session, trader, isKnown, ...wanted]) => {
      const own = realisedBefore(days, session).get(trader);
      const values = own?.volatility ? inReferenceOrder(own.volatility) : [];
      const far = wanted.filter((value, at) => !isNear(values[at] ?? null, value));
      return own?.isKnown === (isKnown === 1) && far.length === 0 ? [] : [`${trader} before ${session}`];
    });
    expect(wrong).toEqual([]);
    expect(golden.mornings.filter(([, , isKnown]) => isKnown === 1).length).toBeGreaterThan(40);
    expect(golden.mornings.filter(([, , isKnown]) => isKnown === 0).length).toBeGreaterThan(5);
  });

  it.skipIf(!isReferenceHere)('equals the reference on a desk of fills, every session', (test) => {
    const desk = ledgeredDesk(77, { truth: 'tilt', traders: 5, sessions: 90 });
    const all = desk.sessions.flatMap(({ days: own }) => own);
    const file = `${temporaryFolder((cleanUp) => test.onTestFinished(cleanUp))}/days.csv`;
    writeFileSync(file, csvOf(all));
    const printed = execFileSync('python3', [reference, file], { encoding: 'utf8' });
    const rows = printed.trim().split('\n').slice(1);
    const wrong = rows.flatMap((row) => {
      const [session = '', trader = '', isKnown, ...wanted] = row.trim().split(',');
      const own = realisedBefore(all, session).get(trader);
      const values = own?.volatility ? inReferenceOrder(own.volatility) : [];
      const far = wanted.filter(
        (value, at) => !isNear(values[at] ?? null, value === '' ? null : Number(value) / MILLION),
      );
      return own?.isKnown === (isKnown === '1') && far.length === 0 ? [] : [row];
    });
    expect(wrong).toEqual([]);
    expect(rows.length).toBeGreaterThan(300);
  });

  it.each([0.01, 100])('grows with the dollars and with nothing else: times %d', (factor) => {
    const session = '2024-07-26';
    const grown = realisedBefore(
      days.map((day) => inDollars(day, factor)),
      session,
    );
    for (const [trader, { isKnown, volatility }] of realisedBefore(days, session)) {
      const own = grown.get(trader);
      expect(own?.isKnown).toBe(isKnown);
      const ratios = inReferenceOrder(own?.volatility ?? nothing).map(
        (value, at) => value / (inReferenceOrder(volatility ?? nothing)[at] ?? 0),
      );
      for (const ratio of ratios) expect(Math.abs(ratio / factor - 1)).toBeLessThan(1e-9);
    }
  });

  it('does not depend on what came more than 250 sessions before', () => {
    const long = factsOf(Array.from({ length: 420 }, (_, at) => 500 * Math.sin(at * at)));
    const desk: CloseRatios = { tripSwing: 0.5, dayRange: 0.5 };
    const loaded = seriesOf('NET001', 5_000, long.slice(-250)).realised;
    expect(realisedVolatility(loaded, desk)).toEqual(
      realisedVolatility(seriesOf('NET001', 5_000, long).realised, desk),
    );
    const shorter = seriesOf('NET001', 5_000, long.slice(-249)).realised;
    expect(realisedVolatility(shorter, desk)).not.toEqual(realisedVolatility(loaded, desk));
  });

  it.each<[string, readonly number[], boolean]>([
    ['nine sessions with trips', Array(9).fill(5), false],
    ['ten sessions with trips', Array(10).fill(5), true],
    ['half of twenty', [...Array(10).fill(2), ...Array(10).fill(3)], true],
    ['less than half of twenty', [...Array(11).fill(2), ...Array(9).fill(3)], false],
    ['half of the eleven that there are', [...Array(5).fill(2), ...Array(6).fill(3)], true],
    ['trips of old only', [...Array(30).fill(5), ...Array(11).fill(0)], false],
  ])('is known or not: %s', (_, trips, isKnown) => {
    const own = trips.map((roundTrips, at) =>
      facts({ roundTrips, sessionDate: dateAfter('2023-01-01', at) }),
    );
    expect(seriesOf('NET001', 5_000, own).realised.isKnown).toBe(isKnown);
  });

  it('is null without a ratio of the desk, and where nothing ever moved; a trader without a ratio takes the desk’s', () => {
    const { realised } = seriesOf('NET001', 5_000, factsOf(Array(20).fill(100)));
    expect(realisedVolatility(realised, { tripSwing: null, dayRange: 0.5 })).toBeNull();
    const still = { grossWin: 0, grossLoss: 0, bestRunningPnl: 0, worstRunningPnl: 0 };
    const flat = seriesOf('NET001', 5_000, factsOf(Array(20).fill(0), still)).realised;
    expect(flat.ratios).toEqual({ tripSwing: null, dayRange: null });
    expect(realisedVolatility(flat, { tripSwing: 0.5, dayRange: 0.5 })).toBeNull();
    const even = seriesOf('NET001', 5_000, factsOf(Array(20).fill(0))).realised;
    const volatility = realisedVolatility(even, { tripSwing: 0.5, dayRange: 0.5 });
    expect(volatility?.dayRange70).toBeCloseTo(Math.sqrt(Math.PI / 2) * 0.5 * 550, 9);
  });
});

const MILLION = 1_000_000;
const nothing = Object.fromEntries(
  ['tripSwing50', 'tripSwing85', 'tripSwing70', 'dayRange50', 'dayRange85', 'dayRange70', 'dayRange94'].map(
    (id) => [id, Number.NaN],
  ),
) as unknown as Parameters<typeof inReferenceOrder>[0];

function isNear(actual: number | null, wanted: number | null): boolean {
  if (actual === null || wanted === null) return actual === wanted;
  return Math.abs(actual - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
}

function inDollars(day: TraderDayFacts, factor: number): TraderDayFacts {
  const { bestRunningPnl: best, worstRunningPnl: worst } = day;
  return {
    ...day,
    netPnl: factor * day.netPnl,
    grossWin: factor * day.grossWin,
    grossLoss: factor * day.grossLoss,
    bestRunningPnl: best === null ? null : factor * best,
    worstRunningPnl: worst === null ? null : factor * worst,
  };
}

/** Columns as in `npm run export -- trader-days`; dollars times a million, for the six printed digits. */
function csvOf(all: readonly TraderDayFacts[]): string {
  const header =
    'session_date,trader,net_pnl,round_trips,gross_win,gross_loss,best_running_pnl,worst_running_pnl';
  const rows = all.map((day) => {
    const { netPnl, grossWin, grossLoss, bestRunningPnl, worstRunningPnl } = inDollars(day, MILLION);
    const ends = [bestRunningPnl ?? '', worstRunningPnl ?? ''];
    return [day.sessionDate, day.trader, netPnl, day.roundTrips, grossWin, grossLoss, ...ends].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}
