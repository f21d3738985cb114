import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/adapters/demo/simulation/random.ts';
import { decideGate, type SessionScore } from '../../../src/domain/engines/gate.ts';
import { enginesWithoutSkill, sessionScores } from '../../support/sessionScores.ts';

const MORNING = '2026-09-01';
const breached = (accounts: readonly SessionScore[], varExceptions: number) =>
  accounts.map((one) => ({ ...one, varExceptions }));
/**
 * The model is much better on every other session and much worse on the rest: a few more days could turn its
 * mean.
 */
const shaky = (accounts: readonly SessionScore[]) =>
  accounts.map((one, at) => ({ ...one, modelRegret: one.modelRegret + (at % 24 < 12 ? 1.5 : -1.5) * 0.6 }));
/** The same at equal weights alone. */
const evenlyShaky = (accounts: readonly SessionScore[]) =>
  accounts.map((one, at) => ({
    ...one,
    modelShortfall: one.modelShortfall + (at % 24 < 12 ? 1.5 : -1.5) * 0.9,
  }));

describe('the gate', () => {
  it.each<[string, readonly SessionScore[], boolean, boolean, RegExp]>([
    [
      'opens at 10 % over 60 sessions',
      sessionScores(60, 0.1001),
      false,
      true,
      /^10\.0% better than the rules over 60/,
    ],
    [
      'stays shut a session short',
      sessionScores(59, 0.4),
      false,
      false,
      /^59 sessions of record, of 60 needed/,
    ],
    ['shuts when the record is lost', sessionScores(59, 0.4), true, false, /^59 sessions of record/],
    ['stays shut without a record', [], false, false, /^0 sessions of record/],
    [
      'stays shut just below 10 %',
      sessionScores(120, 0.099),
      false,
      false,
      /^9\.9% better than the rules over 120 sessions; 10\.0% better is needed/,
    ],
    ['stays open just below 10 %', sessionScores(120, 0.099), true, true, /^9\.9% better/],
    ['stays open at 5 %', sessionScores(120, 0.0501), true, true, /^5\.0% better/],
    ['shuts below 5 %', sessionScores(120, 0.049), true, false, /^4\.9% better .* 5\.0% better is needed/],
    [
      'shuts where the model is worse',
      sessionScores(120, -0.2),
      true,
      false,
      /^20\.0% worse .* 5\.0% better is needed/,
    ],
    ['is not opened by luck', shaky(sessionScores(120, 0.15)), false, false, /may be chance/],
    ['is not kept open by luck', shaky(sessionScores(120, 0.15)), true, false, /may be chance/],
    [
      'stays shut on a red VaR',
      breached(sessionScores(120, 0.4), 2),
      false,
      false,
      /^its VaR is breached far too often/,
    ],
    [
      'shuts on a red VaR',
      breached(sessionScores(120, 0.4), 2),
      true,
      false,
      /^its VaR is breached far too often/,
    ],
    [
      'opens on a VaR breached as often as it should',
      breached(sessionScores(120, 0.4), 0),
      false,
      true,
      /^40\.0%/,
    ],
    [
      'stays shut where only the weights speak for the model',
      sessionScores(120, 0.3, -0.01),
      false,
      false,
      /^with losses and gains weighed alike it is worse/,
    ],
    [
      'stays shut where it is only as good without them',
      sessionScores(120, 0.3, 0),
      false,
      false,
      /^with losses and gains weighed alike it is 0\.0% better than the rules, which may be chance/,
    ],
    ['stays open where it is as good without them', sessionScores(120, 0.3, 0), true, true, /^30\.0% better/],
    [
      'is not opened by luck at equal weights',
      evenlyShaky(sessionScores(120, 0.3)),
      false,
      false,
      /^with losses and gains weighed alike it is 30\.0% better than the rules, which may be chance/,
    ],
    ['may stay open on such luck', evenlyShaky(sessionScores(120, 0.3)), true, true, /^30\.0% better/],
    [
      'shuts where it is worse at equal weights',
      sessionScores(120, 0.3, -0.01),
      true,
      false,
      /^with losses and gains weighed alike it is worse/,
    ],
    [
      'forgets what lies 120 sessions back',
      [...sessionScores(200, -3), ...sessionScores(120, 0.2)],
      false,
      true,
      /over 120 sessions/,
    ],
    [
      'and with it former merits',
      [...sessionScores(200, 0.9), ...sessionScores(120, 0)],
      true,
      false,
      /^0\.0% better/,
    ],
  ])('decides on a record: %s', (_, accounts, wasInForce, inForce, why) => {
    const decision = decideGate(accounts, MORNING, wasInForce);
    expect(decision).toMatchObject({ decidedFor: MORNING, inForce, why: expect.stringMatching(why) });
  });

  it('gives the figures that it decided on', () => {
    expect(decideGate(breached(sessionScores(150, 0.25, 0.125), 0), MORNING, false)).toEqual({
      decidedFor: MORNING,
      inForce: true,
      why: '25.0% better than the rules over 120 sessions',
      improvement: 0.25,
      lowerBound: expect.closeTo(0.25, 9),
      evenImprovement: 0.125,
      evenLowerBound: expect.closeTo(0.125, 9),
      sessions: 120,
      zone: 'green',
    });
  });

  it('stays closed where no limit stopped any trader, and gives that reason', () => {
    const idle = sessionScores(120, 0).map((one) => ({
      ...one,
      ...{ modelRegret: 0, rulesRegret: 0, modelShortfall: 0, rulesShortfall: 0, varForecasts: 0 },
    }));
    expect(decideGate(idle, MORNING, true)).toMatchObject({
      inForce: false,
      improvement: null,
      lowerBound: null,
      zone: null,
      why: 'the cuts of the rules missed nothing, so that no engine can do better',
    });
  });

  it('stays closed where the rules had no regret and the model had some', () => {
    const faultless = sessionScores(120, 0).map((one) => ({ ...one, rulesRegret: 0, rulesShortfall: 0 }));
    for (const wasInForce of [false, true])
      expect(decideGate(faultless, MORNING, wasInForce)).toMatchObject({ inForce: false, improvement: null });
  });

  it.each([60, 120])(
    'is opened by chance on no more than about one record of %d sessions in twenty',
    (sessions) => {
      const random = createRandom(12, `gate ${sessions}`);
      const trials = Array.from({ length: 300 }, () => enginesWithoutSkill(random, sessions, 10));
      const opened = trials.filter((accounts) => decideGate(accounts, MORNING, false).inForce).length;
      // This many trials estimate a rate of 5 % to within two standard errors.
      expect(opened).toBeLessThanOrEqual(0.05 * trials.length + 2 * Math.sqrt(0.05 * 0.95 * trials.length));
      const byPointEstimate = trials.filter((accounts) => improvementOf(accounts) >= 0.1).length;
      expect(byPointEstimate).toBeGreaterThan(opened);
    },
  );
});

function improvementOf(accounts: readonly SessionScore[]): number {
  const total = (of: (one: SessionScore) => number) => accounts.reduce((sum, one) => sum + of(one), 0);
  return 1 - total(({ modelRegret }) => modelRegret) / total(({ rulesRegret }) => rulesRegret);
}
