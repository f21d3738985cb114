import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import { learnAndForecast } from '../../scripts/simulation/learnAndForecast.ts';
import { walkOptions } from '../../scripts/simulation/walkedDesk.ts';
import { openStores, type Stores } from '../../src/commands/world.ts';
import { HISTORY_SESSIONS } from '../../src/domain/indicators/traderSeries.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { temporaryFolder } from '../support/stores.ts';
import { workplace } from '../support/workplace.ts';

const dataFolder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const isDataHere = existsSync(dataFolder);
if (!isDataHere)
  process.stderr.write(
    '\n!!! SKIPPED: real fills are not here (../shared/data): the model has not walked real accounts\n\n',
  );

describe.skipIf(!isDataHere)('real accounts, from the file to the model', () => {
  it.each([
    ['propreports-trader', 'nyse', 60],
    ['perp-accounts', 'everyday', 30],
  ] as const)(
    '%s: every figure is finite, and VaR is breached about as often as it should be',
    async (folder, kind, least) => {
      const { run, folder: place } = workplace(temporaryFolder());
      const imported = await run('import', `${dataFolder}${folder}/fills.csv`, '--json');
      expect(imported.exitCode).toBe(0);
      const stores = await openStores(`${place}/data/daybreak.db`);
      try {
        const { accounts, morning, figures } = await walked(stores, kind);
        expect(figures.length).toBeGreaterThan(0);
        expect(figures.filter((figure) => !Number.isFinite(figure))).toEqual([]);
        expect([morning.engine, morning.gate?.inForce]).toEqual(['rules', false]);
        const exceptions = accounts.reduce((sum, { varExceptions }) => sum + varExceptions, 0);
        const forecasts = accounts.reduce((sum, { varForecasts }) => sum + varForecasts, 0);
        process.stderr.write(`${folder}: VaR breached on ${exceptions} of ${forecasts} days\n`);
        expect(forecasts).toBeGreaterThan(least);
        // One day in twenty, plus or minus three binomial standard deviations.
        const deviation = Math.sqrt(0.05 * 0.95 * forecasts);
        expect(Math.abs(exceptions - 0.05 * forecasts)).toBeLessThan(3 * deviation);
      } finally {
        await stores.database.close();
      }
    },
  );

  it('compares one account with the models that are named', async () => {
    const { run, json } = workplace(temporaryFolder());
    expect(await run('import', `${dataFolder}propreports-trader/fills.csv`)).toMatchObject({ exitCode: 0 });
    const { contestants, sessions } = await json('compare', '--model', 'ridge on closes');
    expect(sessions).toBeGreaterThan(80);
    const [model, closes, ...others] = contestants;
    expect([closes.name, others]).toEqual(['ridge on closes', []]);
    expect(model.measures.pinball / closes.measures.pinball).toBeCloseTo(0.958, 3);
  });
});

async function walked(stores: Stores, kind: 'nyse' | 'everyday') {
  const calendar = createCalendar(kind);
  const last = (await stores.fills.sessionRange())?.last ?? '';
  const sessionDate = calendar.nextSession(last);
  const morning = await learnAndForecast(
    { ...stores, calendar, progress: noProgress, log: recordingLog() },
    {
      sessionDate,
      defaultLimit: 5_000,
      limitLifetime: 'until-changed',
      limitBasis: 'realised',
      walk: walkOptions,
      recent: { days: await stores.ledger.recentDays(last, HISTORY_SESSIONS), holes: [], drawn: new Map() },
      recentSessions: 0,
    },
  );
  if (morning === null) throw new Error('nothing was imported');
  const records = (await stores.learning.state(sessionDate))?.records ?? [];
  const figures = morning.traders.flatMap(({ forecast, modelReductionPct, rulesReductionPct }) => [
    ...numbersOf(forecast),
    modelReductionPct,
    rulesReductionPct,
  ]);
  const residuals = records.flatMap((record) => [...record.residuals]);
  return {
    morning,
    accounts: records.map(({ score: account }) => account),
    figures: [...figures, ...residuals],
  };
}

/** Every number at any depth. A figure that is not known is null, and is none. */
function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}
