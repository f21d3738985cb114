import { describe, expect, it } from 'vitest';
import {
  cutPerformance,
  cutPerformanceAlert,
  type MailedCut,
} from '../../../src/domain/outcome/cutPerformance.ts';
import { seededRandom } from '../../../src/domain/statistics/seededRandom.ts';
import { fallingMarks } from '../../support/evaluatedDays.ts';
import { dateAfter, facts } from '../../support/facts.ts';

const sessions = Array.from({ length: 60 }, (_, index) => dateAfter('2026-01-01', index));
const withoutSlippage = { slippageBasisPoints: 0 };

/** A limit of $5,000 cut by half, on a day that fell to `low` and ended at `netPnl`. */
function halved(
  sessionDate: string,
  netPnl: number,
  low: number,
  changes: Parameters<typeof facts>[0] = {},
): MailedCut {
  return {
    sessionDate,
    decision: { baseLimit: 5000, newLimit: 2500 },
    day: facts({ sessionDate, netPnl, ...changes }),
    marks: fallingMarks([[low, low]]),
  };
}

describe('the performance of the cuts', () => {
  it('sums what each cut saved or cost on four hand-worked days', () => {
    const cuts = [
      halved('2026-01-01', 400, -2600), // stopped at −2,600 on a day that made 400: cost 3,000
      halved('2026-01-01', -4000, -3000), // stopped at −3,000 instead of −4,000: saved 1,000
      halved('2026-01-02', 400, -2000), // never stopped: nothing
      halved('2026-01-03', -6000, -5500), // stopped at −5,500 under either limit: no effect
    ];
    const { net, bindingDays, sessions: count } = cutPerformance(sessions, cuts, withoutSlippage);
    expect({ net, bindingDays, count }).toEqual({ net: -2000, bindingDays: 2, count: 60 });
  });

  it('includes slippage on the open notional', () => {
    const cut = { ...halved('2026-01-01', 0, -2600), marks: fallingMarks([[-2600, -2600]], 100_000) };
    expect(cutPerformance(sessions, [cut], { slippageBasisPoints: 5 }).net).toBeCloseTo(-2650, 9);
  });

  it('leaves out a day whose path is unknown', () => {
    const unjudged = halved('2026-01-01', 400, -2600, { unknownTimeFills: 1, overnightNotional: 10 });
    expect(cutPerformance(sessions, [unjudged], withoutSlippage)).toMatchObject({ net: 0, bindingDays: 0 });
  });
});

describe('the alert on the performance of the cuts', () => {
  const everyThird = sessions.filter((_, index) => index % 3 === 0);

  it('is raised, with its figures, when even the upper bound of the net is a cost', () => {
    const performance = cutPerformance(
      sessions,
      everyThird.map((session) => halved(session, 400, -2600)),
      withoutSlippage,
    );
    expect(performance.net).toBe(-60_000);
    expect(performance.netInterval[1]).toBeLessThan(0);
    expect(cutPerformanceAlert(performance)).toMatch(
      /^over the last 60 sessions the cuts cost more than they saved: net −\$60,000 \(90% interval −\$[\d,.]+ to −\$[\d,.]+, 20 trader-days changed\)$/,
    );
  });

  it.each([
    ['the cuts saved money', everyThird.map((session) => halved(session, -4000, -2600))],
    [
      'fewer than ten days were binding',
      everyThird.slice(0, 9).map((session) => halved(session, 400, -2600)),
    ],
    [
      'gains and losses are balanced',
      everyThird.map((session, index) => halved(session, index % 2 === 0 ? 400 : -5600, -2600)),
    ],
    ['nothing was cut', []],
  ])('is not raised where %s', (_, cuts) => {
    expect(cutPerformanceAlert(cutPerformance(sessions, cuts, withoutSlippage))).toBeNull();
  });

  it('is raised for a desk of pure chance about as often as a 5 % bound implies', () => {
    const random = seededRandom(4);
    const desks = Array.from({ length: 120 }, () =>
      cutPerformance(
        sessions,
        sessions.map((session) => halved(session, -2600 + (random() - 0.5) * 4000, -2600)),
        withoutSlippage,
      ),
    );
    const alerted = desks.filter((performance) => cutPerformanceAlert(performance) !== null).length;
    expect(alerted / desks.length).toBeLessThan(0.12);
  });
});
