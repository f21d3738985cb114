import { expect } from 'vitest';
import { deskMornings } from '../../../src/domain/indicators/deskMornings.ts';
import { computeIndicators } from '../../../src/domain/indicators/registry.ts';
import { scaledBy, scaleThrough } from '../../../src/domain/indicators/scale.ts';
import { TraderSeries } from '../../../src/domain/indicators/traderSeries.ts';
import { tiesOut } from '../../../src/domain/ledger/reconciliation.ts';
import { createCalendar } from '../../../src/domain/session/calendar.ts';
import { quantile } from '../../../src/domain/statistics/descriptive.ts';
import { factsOf } from '../facts.ts';
import { closeDay, lot, tape } from '../fills.ts';
import { dollars, type Example, signed, sixtyDays, THREE_LOSSES } from './example.ts';

const sessions = createCalendar('nyse');

/** Sections 1 to 4: sessions, P&L, scale, indicators. */
export const factExamples: readonly Example[] = [
  {
    section: 1,
    title: 'the previous session and the early close',
    numbers: () => [
      `the session before Monday 30 November 2026 is Friday ${sessions.previousSession('2026-11-30').slice(8)} November`,
      `whose close is at ${sessions.closeSecond('2026-11-27') / 3600}:00`,
      `the session before that Friday is Wednesday ${sessions.previousSession('2026-11-27').slice(8)} November`,
    ],
  },
  {
    section: 2,
    title: 'a sale that takes lots of both days',
    numbers: () => {
      const { facts: day, closingLots } = closeDay({
        openingLots: [lot({ quantity: 100, price: 10 })],
        fills: tape(['09:31 B 50 AAPL 10.40 0.50', '09:45 S 120 AAPL 10.60 1.20']),
      });
      const kept = closingLots.map(
        ({ quantity, price }) => `${quantity} shares at ${dollars(price)} stay open`,
      );
      return [
        `gross ${dollars(day.grossPnl)}, fees ${dollars(day.fees)}, net ${dollars(day.netPnl)}`,
        ...kept,
      ];
    },
  },
  {
    section: 2,
    title: 'crossing zero',
    numbers: () => {
      const { facts: day, closingLots } = closeDay({
        fills: tape(['09:31 B 100 AAPL 20.00', '10:02 S 150 AAPL 19.50']),
      });
      return [
        `realises ${dollars(day.grossPnl)} and leaves ${-(closingLots[0]?.quantity ?? 0)} shares short at $19.50`,
      ];
    },
  },
  {
    section: 2,
    title: 'tolerance of the reconciliation',
    numbers: () => {
      const tie = (difference: number) =>
        tiesOut({
          ours: { netPnl: 100 + difference, fills: 4_000, symbols: 10 },
          theirs: { netPnl: 100, rows: 10 },
        });
      expect([tie(0.1), tie(0.11)]).toEqual([true, false]);
      return ['4,000 fills in 10 rows may differ by $0.10'];
    },
  },
  {
    section: 2,
    title: 'low-water marks',
    numbers: () => {
      const { facts: day } = closeDay({
        fills: tape([
          '09:40 B 100 AAPL 50.00',
          '09:50 S 100 AAPL 46.00',
          '10:30 B 100 AAPL 46.00',
          '11:00 S 100 AAPL 49.00',
        ]),
      });
      const marks = day.lowWaterMarks.realised.map(({ runningPnl }) => dollars(runningPnl));
      return [
        `one low-water mark, ${marks.join(', ')}`,
        `closes at ${dollars(day.netPnl)}`,
        `best ${dollars(day.bestRunningPnl ?? Number.NaN)}, worst ${dollars(day.worstRunningPnl ?? Number.NaN)}`,
      ];
    },
  },
  {
    section: 3,
    title: 'scale and r',
    numbers: () => {
      const scale = scaleThrough(factsOf(sixtyDays), 5_000).at(-1) ?? Number.NaN;
      return [
        `median ${dollars(quantile(sixtyDays.map(Math.abs), 0.5) ?? Number.NaN)}`,
        `S = 1.4826 · 275 = ${dollars(scale)}`,
        `r = −900 / 407.72 = ${signed(scaledBy(-900, scale) ?? Number.NaN)}`,
      ];
    },
  },
  {
    section: 3,
    title: 'quantile, type 7',
    numbers: () => [
      `the 5 % quantile is ${signed(quantile([-900, -400, -200, 100, 300], 0.05) ?? Number.NaN, 0)}`,
    ],
  },
  {
    section: 4,
    title: 'every indicator',
    numbers: () => {
      const series = new TraderSeries('NET001', 5_000);
      for (const day of factsOf([...sixtyDays, ...THREE_LOSSES])) series.push(day);
      const [morning] = deskMornings([series], series.lastSession ?? '', () => 0);
      const values = morning ? computeIndicators(series, morning) : {};
      return [
        `S is now ${dollars(series.scale ?? Number.NaN)}`,
        ...Object.entries(values).map(([id, value]) => `| \`${id}\` | ${indicatorCell(id, value)} |`),
      ];
    },
  },
];

function indicatorCell(id: string, value: number | null): string {
  return value === null ? 'null' : signed(value, id === 'streak' ? 0 : 2);
}
