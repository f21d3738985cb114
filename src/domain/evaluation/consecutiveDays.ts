import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { type MatchedControl, matchedControl } from './matchedControl.ts';
import { NumberList } from './numberList.ts';

/**
 * Keeps, for each traded day that follows another, both results divided by the trader's scale and whether the
 * day was cut.
 */
export class ConsecutiveDays {
  readonly #lastR = new Map<string, number>();
  readonly #sessions: string[] = [];
  readonly #session = new NumberList();
  readonly #precedingR = new NumberList();
  readonly #r = new NumberList();
  readonly #isCut = new NumberList();

  /** Sessions outside the report are kept only as preceding days. */
  add(sessionDate: string, rows: readonly JudgedRow[], isReported: boolean): void {
    if (isReported) this.#sessions.push(sessionDate);
    for (const { row, scale } of rows) {
      if (!row.traded || scale === null) continue;
      const r = row.uncensoredPnl / scale;
      const precedingR = this.#lastR.get(row.trader);
      this.#lastR.set(row.trader, r);
      if (!isReported || precedingR === undefined) continue;
      this.#session.push(this.#sessions.length - 1);
      this.#precedingR.push(precedingR);
      this.#r.push(r);
      this.#isCut.push(Number(row.reductionPct > 0));
    }
  }

  matchedControl(sampling: BootstrapOptions): MatchedControl {
    const [precedingR, r, isCut] = [this.#precedingR.values(), this.#r.values(), this.#isCut.values()];
    const days = Array.from(this.#session.values(), (session, place) => ({
      sessionDate: this.#sessions[session]!,
      precedingR: precedingR[place]!,
      r: r[place]!,
      isCut: isCut[place] === 1,
    }));
    return matchedControl(days, sampling);
  }
}
