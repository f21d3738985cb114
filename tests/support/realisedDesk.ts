import { readFileSync } from 'node:fs';
import { deskMornings } from '../../src/domain/indicators/deskMornings.ts';
import {
  type RealisedVolatility,
  realisedVolatility,
} from '../../src/domain/indicators/realisedVolatility.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { facts } from './facts.ts';
import { calendarDaysBetween } from './indicatorInput.ts';
import { seriesOf } from './series.ts';
import { grouped } from './vendorFills.ts';

interface GoldenDays {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** The trader-days of the goldens of the indicators: unknown times, days without trips, a tiny trader. */
export function goldenDays(): readonly TraderDayFacts[] {
  const file = new URL('../golden/indicators.input.json', import.meta.url);
  const { columns, rows }: GoldenDays = JSON.parse(readFileSync(file, 'utf8'));
  return rows.map((row) => facts(Object.fromEntries(columns.map((column, at) => [column, row[at]]))));
}

export interface RealisedMorning {
  readonly isKnown: boolean;
  readonly volatility: RealisedVolatility | null;
}

/** By trader, what was known before `session`; traders without a day before it are left out. */
export function realisedBefore(
  days: readonly TraderDayFacts[],
  session: string,
): ReadonlyMap<string, RealisedMorning> {
  const before = grouped(
    days.filter(({ sessionDate }) => sessionDate < session),
    ({ trader }) => trader,
  );
  const desk = [...before].map(([trader, own]) => seriesOf(trader, 5_000, own));
  const mornings = deskMornings(desk, session, calendarDaysBetween);
  return new Map(
    desk.map(({ trader, realised }, at) => {
      const ratios = mornings[at]?.deskCloseRatios ?? { tripSwing: null, dayRange: null };
      return [trader, { isKnown: realised.isKnown, volatility: realisedVolatility(realised, ratios) }];
    }),
  );
}

/** The seven figures in the order of the reference's columns. */
export function inReferenceOrder(volatility: RealisedVolatility): readonly number[] {
  return [
    volatility.tripSwing50,
    volatility.tripSwing85,
    volatility.tripSwing70,
    volatility.dayRange50,
    volatility.dayRange85,
    volatility.dayRange70,
    volatility.dayRange94,
  ];
}
