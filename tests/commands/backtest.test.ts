import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskInStore } from '../support/backtestDesk.ts';
import { openToOthers, runWithOpenUmask } from '../support/openUmask.ts';
import { residentCli } from '../support/residentCli.ts';
import { temporaryFolder } from '../support/stores.ts';

/**
 * In an empty folder without settings, the backtest uses the demo desk. With a database it uses the stored
 * sessions.
 */
describe('npm run backtest', () => {
  let folder: string;
  let database: string;
  let sessions: readonly string[];

  beforeAll(async () => {
    folder = temporaryFolder(afterAll);
    const { ports, desk } = await deskInStore({ traders: 8, sessions: 60, seed: 5, truth: 'tilt' }, afterAll);
    [database, sessions] = [ports.path, desk.sessionDates];
  });

  const run = (...args: string[]) => residentCli(args, { DB_PATH: database }, folder);
  const file = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');

  it('evaluates the demo desk if nothing is configured, and summary.json has the documented keys', async () => {
    const empty = temporaryFolder();
    const { exitCode, stdout, stderr } = await runWithOpenUmask(empty, 'backtest', '--out', 'demo', '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    const document = JSON.parse(stdout);
    const written = (name: string) => readFileSync(join(empty, 'demo', name), 'utf8');
    expect(JSON.parse(written('summary.json'))).toEqual(document);
    expect(document).toMatchObject({
      ...AGREED,
      source: 'demo',
      traderDays: written('predictions.csv').trimEnd().split('\n').length - 1,
    });
    expect(readdirSync(join(empty, 'data'))).toContain('demo.db');
    expect(openToOthers(empty)).toEqual([]);
  });

  it('prints engines, strategies, VaR, gate and file paths, and writes the same files on every run', async () => {
    const first = await run('backtest', '--out', 'first');
    expect([first.exitCode, first.stderr]).toEqual([0, '']);
    for (const words of [
      /^ENGINE .* DAYS +VERDICT/m,
      /^ridge +\S+% of \d/m,
      /^rules +\S+% of \d/m,
      /^combined +\S*\$/m,
      /Kupiec p \d/,
      /^Gate\n/m,
    ])
      expect(first.stdout).toMatch(words);
    const second = JSON.parse((await run('backtest', '--out', 'second', '--json')).stdout);
    for (const name of ['predictions.csv', 'summary.json', 'report.html']) {
      expect(first.stdout).toContain(join('first', name));
      if (name !== 'summary.json') expect(file('second', name)).toBe(file('first', name));
    }
    const { durationMs: _first, ...summary } = JSON.parse(file('first', 'summary.json'));
    const { durationMs, ...again } = second;
    expect(again).toEqual(summary);
    expect(durationMs).toBeGreaterThan(0);
  });

  it('reports the stored sessions if the period has none, and keeps the files of the last run', async () => {
    mkdirSync(join(folder, 'kept'));
    writeFileSync(join(folder, 'kept', 'predictions.csv'), 'of the last run');
    const { exitCode, stderr } = await run('backtest', '--start', '2099-01-01', '--out', 'kept');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`the stored sessions are ${sessions[0]} to ${sessions.at(-1)}`);
    expect(stderr).toContain('→ Give a period (--start and --end, or --month)');
    expect(file('kept', 'predictions.csv')).toBe('of the last run');
  });

  it.each([
    [['backtest', '--start', '2026-02-30']],
    [['review', '--month', '2026-13']],
    [['review', '--send']],
  ])('ends with 2 on %j', async (args) => {
    expect((await run(...args)).exitCode).toBe(2);
  });

  it.each([
    [
      ['backtest', '--start', '2026-06-20', '--end', '2026-06-10'],
      'period_backwards',
      /is after --end 2026-06-10/,
    ],
    [['compare', '--start', '2026-06-20', '--end', '2026-06-10'], 'period_backwards', /--start 2026-06-20/],
    [
      ['backtest', '--start', '2026-02-30'],
      'bad_usage',
      /^option '--start <date>' argument '2026-02-30' is invalid/,
    ],
    [['backtest', '--nonsense'], 'bad_usage', /^unknown option '--nonsense'/],
  ])('says %j is bad usage as JSON too, where JSON is asked for', async (args, code, message) => {
    const { exitCode, stdout } = await run(...args, '--json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toEqual({
      error: { code, message: expect.stringMatching(message), hint: expect.any(String) },
    });
  });

  it('names the models that can be compared where one is unknown', async () => {
    const { exitCode, stderr } = await run('compare', '--model', 'ridge');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/--model · found ridge · expected ridge on closes, or .*, or boosting per trader/);
  });

  it('keeps all files of the last run if one of the new files cannot be written', async () => {
    mkdirSync(join(folder, 'taken', 'report.html'), { recursive: true });
    writeFileSync(join(folder, 'taken', 'predictions.csv'), 'of the last run');
    const { exitCode, stderr } = await run('backtest', '--out', 'taken');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Error: report\.html · found a folder with this name/);
    expect(readdirSync(join(folder, 'taken')).sort()).toEqual(['predictions.csv', 'report.html']);
    expect(file('taken', 'predictions.csv')).toBe('of the last run');
  });

  it.each(['backtest', 'compare'])('%s reports at once that --out names a file', async (command) => {
    writeFileSync(join(folder, 'occupied'), '');
    const { exitCode, stderr } = await run(command, '--out', 'occupied');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/could not write the file · expected a writable folder\n {2}→ Check free space/);
  });

  it('explains in its help that the model learns from the first stored session in any case', async () => {
    const { exitCode, stdout } = await run('backtest', '--help');
    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the model learns from the first stored session in any case',
    );
  });
});

const number = expect.any(Number);
const interval = [number, number];
const money = { avoided: number, opportunityCost: number, net: number, netInterval: interval };
const engine = { ...money, hitRate: number, falsePositiveRate: number, regret: number };
const strategy = { ...money, bindingDays: number };

const estimate = { value: number, interval };
const figure = { before: estimate, after: estimate, improvement: estimate };
const net = { net: number, netInterval: interval, verdict: expect.any(String) };

/** The keys of summary.json that other tools read. */
const AGREED = {
  sessions: number,
  traderDays: number,
  engines: { ridge: engine, rules: engine },
  gate: { inForce: expect.any(Boolean), why: expect.any(String), sessions: number },
  strategies: { limit: strategy, sizing: strategy, filtering: strategy, combined: strategy },
  var: {
    exceptions: number,
    sessions: number,
    kupiecP: number,
    christoffersenP: number,
    zone: expect.stringMatching(/^(green|yellow|red)$/),
    pinball: number,
  },
  probability: { brier: number, skill: number, auc: number },
  durationMs: number,
  tail: {
    sessions: number,
    figures: { worstDay: figure, day05: figure, shortfall05: figure, maxDrawdown: figure },
  },
  controls: { noCut: { pnl: number }, withCuts: { pnl: number }, equal: net, targeting: net },
};
