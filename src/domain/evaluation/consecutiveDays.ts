import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { JudgedRow } from './backtestRow.ts';
import { type MatchedControl, matchedControl } from './matchedControl.ts';
import { NumberList } from './numberList.ts';

/** Keeps, for each traded day that follows another, both results in ordinary days and whether it was cut. */
export class ConsecutiveDays {
  readonly #sessions: string[] = [];
  readonly #session = new NumberList();
  readonly #precedingR = new NumberList();
  readonly #r = new NumberList();
  readonly #isCut = new NumberList();

  /** Adds the rows of the next session of the report. */
  add(sessionDate: string, rows: readonly JudgedRow[]): void {
    this.#sessions.push(sessionDate);
    for (const { row } of rows) {
      if (row.r === null || row.precedingR === null) continue;
      this.#session.push(this.#sessions.length - 1);
      this.#precedingR.push(row.precedingR);
      this.#r.push(row.r);
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
    return matchedControl(days, this.#sessions, sampling);
  }
}
