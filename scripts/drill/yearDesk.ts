import { createRandom } from '../../src/adapters/demo/simulation/random.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { Calendar } from '../../src/domain/session/calendar.ts';
import type { SourceTotals } from '../../src/ports/source.ts';

/** A small desk's fills per session, with corrections by the source a day or two later. */
export interface YearDesk {
  readonly traders: readonly string[];
  /** Sessions before the first morning. */
  readonly past: readonly string[];
  /** Sessions with a morning. */
  readonly sessions: readonly string[];
  /** The fills of a session as the source has them on the morning of `asOf`. */
  fills(sessionDate: string, asOf: string): readonly Fill[];
  totals(sessionDate: string, asOf: string): readonly SourceTotals[];
  readonly corrections: number;
}

const TRADERS = ['CALM', 'LUCK', 'SLIDE', 'SWING', 'WILD'];
/** Good and bad days come in runs, so that streaks and drawdowns make the rules fire. */
const STRETCH_SESSIONS = 7;
const PAST_SESSIONS = 65;
const CORRECTION_CHANCE = 0.08;
const FIRST = '2025-10-01';

export function createYearDesk(seed: number, mornings: number, calendar: Calendar): YearDesk {
  const all = [FIRST];
  while (all.length < PAST_SESSIONS + mornings) all.push(calendar.nextSession(all.at(-1) ?? FIRST));
  const sessions = all.slice(PAST_SESSIONS);
  const corrections = drawCorrections(seed, all);
  const profit = (trader: string, sessionDate: string, asOf: string): number => {
    const correction = corrections.get(`${trader} ${sessionDate}`);
    const drawn = drawProfit(seed, trader, sessionDate, all.indexOf(sessionDate));
    return correction && asOf >= correction.knownOn ? drawn + correction.dollars : drawn;
  };
  return {
    traders: TRADERS,
    past: all.slice(0, PAST_SESSIONS),
    sessions,
    corrections: [...corrections.values()].filter(({ knownOn }) => knownOn >= (sessions[0] ?? '')).length,
    fills: (sessionDate, asOf) =>
      TRADERS.flatMap((trader) => trade(trader, sessionDate, profit(trader, sessionDate, asOf))),
    totals: (sessionDate, asOf) =>
      TRADERS.map((account) => {
        const netPnl = profit(account, sessionDate, asOf);
        return { account, sessionDate, grossPnl: netPnl, fees: 0, netPnl, fills: 2 };
      }),
  };
}

interface Correction {
  readonly knownOn: string;
  readonly dollars: number;
}

/**
 * By trader and session. A correction comes within two sessions, so a desk that missed one morning still
 * fetches it.
 */
function drawCorrections(seed: number, sessions: readonly string[]): ReadonlyMap<string, Correction> {
  const corrections = new Map<string, Correction>();
  for (const [index, sessionDate] of sessions.entries()) {
    const random = createRandom(seed, `correction ${sessionDate}`);
    const knownOn = sessions[index + 1 + random.whole(1, 2)];
    if (!random.chance(CORRECTION_CHANCE) || knownOn === undefined) continue;
    const trader = TRADERS[random.whole(0, TRADERS.length - 1)] ?? '';
    corrections.set(`${trader} ${sessionDate}`, { knownOn, dollars: random.whole(-40, 40) * 10 });
  }
  return corrections;
}

/** Whole dollars, which two fills of 100 shares represent to the cent. */
function drawProfit(seed: number, trader: string, sessionDate: string, index: number): number {
  const stretch = createRandom(seed, `${trader} stretch ${Math.floor(index / STRETCH_SESSIONS)}`);
  const day = createRandom(seed, `${trader} ${sessionDate}`);
  const mood = stretch.pick([-250, -60, 40, 90, 120]);
  return Math.round(mood + day.normal() * stretch.pick([80, 150, 600]));
}

/** A buy at $100 in the morning and a sale in the afternoon; a corrected fill keeps its identity. */
function trade(account: string, sessionDate: string, profit: number): readonly Fill[] {
  const common = {
    account,
    sessionDate,
    quantity: 100,
    symbol: 'AAPL',
    fees: 0,
    currency: '',
    status: '',
    idDigest: 0,
  };
  const fill = (side: 'B' | 'S', secondOfDay: number, price: number): Fill => ({
    ...common,
    side,
    secondOfDay,
    price,
    orderId: `${account}-${sessionDate}-${side}`,
    identity: `P:${account}-${sessionDate}-${side}`,
  });
  return [fill('B', 36_000, 100), fill('S', 50_000, 100 + profit / 100)];
}
