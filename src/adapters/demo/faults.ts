/**
 * Faults of one answer. error: HTTP 500 with a sentence · html: a login page with status 200 · cut: the first
 * half, sent as if complete · drop: the connection is lost after the first half · silence: no answer ·
 * no-trailer: without its last line.
 */
export type AnswerFault = 'error' | 'html' | 'cut' | 'drop' | 'silence' | 'no-trailer';

/** A fault for the next matching answers. */
export interface InjectedFault {
  readonly kind: AnswerFault;
  /** Number of answers with the fault; 1 by default. */
  readonly times?: number;
  /** Only for this action; by default for any action except login. */
  readonly action?: string;
  /** Only for this page; by default for any page. */
  readonly page?: number;
  /** The message of the fault `error`. */
  readonly text?: string;
}

/** Faults of the demo server that tests switch on and off. */
export interface DemoFaults {
  /** Applies the fault to the next matching answers. */
  inject(fault: InjectedFault): void;
  /** Revokes all tokens. */
  expireTokens(): void;
  /** Revokes all tokens once, before the next request for this page number. */
  expireTokensBeforePage(page: number): void;
  /** From page 2 on, the trailer counts one page more than on page 1. */
  growPages(grow: boolean): void;
  renameColumn(from: string, to: string): void;
  /** Removes a column from header and rows; null: sends all columns. */
  dropColumn(name: string | null): void;
  /** From page 2 on, a page begins with the last row of the page before it. */
  overlapPages(overlap: boolean): void;
  /**
   * Hides the account with its fills and totals, like an account that does not exist yet or any more; null:
   * none.
   */
  hideAccount(account: string | null): void;
  /** Hides only the totals of the account; null: none. */
  hideTotals(account: string | null): void;
  /**
   * Hides the fills of one account's session from this number on (counted from 1); its totals include them.
   */
  delayFills(late: LateFills | null): void;
  /** Sends answers in pieces of this many bytes, with a delay after each; null: without delay. */
  slowDown(pace: { readonly bytes: number; readonly everyMs: number } | null): void;
  /** Hides the fills and totals of the session, like a day that is not booked yet; null: none. */
  dayNotReady(sessionDate: string | null): void;
  /** Switches off all faults. */
  reset(): void;
}

/** The fills that are hidden: those of a session from a number on. */
export interface LateFills {
  readonly account: string;
  readonly sessionDate: string;
  readonly from: number;
}

/** The parts of the desk that the server hides; null hides nothing. */
export interface HiddenParts {
  notReady: string | null;
  account: string | null;
  totals: string | null;
  late: LateFills | null;
}

/** The faults as the server reads them. */
export interface FaultBook extends DemoFaults {
  /** The injected fault for this request, which it uses up; null for none. */
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

/** Creates a fault book without faults. */
export function createFaultBook(expireTokens: () => void): FaultBook {
  const pending: { fault: InjectedFault; left: number }[] = [];
  const state: FaultBook['state'] = noFaults();
  return {
    state,
    reset() {
      pending.length = 0;
      Object.assign(state, noFaults());
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
    delayFills(late) {
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

function noFaults(): FaultBook['state'] {
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
