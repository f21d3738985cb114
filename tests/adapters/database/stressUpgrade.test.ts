import { describe, expect, it } from 'vitest';
import { noProgress } from '../../../scripts/simulation/fakes.ts';
import type { Stores } from '../../../src/commands/world.ts';
import { STEPS_A_DAY } from '../../../src/domain/ledger/openExposure.ts';
import { updateLedger } from '../../../src/pipeline/updateLedger.ts';
import { facts } from '../../support/facts.ts';
import { releasedStore } from '../../support/releasedStore.ts';
import { saveDay, temporarySqlite } from '../../support/stores.ts';

async function exposures({ ledger }: Pick<Stores, 'ledger'>) {
  const all = [];
  for await (const session of ledger.exposures('0000-01-01', '9999-12-31')) all.push(session);
  return all;
}

const upgraded = () => temporarySqlite(releasedStore('0.2.0'));

describe('the exposure of stored fills after an upgrade', () => {
  it('is computed of the last 60 sessions by the next ledger update', async () => {
    const stores = await upgraded();
    expect(await exposures(stores)).toEqual([]);
    await updateLedger({ ...stores, progress: noProgress });
    const sessions = await exposures(stores);
    const steady = sessions.flatMap(({ byTrader }) => byTrader.get('STEADY') ?? []);
    expect(steady.length).toBeGreaterThanOrEqual(60);
    expect(steady.every(({ largestGross }) => (largestGross ?? 0) > 0)).toBe(true);
    expect(steady.flatMap(({ steps }) => steps).every(({ step }) => step < STEPS_A_DAY)).toBe(true);
  });

  it('goes on with the traders that are left where an update was interrupted', async () => {
    const whole = await upgraded();
    await updateLedger({ ...whole, progress: noProgress });
    const interrupted = await upgraded();
    let days = 0;
    const onDay = () => {
      if (++days === 150) throw new Error('killed');
    };
    await expect(updateLedger({ ...interrupted, progress: noProgress }, { onDay })).rejects.toThrow('killed');
    const partly = await exposures(interrupted);
    expect(partly.length).toBeGreaterThan(0);
    await updateLedger({ ...interrupted, progress: noProgress });
    expect(await exposures(interrupted)).toEqual(await exposures(whole));
    expect(partly).not.toEqual(await exposures(whole));
  });
});

describe('the stored exposure of a day', () => {
  const day = facts({
    trader: 'NET001',
    sessionDate: '2026-03-02',
    openExposure: {
      largestNetLong: 1_000.25,
      largestNetShort: 0,
      largestGross: 2_000 / 3,
      steps: [
        { step: 114, net: 1_000 / 3, gross: 2_000 / 3 },
        { step: 287, net: 0, gross: 0 },
      ],
    },
  });

  it('returns bit by bit, and is removed with its day', async () => {
    const stores = await temporarySqlite();
    await stores.roster.set({ trader: 'NET001' });
    await saveDay(stores, 'NET001', day.sessionDate, { facts: day, closingLots: [], findings: [] });
    expect(await exposures(stores)).toEqual([
      { sessionDate: day.sessionDate, byTrader: new Map([['NET001', day.openExposure]]) },
    ]);
    await saveDay(stores, 'NET001', day.sessionDate, null);
    expect(await exposures(stores)).toEqual([]);
  });
});
