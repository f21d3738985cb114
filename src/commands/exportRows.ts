import { factColumns, factValues } from '../adapters/database/traderDayRow.ts';
import type { Cell } from '../adapters/files/csv.ts';
import type { Decision } from '../domain/decision/decision.ts';
import { indicators } from '../domain/indicators/registry.ts';
import type { TraderDaySummary } from '../domain/ledger/traderDayFacts.ts';
import { readDesk } from '../pipeline/steps/indicators.ts';
import type { Stores, World } from './world.ts';

/** A table, before it is written as CSV or JSON. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Facts of trader-days. Dollars have six decimals: a sum over a year is exact enough, and values compare as
 * text.
 */
export function traderDayRows(days: readonly TraderDaySummary[]): Sheet {
  return {
    columns: ['session_date', 'trader', ...factColumns],
    rows: days.map((day) => [day.sessionDate, day.trader, ...factValues(day).map(rounded)]),
  };
}

/** Decisions, one row for each trader and session; several reasons are separated by semicolons. */
export function decisionRows(
  decisions: readonly (Decision & { readonly sessionDate: string; readonly engine: string })[],
): Sheet {
  return {
    columns: [
      'session_date',
      'trader',
      'desk',
      'engine',
      'action',
      'tier',
      'base_limit',
      'new_limit',
      'reduction_pct',
      'proposed_reduction_pct',
      'confidence',
      'reasons',
      'reconciled',
    ],
    rows: decisions.map((decision) => [
      decision.sessionDate,
      decision.trader,
      decision.desk,
      decision.engine,
      decision.action,
      decision.tier,
      decision.baseLimit,
      decision.newLimit,
      decision.reductionPct,
      decision.proposedReductionPct,
      decision.confidence,
      decision.reasons.map(({ text }) => text).join('; '),
      decision.reconciled === null ? null : String(decision.reconciled),
    ]),
  };
}

/**
 * Indicators of every trader on the morning of each session of the range, computed by the code of the
 * morning.
 */
export async function indicatorRows(
  { calendar, config }: World,
  stores: Stores,
  range: { readonly from: string; readonly to: string },
): Promise<Sheet> {
  const stored = await stores.fills.sessionRange();
  const rows: Cell[][] = [];
  const first = stored && range.from < stored.first ? calendar.nextSession(stored.first) : range.from;
  const last = stored && range.to > stored.last ? calendar.nextSession(stored.last) : range.to;
  for (const session of stored ? calendar.sessionsBetween(first, last) : []) {
    const desk = await readDesk(
      { ...stores, calendar },
      calendar.previousSession(session),
      config.defaultLimit,
    );
    for (const trader of desk.traders) {
      rows.push([session, trader.trader, ...indicators.map(({ id }) => trader.indicators[id] ?? null)]);
    }
  }
  return { columns: ['session_date', 'trader', ...indicators.map(({ id }) => id)], rows };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1e6) / 1e6;
}
