import { mean, median, standardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { ledgeredDesk } from '../../../scripts/simulation/ledgeredDesk.ts';
import { simulateDesk } from '../../../src/adapters/demo/simulation/desk.ts';
import { totalFees } from '../../../src/adapters/demo/simulation/execution.ts';
import { drawTraders, type KnownTruth } from '../../../src/adapters/demo/simulation/knownTruth.ts';
import { createMarket } from '../../../src/adapters/demo/simulation/market.ts';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import { simulateTraderDay } from '../../../src/adapters/demo/simulation/traderDay.ts';
import type { TraderDayFacts } from '../../../src/domain/ledger/traderDayFacts.ts';

const PLAN = { traders: 12, sessions: 350 };

const desks = new Map<string, ReturnType<typeof ledgeredDesk>>();

/** A desk takes seconds, so each is made once. */
function deskOf(truth: KnownTruth, seed: number): ReturnType<typeof ledgeredDesk> {
  const key = `${truth} ${seed}`;
  const desk = desks.get(key) ?? ledgeredDesk(seed, { ...PLAN, truth });
  desks.set(key, desk);
  return desk;
}

/** The trader-days of a desk, in order for each trader. */
function traderDays(truth: KnownTruth, seed: number): readonly (readonly TraderDayFacts[])[] {
  const { roster, sessions } = deskOf(truth, seed);
  const days = sessions.flatMap((session) => session.days);
  return roster.map(({ trader }) => days.filter((day) => day.trader === trader));
}

/** Net P&L in units of the trader's own standard deviation, with the sign of the two days before. */
function scaledDays(truth: KnownTruth) {
  return [1, 2, 3]
    .flatMap((seed) => traderDays(truth, seed))
    .flatMap((days) => {
      const scale = standardDeviation(days.map(({ netPnl }) => netPnl));
      return days.slice(2).map((day, at) => ({
        day,
        net: day.netPnl / scale,
        follows: [days[at], days[at + 1]].filter((before) => (before?.netPnl ?? 0) < 0).length,
      }));
    });
}

/** Two simulations that differ only in whether exits cover their fees: sums in dollars. */
function plainDays(coversExitFees: boolean) {
  const market = createMarket(1, PLAN.sessions);
  const days = drawTraders(1, PLAN.traders).flatMap((drawn) =>
    Array.from({ length: 50 }, (_, session) =>
      simulateTraderDay({
        trader: { ...drawn, tilt: 0, style: { ...drawn.style, overnightPerDay: 0 } },
        session,
        market,
        random: createRandom(1, `${drawn.account}/${session}`),
        target: null,
        intensity: 1,
        coversExitFees,
        held: [],
        mayHoldOvernight: true,
      }),
    ),
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    netPnl: sum(days.map(({ netPnl }) => netPnl)),
    fees: sum(days.flatMap(({ fills }) => fills.map((fill) => totalFees(fill.fees)))),
  };
}

const nets = (days: ReturnType<typeof scaledDays>) => days.map(({ net }) => net);
/** Distance of the mean from 0 in standard errors. */
const errorsFromZero = (values: readonly number[]) =>
  (Math.sqrt(values.length) * mean(values)) / standardDeviation(values);

describe('the fills of a desk without an edge', () => {
  const days = scaledDays('noEdge');

  it('have a mean of 0 net of fees, after winning and after losing days', () => {
    expect(Math.abs(errorsFromZero(nets(days)))).toBeLessThan(2.5);
    for (const losses of [0, 1, 2])
      expect(Math.abs(errorsFromZero(nets(days.filter(({ follows }) => follows === losses))))).toBeLessThan(
        2.5,
      );
  });

  it('cover the fees of their exits, which are half of all fees', () => {
    const covered = plainDays(true);
    const gained = covered.netPnl - plainDays(false).netPnl;
    expect(gained / covered.fees).toBeGreaterThan(0.4);
    expect(gained / covered.fees).toBeLessThan(0.6);
  });

  it('have heavy tails: more than twice the fourth moment of a normal distribution', () => {
    expect(mean(nets(days).map((net) => net ** 4))).toBeGreaterThan(6);
  });

  it('are about thirty per trader-day, with some positions held overnight', () => {
    expect(mean(days.map(({ day }) => day.fills))).toBeGreaterThan(20);
    expect(mean(days.map(({ day }) => day.fills))).toBeLessThan(40);
    expect(days.some(({ day }) => day.overnightNotional > 0)).toBe(true);
  });
});

describe('the fills of a desk that tilts', () => {
  const days = scaledDays('tilt');
  const following = (losses: number) => days.filter(({ follows }) => follows === losses);

  it('lose after losses, and not after wins', () => {
    expect(mean(nets(following(2)))).toBeLessThan(-0.25);
    expect(mean(nets(following(0)))).toBeGreaterThan(-0.06);
  });

  it('are more and larger, and add to losing positions', () => {
    const share = (losses: number, of: (day: TraderDayFacts) => number) =>
      mean(following(losses).map(({ day }) => of(day)));
    expect(share(2, (day) => day.fills) / share(0, (day) => day.fills)).toBeGreaterThan(1.1);
    expect(share(2, (day) => day.notionalAddedBelowCost / day.notional)).toBeGreaterThan(
      2 * share(0, (day) => day.notionalAddedBelowCost / day.notional),
    );
    expect(share(2, (day) => day.meanLogSizeAfterLoss ?? 0)).toBeGreaterThan(
      0.05 + share(0, (day) => day.meanLogSizeAfterLoss ?? 0),
    );
  });
});

describe('the fills of a desk whose truth shifts half-way', () => {
  const middle = deskOf('shift', 1).sessions[PLAN.sessions / 2]?.sessionDate ?? '';
  const halves = [1, 2, 3].flatMap((seed) =>
    traderDays('shift', seed).map((days) => {
      const before = days.filter(({ sessionDate }) => sessionDate < middle);
      return { before, after: days.filter(({ sessionDate }) => sessionDate >= middle) };
    }),
  );
  const spread = (days: readonly TraderDayFacts[]) => standardDeviation(days.map(({ netPnl }) => netPnl));

  it('have the results of a desk without an edge before it', () => {
    expect(halves[0]?.before).toEqual(traderDays('noEdge', 1)[0]?.slice(0, halves[0]?.before.length));
  });

  it('vary about twice as much after it, on the typical trader', () => {
    const ratio = median(halves.map(({ before, after }) => spread(after) / spread(before)));
    expect(ratio).toBeGreaterThan(1.7);
    expect(ratio).toBeLessThan(2.6);
  });

  it('lose on average after it', () => {
    const shares = halves.map(({ after }) => mean(after.map(({ netPnl }) => netPnl)) / spread(after));
    expect(mean(shares)).toBeLessThan(-0.05);
  });
});

describe('a desk with a known ground truth', () => {
  it('is the same for the same plan, and differs for another seed', () => {
    const plan = { truth: 'tilt', traders: 2, sessions: 20 } as const;
    expect(simulateDesk(7, plan)).toEqual(simulateDesk(7, plan));
    expect(simulateDesk(8, plan).fills[0]).not.toEqual(simulateDesk(7, plan).fills[0]);
  });

  it('keeps the results of a trader when traders are added', () => {
    const two = simulateDesk(7, { truth: 'tilt', traders: 2, sessions: 20 });
    const five = simulateDesk(7, { truth: 'tilt', traders: 5, sessions: 20 });
    const names = two.traders.map(({ account }) => account);
    expect(five.fills.filter(({ account }) => names.includes(account))).toEqual(two.fills);
  });
});
