import type { StressDay, StressInput, StressSession, StressTrader, TraderExposure } from './stressInput.ts';

/** One session, a place a day. */
export interface SessionColumns {
  readonly sessionDate: string;
  readonly days: readonly StressDay[];
  /** The trader of the day. */
  readonly places: Int32Array;
  readonly netPnls: Float64Array;
  /** The lowest running P&L below 0 that a limit could have met; 0 where there is none. */
  readonly lowest: Float64Array;
}

/** Exposure of a trader of whom none is recorded. */
const NO_EXPOSURE: TraderExposure = {
  worst: { netLong: 0, netShort: 0, gross: 0 },
  usual: { netLong: 0, netShort: 0, gross: 0 },
  days: 0,
  tradedNotional: 0,
};

/**
 * A desk prepared for scenarios: numbers in columns, one place a trader. Preparing costs some milliseconds,
 * a scenario then less than one.
 */
export class StressDesk {
  readonly input: StressInput;
  readonly traders: readonly StressTrader[];
  readonly exposures: readonly TraderExposure[];
  readonly symbols: readonly string[];
  /** Dollars. `limits` holds the limits in force, the base limit where they are unknown. */
  readonly baseLimits: Float64Array;
  readonly limits: Float64Array;
  /** One place a position: its trader, its symbol, and its signed notional. */
  readonly positionTraders: Int32Array;
  readonly positionSymbols: Int32Array;
  readonly positionNotionals: Float64Array;
  readonly meanPnl: Float64Array;
  readonly deviations: Float64Array;
  /** z by session, then trader; NaN where the trader was absent. */
  readonly residuals: Float64Array;
  /** The days of the last sessions. */
  readonly days: readonly SessionColumns[];
  readonly #placeOf: ReadonlyMap<string, number>;

  constructor(input: StressInput) {
    const { traders } = input;
    this.input = input;
    this.traders = traders;
    this.exposures = traders.map(({ exposure }) => exposure ?? NO_EXPOSURE);
    this.#placeOf = new Map(traders.map(({ trader }, place) => [trader, place]));
    this.baseLimits = Float64Array.from(traders, ({ baseLimit }) => baseLimit);
    this.limits = Float64Array.from(traders, ({ baseLimit, limitInForce }) => limitInForce ?? baseLimit);
    this.meanPnl = Float64Array.from(traders, ({ forecast }) => forecast?.meanPnl ?? 0);
    this.deviations = Float64Array.from(traders, ({ forecast }) => forecast?.deviation ?? 0);
    const held = traders.flatMap(({ positions }, place) => positions.map((each) => ({ ...each, place })));
    this.symbols = [...new Set(held.map(({ symbol }) => symbol))].sort();
    const symbolPlace = new Map(this.symbols.map((symbol, place) => [symbol, place]));
    this.positionTraders = Int32Array.from(held, ({ place }) => place);
    this.positionSymbols = Int32Array.from(held, ({ symbol }) => symbolPlace.get(symbol) ?? 0);
    this.positionNotionals = Float64Array.from(held, ({ notional }) => notional);
    this.residuals = this.#residualMatrix();
    this.days = input.sessions.map((session) => this.#columnsOf(session));
  }

  /** Whether anybody has a forecast: without one there is no VaR of the desk. */
  get hasForecast(): boolean {
    return this.traders.some(({ forecast }) => forecast !== null);
  }

  /** The place of a trader; undefined for a trader who is not on the desk. */
  placeOf(trader: string): number | undefined {
    return this.#placeOf.get(trader);
  }

  /** Σ of the limits in force, dollars: what the desk may lose in a day by its limits. */
  get sumOfLimits(): number {
    return sumOf(this.limits);
  }

  get sumOfBaseLimits(): number {
    return sumOf(this.baseLimits);
  }

  #columnsOf({ sessionDate, days }: StressSession): SessionColumns {
    const known = days.filter(({ trader }) => this.#placeOf.has(trader));
    return {
      sessionDate,
      days: known,
      places: Int32Array.from(known, ({ trader }) => this.#placeOf.get(trader) ?? 0),
      netPnls: Float64Array.from(known, ({ netPnl }) => netPnl),
      lowest: Float64Array.from(known, ({ judged }) => judged?.marks.at(-1)?.runningPnl ?? 0),
    };
  }

  #residualMatrix(): Float64Array {
    const { residuals, traders } = this.input;
    const matrix = new Float64Array(residuals.length * traders.length).fill(Number.NaN);
    for (const [session, { byTrader }] of residuals.entries())
      for (const [trader, z] of byTrader) {
        const place = this.#placeOf.get(trader);
        // A trader without a forecast today has no location and no spread to apply z to.
        if (place === undefined || traders[place]?.forecast == null) continue;
        matrix[session * traders.length + place] = z;
      }
    return matrix;
  }
}

function sumOf(numbers: Float64Array): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
