import type { ClassifiedDay } from '../outcome/classifiedDay.ts';
import type { JudgedRow } from './backtestRow.ts';
import { isOwnLargeLoss } from './deskSessionTotals.ts';
import type { TraderMonth } from './tradersToDiscuss.ts';

interface Sums {
  tradedDays: number;
  netPnl: number;
  largeLosses: number;
  worstDay: TraderMonth['worstDay'];
}

/** Adds up the rows of a month by trader. */
export class TraderMonths {
  readonly #traders = new Map<string, Sums>();
  readonly #sessions = new Set<string>();

  /** Adds a row; one without trading is skipped. */
  add({ row }: JudgedRow): void {
    if (!row.traded) return;
    const { sessionDate, trader, netPnl } = row;
    const sums = this.#traders.get(trader) ?? { tradedDays: 0, netPnl: 0, largeLosses: 0, worstDay: null };
    this.#traders.set(trader, sums);
    this.#sessions.add(sessionDate);
    sums.tradedDays++;
    sums.netPnl += netPnl;
    if (isOwnLargeLoss(row)) sums.largeLosses++;
    if (sums.worstDay === null || netPnl < sums.worstDay.netPnl) sums.worstDay = { sessionDate, netPnl };
  }

  tradedOn(sessionDate: string): boolean {
    return this.#sessions.has(sessionDate);
  }

  /**
   * The months of all traders, by name.
   * @param days what became of the limits in force in the month
   * @param criticalMornings of each trader whom a mail named as critical
   */
  months(
    days: readonly ClassifiedDay[],
    criticalMornings: ReadonlyMap<string, number>,
  ): readonly TraderMonth[] {
    return [...this.#traders]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([trader, sums]) => {
        const own = days.filter((day) => day.trader === trader);
        return {
          trader,
          ...sums,
          ignored: own.filter(({ kind }) => kind === 'ignored').map(({ sessionDate }) => sessionDate),
          stopped: own.filter(({ kind }) => kind === 'stopped').length,
          criticalMornings: criticalMornings.get(trader) ?? 0,
        };
      });
  }
}
