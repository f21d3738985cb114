/**
 * What can go wrong with one answer: HTTP 500 with a sentence · a login page with status 200 · ended half-way as if
 * complete · connection lost half-way · no answer at all · the last line left out.
 */
export type AnswerFault = 'error' | 'html' | 'cut' | 'drop' | 'silence' | 'no-trailer';

export interface InjectedFault {
  readonly kind: AnswerFault;
  readonly times?: number;
  /** Only for this action; any action after login when left out. */
  readonly action?: string;
  /** Only for this page; any when left out. */
  readonly page?: number;
  /** The sentence of an `error`. */
  readonly text?: string;
}

/** The demo server's bad days, switched from tests. */
export interface DemoFaults {
  /** The next answers that fit go wrong in this way. */
  inject(fault: InjectedFault): void;
  /** Every token given out so far stops working. */
  expireTokens(): void;
  /** Tokens stop working once, just before this page of any action is asked for. */
  expireTokensBeforePage(page: number): void;
  /** From page 2 on, the trailer tells of one page more than page 1 did. */
  growPages(grow: boolean): void;
  renameColumn(from: string, to: string): void;
  /** Answers come without the column, header and rows alike; null: with every column. */
  dropColumn(name: string | null): void;
  /** From page 2 on, a page begins with the last row of the page before it. */
  overlapPages(overlap: boolean): void;
  /** The account is not listed, nor are its fills and totals sent: it has yet to appear, or is gone. */
  hideAccount(account: string | null): void;
  /** The account's fills come, and no totals of them. */
  hideTotals(account: string | null): void;
  /** Fills of one account's session from this number on (counted from 1) come days later; its totals know of them. */
  holdBackFills(late: LateFills | null): void;
  /** Sends so many bytes, waits, and so on; null sends at once. */
  slowDown(pace: { readonly bytes: number; readonly everyMs: number } | null): void;
  /** The session's fills and totals have not come in yet; null: all have. */
  dayNotReady(sessionDate: string | null): void;
  /** All is well again, whatever was set. */
  heal(): void;
}

export interface LateFills {
  readonly account: string;
  readonly sessionDate: string;
  readonly from: number;
}

/** What the desk's own books are shown without. */
export interface HiddenParts {
  notReady: string | null;
  account: string | null;
  totals: string | null;
  late: LateFills | null;
}

/** The server's side of the faults. */
export interface FaultBook extends DemoFaults {
  take(action: string, page: number): InjectedFault | null;
  readonly state: {
    tokensExpireBeforePage: number | null;
    growing: boolean;
    renamed: { readonly from: string; readonly to: string } | null;
    pace: { readonly bytes: number; readonly everyMs: number } | null;
    dropped: string | null;
    overlapping: boolean;
    readonly hidden: HiddenParts;
  };
}

export function createFaultBook(expireTokens: () => void): FaultBook {
  const pending: { fault: InjectedFault; left: number }[] = [];
  const state: FaultBook['state'] = wellAgain();
  return {
    state,
    heal() {
      pending.length = 0;
      Object.assign(state, wellAgain());
    },
    expireTokens,
    inject(fault) {
      pending.push({ fault, left: fault.times ?? 1 });
    },
    expireTokensBeforePage(page) {
      state.tokensExpireBeforePage = page;
    },
    growPages(grow) {
      state.growing = grow;
    },
    renameColumn(from, to) {
      state.renamed = { from, to };
    },
    dropColumn(name) {
      state.dropped = name;
    },
    overlapPages(overlap) {
      state.overlapping = overlap;
    },
    hideAccount(account) {
      state.hidden.account = account;
    },
    hideTotals(account) {
      state.hidden.totals = account;
    },
    holdBackFills(late) {
      state.hidden.late = late;
    },
    slowDown(pace) {
      state.pace = pace;
    },
    dayNotReady(sessionDate) {
      state.hidden.notReady = sessionDate;
    },
    take(action, page) {
      const fits = ({ fault, left }: { fault: InjectedFault; left: number }): boolean =>
        left > 0 &&
        (fault.action === undefined ? action !== 'login' : fault.action === action) &&
        (fault.page === undefined || fault.page === page);
      const found = pending.find(fits);
      if (found === undefined) return null;
      found.left -= 1;
      return found.fault;
    },
  };
}

function wellAgain(): FaultBook['state'] {
  return {
    tokensExpireBeforePage: null,
    growing: false,
    renamed: null,
    pace: null,
    dropped: null,
    overlapping: false,
    hidden: { notReady: null, account: null, totals: null, late: null },
  };
}
