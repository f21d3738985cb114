import { InputError } from '../../shared/errors.ts';
import { isDayFirst } from './rowError.ts';

/** Looks for dates that show that all dates of a file may be misread. */
export interface DateCheck {
  /** The last date that a row may have, YYYY-MM-DD. */
  readonly latest: string;
  /** Takes a date that was read as MM/DD/YYYY; once for each text is enough. */
  read(text: string): void;
  /** Takes a row with a date after `latest`. */
  afterLatest(line: number, text: string): void;
  /** Takes a row whose date could not be read. */
  unreadable(line: number, text: string): void;
  /**
   * Ends the file. @throws InputError `day_first_dates` or `future_fills`: no row of it may be stored, for
   * the dates of the others fit both ways.
   */
  end(): void;
}

export interface DateCheckOptions {
  readonly where: string;
  /** Today on the market's calendar; null where the range of dates is checked elsewhere. */
  readonly today: string | null;
  /**
   * Whether a date that fits only month-first, such as 11/13/2026, excuses one that fits only day-first. That
   * row is then rejected by itself: the answer of a server is not a file that a spreadsheet rewrote.
   */
  readonly isExcusable?: boolean;
}

interface Place {
  readonly line: number;
  readonly text: string;
}

/** Every date of the file is later than no date of it. */
const NO_LIMIT = '9999-12-31';

export function createDateCheck({ where, today, isExcusable = false }: DateCheckOptions): DateCheck {
  let dayFirst: (Place & { readonly count: number }) | null = null;
  let future: (Place & { readonly count: number }) | null = null;
  let hasMonthFirst = false;
  return {
    latest: today ?? NO_LIMIT,
    read(text) {
      const day = Number(text.split('/')[1]);
      if (day > 12) hasMonthFirst = true;
    },
    afterLatest(line, text) {
      future = { ...(future ?? { line, text }), count: (future?.count ?? 0) + 1 };
    },
    unreadable(line, text) {
      if (!isDayFirst(text.split(' ')[0] ?? '')) return;
      dayFirst = { ...(dayFirst ?? { line, text }), count: (dayFirst?.count ?? 0) + 1 };
    },
    end() {
      if (dayFirst !== null && !(isExcusable && hasMonthFirst)) throw dayFirstDates(where, dayFirst);
      if (future !== null) throw futureFills(where, today ?? NO_LIMIT, future);
    },
  };
}

function dayFirstDates(where: string, { line, text, count }: Place & { readonly count: number }): InputError {
  return new InputError(
    'day_first_dates',
    `${where}, line ${line} · found “${text}”, which fits only day-first (DD/MM/YYYY), on ${rows(count)} · expected MM/DD/YYYY`,
    { hint: 'All dates of the file are probably day-first. Export it again with dates as MM/DD/YYYY.' },
  );
}

function futureFills(
  where: string,
  today: string,
  { line, text, count }: Place & { readonly count: number },
): InputError {
  return new InputError(
    'future_fills',
    `${where}, line ${line} · found “${text}”, a date after today, on ${rows(count)} · expected dates up to ${today}`,
    {
      hint: 'The dates are probably day-first: export them as MM/DD/YYYY. If they are right, check TIMEZONE and the clock of this machine.',
    },
  );
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count.toLocaleString('en-US')} rows`;
}
