import type { RejectedDay } from '../ports/fillStore.ts';
import type { RejectedRow } from '../ports/source.ts';

const LONGEST_REASON = 160;

/** Counts the rejected rows of a stream by account and session. Keeps a count, not the rows. */
export class RejectedDays {
  readonly #days = new Map<string, RejectedDay>();

  add(rows: readonly RejectedRow[]): void {
    for (const row of rows) if (row.account !== null) this.#count(row, row.account);
  }

  /** Rows without a readable account are in none of them. */
  days(): readonly RejectedDay[] {
    return [...this.#days.values()];
  }

  #count(row: RejectedRow, account: string): void {
    const { sessionDate } = row;
    const key = `${account}\n${sessionDate}`;
    const known = this.#days.get(key);
    const first = known ?? { account, sessionDate, rows: 0, where: row.where, reason: reasonOf(row) };
    this.#days.set(key, { ...first, rows: first.rows + 1 });
  }
}

/** Example: `line 12: Qty “1,500”, not a plain number of at least 0.00000001`. */
function reasonOf({ line, column, value, reason }: RejectedRow): string {
  const text = `line ${line}: ${column} “${value}”, ${reason}`;
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 1)}…` : text;
}
