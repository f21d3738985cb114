import { closeSync, openSync, writeSync } from 'node:fs';
import type { SimulatedSession } from '../simulation/simulatedDesk.ts';

/** Writes one line per trader-day: the facts that the pandas program reads. */
export class FactsFile {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    writeSync(
      this.#file,
      'date,trader,pnl,orders,notional,gross_win,gross_loss,wins,losses,fees,hhi,trips,best,worst\n',
    );
  }

  write({ days }: SimulatedSession): void {
    const lines = days.map((day) =>
      [
        day.sessionDate,
        day.trader,
        day.netPnl,
        day.orders,
        day.notional,
        day.grossWin,
        day.grossLoss,
        day.winningTrips,
        day.losingTrips,
        day.fees,
        day.symbolConcentration,
        day.roundTrips,
        day.bestRunningPnl,
        day.worstRunningPnl,
      ].join(),
    );
    if (lines.length > 0) writeSync(this.#file, `${lines.join('\n')}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
