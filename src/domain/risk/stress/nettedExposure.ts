import { type OpenExposure, STEPS_A_DAY } from '../../ledger/openExposure.ts';
import type { LargestExposure } from './stressInput.ts';

/**
 * The largest exposure of the whole desk over sessions, all traders netted: Σ net and Σ gross at the end of
 * each five-minute step of each session.
 *
 * Example: one trader is $100,000 long until 10:00, another one $80,000 from 10:30 on: netted at most
 * $100,000, while the sum of their worst exposures is $180,000.
 */
export class NettedExposure {
  #netLong = 0;
  #netShort = 0;
  #gross = 0;
  #sessions = 0;
  readonly #netChanges = new Float64Array(STEPS_A_DAY);
  readonly #grossChanges = new Float64Array(STEPS_A_DAY);

  /** Adds one session with the exposure of each trader. */
  addSession(exposures: Iterable<OpenExposure>): void {
    this.#netChanges.fill(0);
    this.#grossChanges.fill(0);
    for (const exposure of exposures) this.#addTrader(exposure);
    this.#sessions++;
    let net = 0;
    let gross = 0;
    for (let step = 0; step < STEPS_A_DAY; step++) {
      net += this.#netChanges[step]!;
      gross += this.#grossChanges[step]!;
      this.#netLong = Math.max(this.#netLong, net);
      this.#netShort = Math.max(this.#netShort, 0 - net);
      this.#gross = Math.max(this.#gross, gross);
    }
  }

  /** Dollars; null before the first session. */
  largest(): LargestExposure | null {
    if (this.#sessions === 0) return null;
    return { netLong: this.#netLong, netShort: this.#netShort, gross: this.#gross };
  }

  #addTrader({ steps }: OpenExposure): void {
    let before = { net: 0, gross: 0 };
    for (const { step, net, gross } of steps) {
      this.#netChanges[step]! += net - before.net;
      this.#grossChanges[step]! += gross - before.gross;
      before = { net, gross };
    }
  }
}
