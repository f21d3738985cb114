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
  /** Sends so many bytes, waits, and so on; null sends at once. */
  slowDown(pace: { readonly bytes: number; readonly everyMs: number } | null): void;
  /** The session's fills and totals have not come in yet; null: all have. */
  dayNotReady(sessionDate: string | null): void;
}

/** The server's side of the faults. */
export interface FaultBook extends DemoFaults {
  take(action: string, page: number): InjectedFault | null;
  readonly state: {
    tokensExpireBeforePage: number | null;
    growing: boolean;
    renamed: { readonly from: string; readonly to: string } | null;
    pace: { readonly bytes: number; readonly everyMs: number } | null;
    notReady: string | null;
  };
}

export function createFaultBook(expireTokens: () => void): FaultBook {
  const pending: { fault: InjectedFault; left: number }[] = [];
  const state: FaultBook['state'] = {
    tokensExpireBeforePage: null,
    growing: false,
    renamed: null,
    pace: null,
    notReady: null,
  };
  return {
    state,
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
    slowDown(pace) {
      state.pace = pace;
    },
    dayNotReady(sessionDate) {
      state.notReady = sessionDate;
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
