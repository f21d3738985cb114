import { expect, it } from 'vitest';
import { backtestOf, type ClaimDesk, walkClaimDesk } from '../../../scripts/claims/claimDesk.ts';
import { backtest } from '../../../src/pipeline/backtest.ts';
import { approximately } from '../../support/approximately.ts';
import { backtestRequestOf, deskInStore } from '../../support/backtestDesk.ts';

it('the desk of a claim has the result that a backtest of the same desk in a store has', {}, async () => {
  const plan = { traders: 12, sessions: 130, seed: 61 };
  const desk: ClaimDesk = { mode: 'tilt', source: 'facts', ...plan };
  const { ports } = await deskInStore({ ...plan, truth: 'tilt' });
  const stored = await backtest(ports, backtestRequestOf({ limitBasis: 'realised' }), async () => undefined);
  const { byTrader, traderIntervalsLeftOut, source, ...walked } = backtestOf(walkClaimDesk(desk));
  // What the store rounds changes the sums of a desk by less than a tenth of a cent.
  expect(stored).toMatchObject(approximately(walked, 3));
  expect(walked.strategies.limit.bindingDays).toBeGreaterThan(10);
});
