import { describe, expect, it } from 'vitest';
import { createModelRecords } from '../../src/adapters/database/store/modelRecords.ts';
import { codeVersion } from '../../src/commands/codeVersion.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { GateDecision } from '../../src/domain/engines/gate.ts';
import { firstModel, type TrainedModel } from '../../src/domain/engines/model/trainedModel.ts';
import { readModelEvidence } from '../../src/pipeline/screens/modelEvidence.ts';
import { facts } from '../support/facts.ts';
import { learnedSession } from '../support/learnedSessions.ts';
import { calendar, storeDay } from '../support/learningDesk.ts';
import { mailAccepted } from '../support/limitDesk.ts';
import { decision } from '../support/report.ts';
import { temporaryStores } from '../support/stores.ts';

const settings = { maxReductionPct: 80, cutsRequireProof: false, shadowNames: [] };
/** The Monday and Tuesday with decisions. */
const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';

const evidenceOf = (stores: Stores) =>
  readModelEvidence(
    {
      ...stores,
      calendar,
      records: createModelRecords(stores.database, codeVersion),
      clock: { wait: async () => undefined },
    },
    settings,
  );

/** NET001 traded on 39 sessions before Monday: its 15 % quantile lies between −$500 and −$300. */
async function tradedDesk(): Promise<Stores> {
  const stores = await temporaryStores();
  await stores.roster.set({ trader: 'NET001', desk: 'Momentum', baseLimit: 5000 });
  for (const [place, sessionDate] of calendar.sessionsBetween('2026-01-02', '2026-02-27').entries())
    await storeDay(stores, facts({ trader: 'NET001', sessionDate, netPnl: 100 * ((place % 11) - 5) }));
  return stores;
}

const forecast = decision({ trader: 'NET001', valueAtRisk95: 1000, largeLossProbability: 0.2 });

/** Monday ended at −$700, and Tuesday's morning decided after it. */
async function scoredDesk(): Promise<Stores> {
  const stores = await tradedDesk();
  await mailAccepted(stores, MONDAY, [forecast]);
  await storeDay(stores, facts({ trader: 'NET001', sessionDate: MONDAY, netPnl: -700 }));
  await mailAccepted(stores, TUESDAY, [forecast]);
  return stores;
}

const gate: GateDecision = {
  decidedFor: MONDAY,
  inForce: false,
  why: '3.0% better than the rules over 70 sessions; 10.0% better is needed',
  improvement: 0.03,
  lowerBound: -0.02,
  evenImprovement: 0.01,
  evenLowerBound: -0.04,
  sessions: 70,
  zone: 'green',
};

describe('the evidence of the model', () => {
  it('is null before the first morning', async () => {
    expect(await evidenceOf(await tradedDesk())).toBeNull();
  });

  it('scores the forecast of a morning by the day that followed', async () => {
    const evidence = await evidenceOf(await scoredDesk());
    expect(evidence?.forecasts.valueAtRisk).toMatchObject({ forecasts: 1, exceptions: 0 });
    expect(evidence?.forecasts.probability).toMatchObject({ days: 1, came: 1, expected: 0.2 });
    expect(evidence?.forecasts.byGroup.map(({ name }) => name)).toEqual(['Momentum']);
    expect(evidence?.engines).toEqual([
      { sessionDate: MONDAY, engine: 'rules' },
      { sessionDate: TUESDAY, engine: 'rules' },
    ]);
  });

  it('scores a stopped day with its drawn close', async () => {
    const stores = await scoredDesk();
    await stores.learning.save(
      learnedSession(MONDAY, { drawnCloses: new Map([['NET001', -1200]]) }),
      firstModel,
    );
    const stopped = await evidenceOf(stores);
    expect(stopped?.forecasts.valueAtRisk).toMatchObject({ forecasts: 1, exceptions: 1 });
  });

  it('measures a large loss by the drawn closes of the days before', async () => {
    const stores = await scoredDesk();
    // Eight days that would have lost $2,000 move the 15 % quantile below Monday's −$700.
    for (const sessionDate of calendar.sessionsBetween('2026-02-18', '2026-02-27'))
      await stores.learning.save(
        learnedSession(sessionDate, { drawnCloses: new Map([['NET001', -2000]]) }),
        firstModel,
      );
    const evidence = await evidenceOf(stores);
    expect(evidence?.forecasts.probability).toMatchObject({ days: 1, came: 0 });
  });

  it('does not score the session of the last morning, and nothing after it', async () => {
    const stores = await scoredDesk();
    const before = await evidenceOf(stores);
    await storeDay(stores, facts({ trader: 'NET001', sessionDate: TUESDAY, netPnl: -9000 }));
    await storeDay(stores, facts({ trader: 'NET001', sessionDate: '2026-03-04', netPnl: -9000 }));
    expect((await evidenceOf(stores))?.forecasts).toEqual(before?.forecasts);
  });

  it('has the stored decisions of the gate, and the fit of the last morning', async () => {
    const stores = await scoredDesk();
    const model: TrainedModel = { ...firstModel, id: 'ridge-2026-02-27', trainedThrough: '2026-02-27' };
    await stores.learning.save(learnedSession(MONDAY, { gate, modelId: model.id }), model);
    await mailAccepted(stores, TUESDAY, [{ ...forecast, modelId: model.id }], 1);
    await stores.learning.save(learnedSession(MONDAY, { gate, modelId: model.id }), model);
    const evidence = await evidenceOf(stores);
    expect(evidence?.gate).toEqual([gate]);
    expect(evidence?.learnedThrough).toBe(MONDAY);
    expect(evidence?.fits.map(({ id, firstUsed }) => [id, firstUsed])).toEqual([[model.id, MONDAY]]);
    expect(evidence?.current).toMatchObject({ id: model.id, penalties: [null, null], curve: model.curve });
  });

  it('has a fit of the last morning that no session was learned with yet', async () => {
    const stores = await scoredDesk();
    const model: TrainedModel = { ...firstModel, id: 'ridge-2026-03-02', trainedThrough: MONDAY };
    await stores.learning.keep(model, TUESDAY, []);
    await mailAccepted(stores, TUESDAY, [{ ...forecast, modelId: model.id }], 1);
    const evidence = await evidenceOf(stores);
    expect(evidence?.current).toMatchObject({ id: model.id, firstUsed: TUESDAY });
  });

  it('lets other requests be answered while it reads', async () => {
    const stores = await temporaryStores();
    await stores.roster.set({ trader: 'NET001', baseLimit: 5000 });
    for (const sessionDate of calendar.sessionsBetween('2026-01-02', '2026-02-27'))
      await storeDay(stores, facts({ trader: 'NET001', sessionDate, netPnl: -100 }));
    const records = createModelRecords(stores.database, codeVersion);
    let turns = 0;
    let isReading = true;
    const count = () => {
      turns += 1;
      if (isReading) setImmediate(count);
    };
    setImmediate(count);
    let dates = 0;
    for await (const { days } of records.tradedDates('2026-01-01', '2026-03-01')) dates += days.length;
    isReading = false;
    expect(dates).toBe(39);
    expect(turns).toBeGreaterThanOrEqual(7);
  });
});
