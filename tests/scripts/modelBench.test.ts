import { describe, expect, it } from 'vitest';
import { isInstalled, runProgram } from '../../scripts/bench/childProcess.ts';
import { measureRefit, measureSeedLoop, measureWalk } from '../../scripts/bench/measureModel.ts';
import { runModelBench } from '../../scripts/bench/modelBench.ts';
import { temporaryFolder } from '../support/stores.ts';

const hasPandas =
  (await isInstalled('/usr/bin/python3')) &&
  (await runProgram('.', '/usr/bin/python3', ['-c', 'import pandas, sklearn']).then(
    () => true,
    () => false,
  ));

describe('the model’s bench', () => {
  it('walks a small desk, forecasts one trader, and writes the facts for pandas', async () => {
    const folder = temporaryFolder();
    const facts = `${folder}/facts.csv`;
    const run = await measureWalk(folder, { traders: 4, sessions: 50 }, { facts, profile: null });
    expect(run).toMatchObject({ sessions: 50, traderDays: expect.any(Number) });
    expect(run.traderDays).toBeGreaterThan(100);
    expect(run.forecastMilliseconds).toBeGreaterThan(0);
    if (!hasPandas) return;
    const loop = await measureSeedLoop(folder, facts, 3);
    expect(loop).toMatchObject({ sessions: 3 });
  });

  it.skipIf(!hasPandas)('refits like scikit-learn, or throws', async () => {
    const refit = await measureRefit(temporaryFolder(), 500, 6);
    expect(refit).toEqual({ ours: expect.any(Number), sklearn: expect.any(Number) });
  });

  it('makes a row of each part asked for, with targets in proportion to a smaller desk', async () => {
    const rows = await runModelBench({
      folder: temporaryFolder(),
      modelSize: {
        refitRows: [],
        desk: { traders: 3, sessions: 40 },
        pandasSessions: 8,
        largeDesk: { traders: 10, sessions: 50 },
      },
      parts: ['g', 'h'],
      repeat: 1,
      profile: null,
      logProgress: () => undefined,
    });
    expect(rows.map(({ what, against }) => [what.slice(0, 3), against])).toEqual([
      ['(h)', '0.1 ms'],
      ['(g)', '0.009 s'],
      ['(g)', hasPandas ? expect.stringMatching(/^plain pandas \d+ µs$/) : ''],
    ]);
    expect(rows[2]?.ratio).toEqual(hasPandas ? expect.any(Number) : null);
    expect(rows[1]?.peakMegabytes).toBeGreaterThan(10);
  });
});
