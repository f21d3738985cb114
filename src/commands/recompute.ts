import { pnlDollars } from '../domain/text/money.ts';
import { count } from '../domain/text/words.ts';
import { type ComputedDay, updateLedger } from '../pipeline/updateLedger.ts';
import type { TraderSessions } from '../ports/ledgerStore.ts';
import type { Stores, World } from './world.ts';

/** What a ledger update computed after someone changed the roster or the history. */
export interface Recomputed {
  readonly days: number;
  /** The trader-days among them whose net P&L is another one. */
  readonly changed: readonly ComputedDay[];
  /** Days that keep their old figures, because their fills were pruned. */
  readonly blocked: readonly TraderSessions[];
}

/** Text output lists at most this many trader-days; the JSON document lists all. */
const MOST_SHOWN = 20;
const CENT = 0.005;

/** Updates the ledger. */
export async function recompute(world: World, stores: Stores): Promise<Recomputed> {
  const changed: ComputedDay[] = [];
  const onDay = (day: ComputedDay) => {
    if (isChanged(day)) changed.push(day);
  };
  const { days } = await updateLedger({ ...world, ...stores }, { onDay });
  return { days, changed, blocked: await stores.ledger.blocked() };
}

/** Fields for the JSON document of a command. */
export function recomputedFields({ days, changed, blocked }: Recomputed) {
  return {
    traderDaysComputed: days,
    netChanges: changed.map(({ trader, sessionDate, netBefore, netAfter }) => ({
      trader,
      session: sessionDate,
      netBefore: cents(netBefore),
      netAfter: cents(netAfter),
    })),
    traderDaysOutOfDate: blocked,
  };
}

/** Prints what was computed, with the net P&L of each trader-day before and after. */
export function printRecomputed(world: World, done: string, result: Recomputed): void {
  const { days, changed } = result;
  world.output.line(days === 0 ? `${done}.` : `${done}; ${count(days, 'trader-day')} computed again.`);
  for (const { trader, sessionDate, netBefore, netAfter } of changed.slice(0, MOST_SHOWN))
    world.output.line(`  ${trader} ${sessionDate}: net ${dollars(netBefore)} → ${dollars(netAfter)}`);
  if (changed.length > MOST_SHOWN) world.output.line(`  and ${changed.length - MOST_SHOWN} more`);
}

/** Logs a warning for each trader whose days keep their old figures. */
export function warnOfBlocked(world: World, { blocked }: Recomputed): void {
  for (const { trader, sessions } of blocked)
    world.log.warn(
      'some days keep their old figures because their fills were pruned; import those fills again',
      {
        trader,
        sessions: sessions.length,
        first: sessions[0] ?? '',
        last: sessions.at(-1) ?? '',
      },
    );
}

function isChanged({ netBefore, netAfter }: ComputedDay): boolean {
  if (netBefore === null || netAfter === null) return netBefore !== netAfter;
  return Math.abs(netAfter - netBefore) >= CENT;
}

function dollars(net: number | null): string {
  return net === null ? 'none' : pnlDollars(net);
}

function cents(net: number | null): number | null {
  return net === null ? null : Math.round(net * 100) / 100;
}
