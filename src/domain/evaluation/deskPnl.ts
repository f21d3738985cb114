import { type Interval, intervalOfSum } from '../statistics/sessionInterval.ts';
import type { BootstrapOptions } from '../statistics/stationaryBootstrap.ts';
import type { PairedSession } from './tailComparison.ts';

/** P&L of a period, dollars, with 5 % and 95 % bounds from resampled sessions. */
export interface PeriodPnl {
  readonly pnl: number;
  readonly interval: Interval;
}

/** What the desk would have made: the control "no cut at all", and with the cuts in force. */
export interface DeskPnl {
  /** Every trader stopped at the base limit. */
  readonly noCut: PeriodPnl;
  /** Every trader stopped at the limit of the engine in force. */
  readonly withCuts: PeriodPnl;
}

/** Adds up both P&Ls over sessions in time order. Days without a known path count with their traded P&L. */
export function deskPnl(sessions: readonly PairedSession[], sampling: BootstrapOptions): DeskPnl {
  const period = (of: (session: PairedSession) => number): PeriodPnl => {
    const values = sessions.map(of);
    return {
      pnl: values.reduce((sum, value) => sum + value, 0),
      interval: intervalOfSum(values, sampling),
    };
  };
  return {
    noCut: period(({ underBaseLimits }) => underBaseLimits),
    withCuts: period(({ underCutLimits }) => underCutLimits),
  };
}
