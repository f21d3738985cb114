import type { TraderDaySummary } from '../../ledger/traderDayFacts.ts';
import type { CountedHoles } from './countedHoles.ts';
import { PastRows } from './pastRows.ts';
import type { TraderRecord } from './traderRecord.ts';

/** The pasts of some traders over some sessions: of each, the one before them and the one after each day. */
export interface PastBlock {
  readonly traders: readonly string[];
  /** How many rows each of them has, in the same order. */
  readonly rowCounts: readonly number[];
  readonly rows: PastRows;
}

/** Makes a block, one trader after the other. */
export class PastBlockMaker implements PastBlock {
  readonly traders: string[] = [];
  readonly rowCounts: number[] = [];
  readonly rows: PastRows;

  /** `expected`: how many rows to make room for. */
  constructor(expected: number) {
    this.rows = new PastRows(expected);
  }

  /**
   * Adds the days to a trader's record, in order, and all pasts to the block.
   * @throws DecisionError for a day out of order or a P&L that is not a number
   */
  add(record: TraderRecord, days: readonly TraderDaySummary[], holes: CountedHoles): void {
    this.rows.add(record);
    for (const day of days) {
      record.push(day, holes.before(day.sessionDate));
      record.prepare();
      this.rows.add(record);
    }
    this.traders.push(record.trader);
    this.rowCounts.push(days.length + 1);
  }
}
