import type { RecordedMember } from '../../engines/model/sessionForecast.ts';
import { FeatureVector } from '../../indicators/featureVector.ts';
import { indicators } from '../../indicators/registry.ts';
import { median } from '../../statistics/descriptive.ts';
import type { IndicatorHistory, SessionValues } from './indicatorHistory.ts';

/** A trader who has been away for longer is left out: the figures of who has gone do not move. */
const MOST_IDLE_SESSIONS = 20;

/** Collects every indicator of the desk, morning by morning. */
export class CollectedIndicators {
  readonly #vector = new FeatureVector(indicators);
  readonly #places = new Map<string, number>();
  /** For each session the traders, and all their indicators one trader after the other. */
  readonly #sessions: { readonly traders: Int32Array; readonly rows: Float64Array }[] = [];

  /** Adds a morning: the indicators of its members, from what was known before its session. */
  add(everyone: readonly RecordedMember[]): void {
    const members = everyone.filter(
      ({ context }) => (context.idleSessions ?? Infinity) <= MOST_IDLE_SESSIONS,
    );
    const { length } = this.#vector;
    const rows = new Float64Array(members.length * length);
    for (const [at, { past: record, context }] of members.entries()) {
      const row = rows.subarray(at * length, (at + 1) * length);
      this.#vector.writeTraderPart(row, record.series);
      this.#vector.writeMorningPart(row, record.series, context);
    }
    this.#sessions.push({ traders: Int32Array.from(members, ({ trader }) => this.#placeOf(trader)), rows });
  }

  /** The names that the values refer to. */
  get traders(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** One indicator at a time, so that a large desk's histories need not be in memory together. */
  *histories(): Generator<IndicatorHistory & { readonly isOfDesk: boolean }> {
    for (const [column, { id, isOfDesk = false }] of indicators.entries()) {
      const sessions = this.#sessions.map(({ traders, rows }) => {
        const values = this.#column(rows, column);
        return isOfDesk ? ofDesk(values) : { traders, values };
      });
      yield { id, isOfDesk, sessions };
    }
  }

  #column(rows: Float64Array, column: number): Float64Array {
    const { length } = this.#vector;
    const values = new Float64Array(rows.length / length);
    for (let at = 0; at < values.length; at++) values[at] = rows[at * length + column]!;
    return values;
  }

  #placeOf(trader: string): number {
    const place = this.#places.get(trader) ?? this.#places.size;
    this.#places.set(trader, place);
    return place;
  }
}

/** One value a session: the traders of a desk share the figure, but for their own part in it. */
function ofDesk(values: ArrayLike<number>): SessionValues {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return { traders: [0], values: [median(known) ?? Number.NaN] };
}
