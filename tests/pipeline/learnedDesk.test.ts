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
  return { ...learnPorts(stores), log: recordingLog() };
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
