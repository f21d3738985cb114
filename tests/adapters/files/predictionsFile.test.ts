import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { createPredictionsFile } from '../../../src/adapters/files/predictionsFile.ts';
import type { BacktestRow } from '../../../src/domain/evaluation/backtestRow.ts';
import { temporaryFolder } from '../../support/stores.ts';

const row: BacktestRow = {
  sessionDate: '2026-03-02',
  trader: 'NET001',
  traded: true,
  netPnl: -1234.5,
  engine: 'ridge',
  tier: 'high',
  baseLimit: 5_000,
  reductionPct: 60,
  newLimit: 2_000,
  ridgeReductionPct: 60,
  rulesReductionPct: 0,
  valueAtRisk95: 3120.4,
  pnlQ05: -3120.4,
  pnlQ15: -1_000,
  pnlQ50: 12.25,
  largeLossThreshold: 900,
  largeLossProbability: 0.44,
  tradeProbability: 0.999999,
  stoppedPnl: -1_000,
  stoppedPnlBase: -1234.5,
  uncensoredPnl: -1234.5,
  sizeMultiplier: 0.83,
  firedRules: [
    { code: 'loss_streak', reductionPct: 50, delta: -120.5 },
    { code: 'worst_day', reductionPct: 20, delta: null },
  ],
  stoppedPnlByCut: [
    { fromPct: 0, pnl: -1234.5 },
    { fromPct: 50, pnl: -1_000 },
    { fromPct: 80, pnl: -640.4 },
  ],
  r: -1.301,
  precedingR: 0.25,
  cutEngine: 'ridge',
  youngValueAtRisk95: null,
  youngLargeLossProbability: null,
};

const unknown: BacktestRow = {
  ...row,
  trader: '=1+1',
  traded: false,
  netPnl: 0,
  tier: 'unknown',
  ridgeReductionPct: null,
  rulesReductionPct: null,
  valueAtRisk95: null,
  pnlQ05: null,
  pnlQ15: null,
  pnlQ50: null,
  largeLossThreshold: null,
  largeLossProbability: null,
  tradeProbability: null,
  stoppedPnl: null,
  stoppedPnlBase: null,
  uncensoredPnl: 0,
  sizeMultiplier: 1,
  firedRules: [],
  stoppedPnlByCut: null,
  r: null,
  precedingR: null,
  cutEngine: 'rules',
  youngValueAtRisk95: 812.4,
  youngLargeLossProbability: 0.21,
};

/** Other tools read these columns in this order. */
const HEADER =
  'session_date,trader,traded,net_pnl,engine,tier,base_limit,reduction_pct,new_limit,ridge_reduction_pct,rules_reduction_pct,value_at_risk_95,pnl_q05,pnl_q15,pnl_q50,large_loss_threshold,large_loss_probability,trade_probability,stopped_pnl,stopped_pnl_base,uncensored_pnl,size_multiplier,fired_rules,stopped_pnl_by_cut,r,preceding_r,cut_engine,young_value_at_risk_95,young_large_loss_probability';

describe('predictions.csv', () => {
  it('has the documented columns, dollars to the cent, and empty cells for unknown values', async () => {
    const path = join(temporaryFolder(), 'deep', 'predictions.csv');
    const file = await createPredictionsFile(path);
    await file.write([row]);
    await file.write([unknown]);
    await file.finish();
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      HEADER,
      '2026-03-02,NET001,1,-1234.50,ridge,high,5000.00,60,2000.00,60,0,3120.40,-3120.40,-1000.00,12.25,900.00,0.440000,0.999999,-1000.00,-1234.50,-1234.50,0.830000,loss_streak:50:-120.50;worst_day:20:,50:-1000.00 80:-640.40,-1.301000,0.250000,ridge,,',
      "2026-03-02,'=1+1,0,0.00,ridge,unknown,5000.00,60,2000.00,,,,,,,,,,,,0.00,1.000000,,,,,rules,812.40,0.210000",
      '',
    ]);
  });

  it('quotes a trader’s name with commas and quotes, and shows its line breaks', async () => {
    const path = join(temporaryFolder(), 'predictions.csv');
    const file = await createPredictionsFile(path);
    await file.write([{ ...row, trader: 'A, "B"\nC' }]);
    await file.finish();
    const [read] = parse(readFileSync(path, 'utf8'), { columns: true }) as Record<string, string>[];
    expect(read?.['trader']).toBe('A, "B"<U+000A>C');
  });

  it('replaces an older file only when it is finished, and leaves no temporary file when abandoned', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'predictions.csv');
    writeFileSync(path, 'earlier');
    const file = await createPredictionsFile(path);
    await file.write([row]);
    expect(readFileSync(path, 'utf8')).toBe('earlier');
    await file.abandon();
    expect(readdirSync(folder)).toEqual(['predictions.csv']);
    expect(readFileSync(path, 'utf8')).toBe('earlier');
  });

  it('throws an error with a hint when its folder is a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'occupied'), '');
    await expect(createPredictionsFile(join(folder, 'occupied', 'predictions.csv'))).rejects.toMatchObject({
      code: 'unwritable',
      hint: expect.stringContaining('--out'),
    });
  });
});
