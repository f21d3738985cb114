import { describe, expect, it } from 'vitest';
import { noProgress } from '../../scripts/simulation/fakes.ts';
import type { Stores } from '../../src/commands/world.ts';
import { reconcile } from '../../src/pipeline/steps/reconcile.ts';
import { updateLedger } from '../../src/pipeline/updateLedger.ts';
import type { SourceTotals } from '../../src/ports/source.ts';
import { trade } from '../support/desk.ts';
import { append, temporaryStores } from '../support/stores.ts';

const sessions = ['2026-02-26', '2026-02-27', '2026-03-02'];
const [early = '', , last = ''] = sessions;
const total = (account: string, sessionDate: string, netPnl: number, fills = 2): SourceTotals => ({
  account,
  sessionDate,
  grossPnl: netPnl,
  fees: 0,
  netPnl,
  fills,
});

/** ANN makes 100, BOB loses 50, every session. */
async function desk(totals: readonly SourceTotals[]): Promise<Stores> {
  const stores = await temporaryStores();
  await append(
    stores,
    sessions.flatMap((session) => [...trade('ANN', session, 100), ...trade('BOB', session, -50)]),
  );
  await updateLedger({ ...stores, progress: noProgress });
  await stores.reconciliation.saveTotals(totals);
  return stores;
}
const agreeing = sessions.flatMap((session) => [total('ANN', session, 100), total('BOB', session, -50)]);
const except = (account: string, session: string, ...instead: SourceTotals[]) => [
  ...agreeing.filter((each) => each.account !== account || each.sessionDate !== session),
  ...instead,
];
const outcome = async (stores: Stores) => {
  const { reconciled, mismatches, notCompared } = await reconcile(stores, sessions);
  return { reconciled: Object.fromEntries(reconciled), mismatches, notCompared };
};

describe('reconciliation over the sessions of a morning', () => {
  it('ties out if every session does', async () => {
    expect(await outcome(await desk(agreeing))).toEqual({
      reconciled: { ANN: true, BOB: true },
      mismatches: [],
      notCompared: [],
    });
  });

  it('distrusts a trader for one earlier session that differs, with both figures', async () => {
    expect(await outcome(await desk(except('BOB', early, total('BOB', early, -49))))).toEqual({
      reconciled: { ANN: true, BOB: false },
      mismatches: [
        { trader: 'BOB', sessionDate: early, ourNetPnl: -50, theirNetPnl: -49, missingAccounts: [] },
      ],
      notCompared: [],
    });
  });

  it('distrusts a trader with fills and no totals if others have totals', async () => {
    expect((await outcome(await desk(except('BOB', last)))).mismatches).toEqual([
      { trader: 'BOB', sessionDate: last, ourNetPnl: -50, theirNetPnl: null, missingAccounts: [] },
    ]);
  });

  it('distrusts a trader with totals and no fills', async () => {
    const { reconciled, mismatches } = await outcome(await desk([...agreeing, total('EVE', last, 0, 4)]));
    expect(reconciled['EVE']).toBe(false);
    expect(mismatches).toEqual([
      { trader: 'EVE', sessionDate: last, ourNetPnl: null, theirNetPnl: 0, missingAccounts: [] },
    ]);
  });

  it('adds up the accounts of a trader, and reports one with fills and no totals even if its net P&L is 0', async () => {
    const stores = await desk(agreeing);
    await append(stores, trade('ANN2', last, 0));
    await stores.roster.set({ trader: 'ANN', accounts: ['ANN', 'ANN2'] });
    await updateLedger({ ...stores, progress: noProgress });
    expect((await outcome(stores)).mismatches).toEqual([
      { trader: 'ANN', sessionDate: last, ourNetPnl: 100, theirNetPnl: 100, missingAccounts: ['ANN2'] },
    ]);
    await stores.reconciliation.saveTotals([total('ANN2', last, 0)]);
    expect((await outcome(stores)).reconciled).toEqual({ ANN: true, BOB: true });
  });

  it('names sessions without totals, and reconciles the other sessions', async () => {
    const stores = await desk(agreeing.filter(({ sessionDate }) => sessionDate !== last));
    expect(await outcome(stores)).toEqual({ reconciled: {}, mismatches: [], notCompared: [last] });
  });

  it('removes totals that the source no longer has, only for the requested accounts', async () => {
    const stores = await desk([...agreeing, total('EVE', last, 9)]);
    const whole = { from: last, to: last, accounts: ['ANN', 'BOB'] };
    await stores.reconciliation.saveTotals([total('ANN', last, 100)], whole);
    const kept = (await stores.reconciliation.compared(last, last)).filter(({ theirs }) => theirs !== null);
    expect(kept.map(({ trader }) => trader)).toEqual(['ANN', 'EVE']);
  });
});
