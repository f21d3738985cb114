import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNode, runProgram } from './childProcess.ts';

/** The system's Python, for which scikit-learn and pandas are installed as packages. */
const PYTHON = '/usr/bin/python3';
const PENALTY = 100;
/**
 * Up to this number of rows a refit takes milliseconds, so the best of many rounds is used; above, of a few.
 */
const MANY_ROWS = 100_000;
/**
 * The garbage collector options of `npm run backtest`: a large desk's objects die young if the young
 * generation is large.
 */
const YOUNG_GENERATION = ['--min-semi-space-size=32', '--max-semi-space-size=64'];
/** Both programs solve the same equations and add in another order. */
const COEFFICIENT_TOLERANCE = 1e-8;

export interface Refit {
  readonly ours: number;
  /** Null without scikit-learn. */
  readonly sklearn: number | null;
}

/** Seconds of one refit on the same rows, after checking that both agree on every coefficient. */
export async function measureRefit(folder: string, rows: number, features: number): Promise<Refit> {
  const data = join(folder, 'rows.bin');
  const rounds = rows > MANY_ROWS ? 3 : 20;
  const own = await runNode(folder, [
    program('refitAlone.ts'),
    ...[rows, features, PENALTY, rounds].map(String),
    data,
  ]);
  const ours = JSON.parse(own.stdout) as Fit;
  if (!(await hasPython('sklearn'))) return { ours: ours.seconds, sklearn: null };
  const args = [program('ridge_refit.py'), ...[features, PENALTY, rounds].map(String), data];
  const other = await runProgram(folder, PYTHON, args);
  rmSync(data);
  const sklearn = JSON.parse(other.stdout) as Fit;
  const odd = ours.coefficients.findIndex(
    (value, place) =>
      !(Math.abs(value - (sklearn.coefficients[place] ?? Number.NaN)) <= COEFFICIENT_TOLERANCE),
  );
  if (odd >= 0) throw new Error(`the refits of ${rows} rows differ on coefficient ${odd}`);
  return { ours: ours.seconds, sklearn: sklearn.seconds };
}

interface Fit {
  readonly seconds: number;
  readonly coefficients: readonly number[];
}

export interface WalkRun {
  readonly seconds: number;
  readonly generatorSeconds: number;
  readonly traderDays: number;
  readonly forecastMilliseconds: number | null;
  readonly peakMegabytes: number;
}

/**
 * Measures the walk over a simulated desk in a process of its own; writes its facts to `facts` unless null.
 */
export async function measureWalk(
  folder: string,
  { traders, sessions }: { readonly traders: number; readonly sessions: number },
  { facts, profile }: { readonly facts: string | null; readonly profile: string | null },
): Promise<WalkRun> {
  const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const args = [
    program('walkAlone.ts'),
    String(traders),
    String(sessions),
    ...(facts === null ? [] : [facts]),
  ];
  const run = await runNode(folder, [...YOUNG_GENERATION, ...profiling, ...args]);
  return {
    ...(JSON.parse(run.stdout) as Omit<WalkRun, 'peakMegabytes'>),
    peakMegabytes: run.peakMegabytes ?? 0,
  };
}

export interface SeedLoop {
  readonly seconds: number;
  readonly sessions: number;
  /** Forecasts: one for each trader and session. */
  readonly predictions: number;
}

/** Measures a pandas loop over the last sessions of a facts file; null without pandas. */
export async function measureSeedLoop(
  folder: string,
  facts: string,
  sessions: number,
): Promise<SeedLoop | null> {
  if (!(await hasPython('pandas')) || !(await hasPython('sklearn'))) return null;
  const run = await runProgram(folder, PYTHON, [program('seed_loop.py'), facts, String(sessions)]);
  return JSON.parse(run.stdout) as SeedLoop;
}

async function hasPython(module: string): Promise<boolean> {
  return runProgram('.', PYTHON, ['-c', `import ${module}`]).then(
    () => true,
    () => false,
  );
}

function program(name: string): string {
  return join(import.meta.dirname, name);
}
