import { EXCEPTION_RATE } from '../../statistics/varBacktest.ts';
import { type Booster, type BoostingOptions, boostProbability, boostQuantile } from './boosting/booster.ts';
import { type Challenger, type LearnedRow, MINIMUM_ROWS, type MorningRow } from './challenger.ts';
import { inputsOf } from './design.ts';

/** A trader with fewer own days uses the desk's booster. */
const MINIMUM_OWN_DAYS = 60;
const OPTIONS: BoostingOptions = { trees: 40, depth: 3, leastLeafRows: 15, ridge: 1, shrinkage: 0.08 };
/** Sessions that train the desk's booster, which is used for new traders only. */
const DESK_SESSIONS = 120;

interface Boosters {
  /** The 5 % quantile of r/σ₀. */
  readonly q05: Booster;
  readonly probability: Booster;
}

/** Gradient-boosted trees per trader: one for the 5 % quantile, one for the probability of a large loss. */
export function boosting(): Challenger {
  const own = new Map<string, Boosters>();
  let desk: Boosters | null = null;
  return {
    name: 'boosting per trader',
    description: `gradient-boosted trees of each trader's own days; the desk's below ${MINIMUM_OWN_DAYS} of them`,
    refit(sessions) {
      if (sessions.flat().length < MINIMUM_ROWS) return;
      const byTrader = groupByTrader(sessions);
      desk = boostersOf(sessions.slice(-DESK_SESSIONS).flat());
      own.clear();
      for (const [trader, rows] of byTrader)
        if (rows.length >= MINIMUM_OWN_DAYS) own.set(trader, boostersOf(rows));
    },
    forecast(row) {
      const boosters = own.get(row.trader) ?? desk;
      if (boosters === null) return null;
      const inputs = inputsOf(row);
      return {
        q05: row.baselineScale * boosters.q05(inputs),
        largeLossProbability: boosters.probability(inputs),
      };
    },
  };
}

function boostersOf(rows: readonly LearnedRow[]): Boosters {
  const inputs = rows.map((row: MorningRow) => inputsOf(row));
  const scaled = Float64Array.from(rows, ({ r, baselineScale }) => r / baselineScale);
  const happened = Float64Array.from(rows, ({ r, largeLossBelow }) => Number(r < largeLossBelow));
  return {
    q05: boostQuantile(inputs, scaled, EXCEPTION_RATE, OPTIONS),
    probability: boostProbability(inputs, happened, OPTIONS),
  };
}

function groupByTrader(
  sessions: readonly (readonly LearnedRow[])[],
): ReadonlyMap<string, readonly LearnedRow[]> {
  const byTrader = new Map<string, LearnedRow[]>();
  for (const row of sessions.flat()) {
    const rows = byTrader.get(row.trader) ?? [];
    byTrader.set(row.trader, rows);
    rows.push(row);
  }
  return byTrader;
}
