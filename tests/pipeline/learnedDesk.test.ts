import { describe, expect, it } from 'vitest';
import { recordingLog } from '../../scripts/simulation/fakes.ts';
import { simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import { walkOptions } from '../../scripts/simulation/walkedDesk.ts';
import { readDesk } from '../../src/pipeline/steps/indicators.ts';
import { forecastByModel, readLearnedDesk } from '../../src/pipeline/steps/learnedDesk.ts';
import { calendar, learnPorts, storeDays, storeRoster } from '../support/learningDesk.ts';
import { temporaryStores } from '../support/stores.ts';

const desk = simulateDesk({ traders: 4, sessions: 60, seed: 8, truth: 'tilt' });
const sessions = [...desk];
const THROUGH = sessions[58]?.sessionDate ?? '';
const SESSION = calendar.nextSession(THROUGH);
const REQUEST = {
  sessionDate: SESSION,
  defaultLimit: 5_000,
  limitLifetime: 'until-changed',
  limitBasis: 'realised',
  walk: walkOptions,
} as const;

async function storedPorts() {
  const stores = await temporaryStores();
  await storeRoster(stores, desk);
  await storeDays(stores, sessions);
  return { ...learnPorts(stores), database: stores.database, log: recordingLog() };
}

describe('a desk read together with its model', () => {
  it('has the indicators of a desk read without one, and the series that the model forecasts from', async () => {
    const ports = await storedPorts();
    const learned = await readLearnedDesk(ports, REQUEST, THROUGH);
    const plain = await readDesk(ports, THROUGH, 5_000);
    expect(learned.desk.traders).toEqual(plain.traders);
    const model = await forecastByModel(ports, REQUEST, learned.learning, learned.desk);
    const forecasts = model.kind === 'walked' ? model.walked.traders : [];
    expect(forecasts.map(({ member }) => member)).toEqual(learned.desk.members);
    expect(forecasts).toHaveLength(4);
  });

  it('has its indicators and its rules although learning fails, and says why there is no model', async () => {
    const ports = await storedPorts();
    const learning = { ...ports.learning, state: () => Promise.reject(new Error('a damaged row')) };
    const learned = await readLearnedDesk({ ...ports, learning }, REQUEST, THROUGH);
    expect(learned.learning).toEqual({ kind: 'none', why: 'the model failed: a damaged row' });
    expect(learned.desk.traders).toEqual((await readDesk(ports, THROUGH, 5_000)).traders);
  });

  it('gives no forecast where the model cannot be stored, and says why', async () => {
    const ports = await storedPorts();
    const { desk: read, learning } = await readLearnedDesk(ports, REQUEST, THROUGH);
    const broken = {
      ...ports,
      learning: { ...ports.learning, keep: () => Promise.reject(new Error('disk full')) },
    };
    expect(await forecastByModel(broken, REQUEST, learning, read)).toEqual({
      kind: 'none',
      why: 'the model failed: disk full',
    });
  });
});

describe('what was learned with other settings', () => {
  const { walk } = REQUEST;
  type Request = Parameters<typeof readLearnedDesk>[1];

  it.each<[string, Partial<Request>]>([
    ['LIMIT_ROUND_TO', { walk: { ...walk, stop: { ...walk.stop, limitRoundTo: 250 } } }],
    ['the cost of a stop', { walk: { ...walk, stop: { ...walk.stop, slippageBasisPoints: 50 } } }],
    ['MAX_REDUCTION_PCT', { walk: { ...walk, maxReductionPct: 40 } }],
    ['RETRAIN_EVERY_SESSIONS', { walk: { ...walk, retrainEverySessions: 7 } }],
    ['LIMIT_BASIS', { limitBasis: 'total' }],
    ['LIMIT_LIFETIME', { limitLifetime: 'session' }],
  ])('is learned again after a change of %s, as if it had always been set', async (_, change) => {
    const ports = await storedPorts();
    await readLearnedDesk(ports, REQUEST, THROUGH);
    const changed = { ...REQUEST, ...change };
    const saved = await savedBy(ports, changed);
    expect(saved).toEqual(sessions.slice(0, 59).map(({ sessionDate }) => sessionDate));
    expect(ports.log.lines.filter((line) => line.includes('learned with other'))).toHaveLength(1);
    const fresh = await storedPorts();
    await readLearnedDesk(fresh, changed, THROUGH);
    expect(await ports.learning.state(SESSION)).toEqual(await fresh.learning.state(SESSION));
    expect(await savedBy(ports, changed)).toEqual([]);
  });

  it('stays where only the tiers or the default limit changed, which no record holds', async () => {
    const ports = await storedPorts();
    await readLearnedDesk(ports, REQUEST, THROUGH);
    const tiers = { ...walk, tiers: { high: 3, neutral: 2 } };
    expect(await savedBy(ports, { ...REQUEST, defaultLimit: 9_000, walk: tiers })).toEqual([]);
  });

  it('is learned again where no settings were recorded', async () => {
    const ports = await storedPorts();
    await readLearnedDesk(ports, REQUEST, THROUGH);
    await ports.database.connection.run("DELETE FROM store_fact WHERE name = 'learned_with'");
    expect(await savedBy(ports, REQUEST)).toHaveLength(59);
  });

  it('is not used where it cannot be deleted', async () => {
    const ports = await storedPorts();
    const learning = { ...ports.learning, learnWith: () => Promise.reject(new Error('disk full')) };
    const read = await readLearnedDesk({ ...ports, learning }, REQUEST, THROUGH);
    expect(read.learning).toEqual({ kind: 'none', why: 'the model failed: disk full' });
    expect(read.desk.traders).toHaveLength(4);
  });
});

/** The sessions that a morning with these settings learns. */
async function savedBy(
  ports: Awaited<ReturnType<typeof storedPorts>>,
  request: Parameters<typeof readLearnedDesk>[1],
): Promise<readonly string[]> {
  const saved: string[] = [];
  const save: typeof ports.learning.save = (record, model) => {
    saved.push(record.sessionDate);
    return ports.learning.save(record, model);
  };
  await readLearnedDesk({ ...ports, learning: { ...ports.learning, save } }, request, THROUGH);
  return saved;
}
