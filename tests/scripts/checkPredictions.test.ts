import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn, writeWalk } from '../../src/commands/backtest.ts';
import { summaryDocument } from '../../src/domain/evaluation/backtestSummary.ts';
import { backtest } from '../../src/pipeline/backtest.ts';
import { deskInStore, saveSessions } from '../support/backtestDesk.ts';
import { dateAfter, facts } from '../support/facts.ts';
import { hasPandas, PredictionChecks, PYTHON } from '../support/predictionChecks.ts';
import { temporaryFolder } from '../support/stores.ts';

const hasPackages = hasPandas();
if (!hasPackages)
  process.stderr.write(
    '\n!!! SKIPPED: python3-pandas and python3-sklearn are not here: summary.json is not recomputed from predictions.csv\n\n',
  );

it('ends with 2, not as if a figure differed, where pandas is missing', () => {
  // Without site-packages no Python has it.
  const { status, stderr } = spawnSync(PYTHON, ['-I', '-S', 'scripts/check_predictions.py', '.'], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^cannot check: .*needs pandas and scikit-learn\n$/);
});

describe.skipIf(!hasPackages)('the figures of summary.json', () => {
  let folder: string;
  let full: string;
  let middle: string;
  let checks: PredictionChecks;
  const check = (directory: string) => checks.check(directory);
  afterAll(() => checks.close());

  beforeAll(async () => {
    checks = new PredictionChecks();
    folder = temporaryFolder(afterAll);
    [full, middle] = [join(folder, 'full'), join(folder, 'middle')];
    const { ports, request, desk } = await deskInStore(
      { traders: 20, sessions: 160, seed: 5, truth: 'tilt' },
      afterAll,
    );
    const write = async (directory: string, period: { start?: string; end?: string }) => {
      await writeWalk(
        filesIn(directory),
        (sink) => backtest(ports, { ...request, ...period }, sink),
        (result) => summaryDocument(result, 0),
        async () => ({ files: [] }),
      );
    };
    await write(full, {});
    await write(middle, { start: desk.sessionDates[60]!, end: desk.sessionDates[120]! });
  });

  it('follow from predictions.csv alone, by pandas and scikit-learn', async () => {
    expect(await check(full)).toEqual({
      status: 0,
      output: expect.stringMatching(/^\d{3} figures checked, 0 differ\n$/),
    });
  });

  it('follow from it for a part of the sessions too', async () => {
    expect(await check(middle)).toEqual({ status: 0, output: expect.stringMatching(/, 0 differ\n$/) });
  });

  it('follow from it where cuts were switched off', async () => {
    const off = join(folder, 'off');
    const { ports, request } = await deskInStore(
      { traders: 12, sessions: 260, seed: 901, truth: 'meanReversion' },
      afterAll,
    );
    const { result: walked } = await writeWalk(
      filesIn(off),
      (sink) => backtest(ports, request, sink),
      (result) => summaryDocument(result, 0),
      async () => ({ files: [] }),
    );
    expect(walked.cutSwitch.offSessions).toBeGreaterThan(20);
    expect(await check(off)).toEqual({ status: 0, output: expect.stringMatching(/, 0 differ\n$/) });
  });

  it('leave out what rests on days that have no row, and say so', async () => {
    const closed = join(folder, 'closed');
    const { ports, request, desk } = await deskInStore({ traders: 4, sessions: 60, seed: 5, truth: 'tilt' });
    const saturdays = desk.sessionDates.filter(isFriday).map((friday) => dateAfter(friday, 1));
    const [{ trader = '' } = {}] = desk.roster;
    await saveSessions(
      ports,
      saturdays.map((sessionDate) => ({
        sessionDate,
        days: [facts({ trader, sessionDate, netPnl: -9_000 })],
      })),
    );
    await writeWalk(
      filesIn(closed),
      (sink) => backtest(ports, request, sink),
      (result) => summaryDocument(result, 0),
      async () => ({ files: [] }),
    );
    expect(await check(closed)).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^not checked {2}var\.pinball: S rests on 1\d .*\n\d+ figures checked, 0 differ\n$/,
      ),
    });
  });

  it.each<readonly [string, (text: string) => string, string]>([
    [
      'a P&L that was touched',
      (text) =>
        text.replace(
          /-?\d+\.\d\d(,-?[\d.]+,[\d.]+,[^,\n]*,[\d:. -]*,-?[\d.]*,-?[\d.]*,\w+,,)$/m,
          '99999.99$1',
        ),
      'limit.net',
    ],
    ['a row that is missing', (text) => text.replace(/^2026-06-01.*\n/m, ''), 'traderDays'],
    ['a breach that was hidden', hideABreach, 'var.exceptions'],
    ['an outcome of a cut that was hidden', (text) => text.replace(/,\d+:-\d+\.\d\d,/g, ',,'), 'equal.net'],
    [
      'a preceding result that was touched',
      (text) => text.replace(/,-?\d\.\d{6},(\w+),,$/gm, ',0.100000,$1,,'),
      'matchedControl',
    ],
    ['a result under the base limit that was touched', deepenTheWorstDay, 'tail.worstDay.before'],
    [
      'a rule that is missing',
      (text) => text.replace(/,loss_streak:30:-?[\d.]+,/, ',,'),
      'rulesWorth.loss_streak 30.days',
    ],
    [
      'a VaR of a young trader that was hidden',
      (text) => text.replace(/,\d+\.\d\d,0\.\d{6}$/m, ',,'),
      'youngVar.forecasts',
    ],
    ['another column', (text) => text.replace('pnl_q50', 'median'), 'columns'],
  ])('do not follow from a file with %s', async (_, change, complaint) => {
    const changed = join(folder, complaint);
    mkdirSync(changed);
    const text = readFileSync(join(full, 'predictions.csv'), 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(join(changed, 'predictions.csv'), change(text));
    writeFileSync(join(changed, 'summary.json'), readFileSync(join(full, 'summary.json')));
    const { status, output } = await check(changed);
    expect(status).not.toBe(0);
    expect(output).toContain(complaint);
  });
});

const isFriday = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() === 5;

/** Adds a loss to the result of one traded day under the base limit. */
function deepenTheWorstDay(text: string): string {
  const lines = text.split('\n');
  const place = lines.findIndex((line) => line.split(',')[2] === '1');
  const cells = (lines[place] ?? '').split(',');
  cells[19] = '-99999.99';
  lines[place] = cells.join(',');
  return lines.join('\n');
}

/** Moves the net P&L of the first day beyond its VaR to where it is within. */
function hideABreach(text: string): string {
  const lines = text.split('\n');
  const place = lines.findIndex((line) => {
    const cells = line.split(',');
    return cells[2] === '1' && cells[12] !== '' && Number(cells[3]) < Number(cells[12]);
  });
  const cells = (lines[place] ?? '').split(',');
  cells[3] = '0.00';
  // The uncensored P&L.
  cells[20] = '0.00';
  lines[place] = cells.join(',');
  return lines.join('\n');
}
