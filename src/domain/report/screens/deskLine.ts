import { type Exposure, grossOf, netOf } from '../../risk/exposure.ts';
import { shortDay, weekday } from '../../text/dates.ts';
import { limitDollars, roughDollars, signedDollars } from '../../text/money.ts';
import { count } from '../../text/words.ts';
import type { DeskPnl } from '../report.ts';

/** A limit of one active trader, dollars; null: unknown. */
interface LimitPair {
  readonly baseLimit: number;
  readonly inForce: number | null;
}

/** `Net P&L: Fri +$1,698, week −$4,210, month +$12,950`. */
export function deskPnlWords({
  pnl,
  dataThrough,
}: {
  readonly pnl: DeskPnl;
  readonly dataThrough: string;
}): string {
  const { yesterday, week, monthToDate } = pnl;
  return `Net P&L: ${weekday(dataThrough)} ${signedDollars(yesterday)}, week ${signedDollars(week)}, month ${signedDollars(monthToDate)}`;
}

/**
 * `Sum of the limits for Mon 30 Nov: $72,700, base limits $80,000; 3 of 14 traders are below base`. Where a
 * limit is unknown, both sums leave it out.
 */
export function limitSumWords({
  limits,
  dueSession,
}: {
  readonly limits: readonly LimitPair[];
  readonly dueSession: string;
}): string {
  if (limits.length === 0) return 'No active trader is on the roster';
  const known = limits.flatMap(({ baseLimit, inForce }) =>
    inForce === null ? [] : [{ baseLimit, inForce }],
  );
  const unknown = limits.length - known.length;
  const without =
    unknown === 0 ? '' : `; ${count(unknown, 'trader')} with an unknown limit in force not included`;
  if (known.length === 0) return `Limits in force for ${shortDay(dueSession)}: unknown for all traders`;
  const sum = (of: (limit: (typeof known)[number]) => number) =>
    known.reduce((total, limit) => total + of(limit), 0);
  const below = known.filter(({ baseLimit, inForce }) => inForce < baseLimit).length;
  return `Sum of the limits for ${shortDay(dueSession)}: ${limitDollars(sum(({ inForce }) => inForce))}, base limits ${limitDollars(sum(({ baseLimit }) => baseLimit))}; ${below} of ${count(known.length, 'trader')} below base${without}`;
}

/** `Open overnight: $1,200,000 gross (long $800,000, short $400,000), net +$400,000, in 12 symbols`. */
export function overnightWords({ exposure }: { readonly exposure: Exposure }): string {
  const { long, short, bySymbol, unvalued } = exposure;
  const others = unvalued.length === 0 ? '' : `; ${count(unvalued.length, 'symbol')} of unknown value`;
  if (bySymbol.length === 0) return `Open overnight: ${others === '' ? 'nothing' : others.slice(2)}`;
  const sides = `long ${roughDollars(long)}, short ${roughDollars(short)}`;
  return `Open overnight: ${roughDollars(grossOf(exposure))} gross (${sides}), net ${signedDollars(netOf(exposure))}, in ${count(bySymbol.length, 'symbol')}${others}`;
}
