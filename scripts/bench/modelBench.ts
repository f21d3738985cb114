import { join } from 'node:path';
import { median } from '../../src/domain/statistics/descriptive.ts';
import {
  measureRefit,
  measureSeedLoop,
  measureWalk,
  type Refit,
  type SeedLoop,
  type WalkRun,
} from './measureModel.ts';
import { againstTarget, atLeast, atMost, type BenchRow, timeOnly } from './rows.ts';

/** e refit, f backtest of a desk, g backtest of a very large desk, h one forecast. */
export type ModelPart = 'e' | 'f' | 'g' | 'h';

/** The size of the model benchmark. */
export interface ModelSize {
  readonly refitRows: readonly number[];
  readonly desk: { readonly traders: number; readonly sessions: number };
  /** Sessions that plain pandas is timed on; its time per session is constant. */
  readonly pandasSessions: number;
  readonly largeDesk: { readonly traders: number; readonly sessions: number };
}

export const FULL_MODEL: ModelSize = {
  refitRows: [7_500, 1_000_000],
  desk: { traders: 15, sessions: 500 },
  pandasSessions: 60,
  largeDesk: { traders: 10_000, sessions: 500 },
};
export const QUICK_MODEL: ModelSize = {
  refitRows: [7_500, 100_000],
  desk: { traders: 15, sessions: 250 },
  pandasSessions: 15,
  largeDesk: { traders: 1_000, sessions: 100 },
};

export interface ModelPlan {
  readonly folder: string;
  readonly modelSize: ModelSize;
  readonly parts: readonly string[];
  readonly repeat: number;
  readonly profile: string | null;
  readonly logProgress: (text: string) => void;
}

/** Targets. */
const DESK_SECONDS = 3;
const LARGE_DESK_SECONDS = 90;
const LARGE_DESK_MEGABYTES = 1_500;
/** Of a trader and session, against pandas on a small desk, where its work for each trader is the same. */
const LARGE_DESK_RATIO = 100;
const FORECAST_MILLISECONDS = 0.1;
const REFIT_FEATURES = 24;

/** Compares the model's speed with scikit-learn and a pandas loop. */
export async function runModelBench(plan: ModelPlan): Promise<readonly BenchRow[]> {
  const { parts, modelSize } = plan;
  const rows: BenchRow[] = [];
  if (parts.includes('e')) for (const count of modelSize.refitRows) rows.push(await refitRow(plan, count));
  if (parts.includes('f') || parts.includes('h')) rows.push(...(await deskRows(plan)));
  if (parts.includes('g')) rows.push(...(await largeDeskRows(plan)));
  return rows;
}

async function refitRow(plan: ModelPlan, rows: number): Promise<BenchRow> {
  const runs: Refit[] = [];
  for (let time = 1; time <= plan.repeat; time++) {
    plan.logProgress(`refit of ${rows.toLocaleString('en-US')} rows ${time} of ${plan.repeat}`);
    runs.push(await measureRefit(plan.folder, rows, REFIT_FEATURES));
  }
  const [own, other] = [
    median(runs.map(({ ours }) => ours)),
    median(runs.flatMap(({ sklearn }) => sklearn ?? [])),
  ];
  return {
    ...timeOnly,
    what: `(e) refit on ${rows.toLocaleString('en-US')} × ${REFIT_FEATURES}`,
    measured: `${(1_000 * (own ?? 0)).toFixed(0)} ms`,
    against: other === null ? '' : `scikit-learn Ridge ${(1_000 * other).toFixed(0)} ms`,
    ratio: own === null || other === null ? null : own / other,
    ratioTarget: atMost(3),
    skipped: other === null ? 'skipped: no python3-sklearn' : null,
  };
}

async function deskRows(plan: ModelPlan): Promise<readonly BenchRow[]> {
  const { folder, modelSize, parts, repeat, logProgress } = plan;
  const { traders, sessions } = modelSize.desk;
  const walks: WalkRun[] = [];
  const loops: SeedLoop[] = [];
  for (let time = 1; time <= repeat; time++) {
    logProgress(`backtest of ${traders} traders ${time} of ${repeat}`);
    const facts = join(folder, 'facts.csv');
    walks.push(await measureWalk(folder, modelSize.desk, { facts, profile: plan.profile }));
    const loop = parts.includes('f') ? await measureSeedLoop(folder, facts, modelSize.pandasSessions) : null;
    if (loop !== null) loops.push(loop);
  }
  const own = median(walks.map(({ seconds }) => seconds)) ?? Number.NaN;
  const milliseconds = median(walks.flatMap(({ forecastMilliseconds }) => forecastMilliseconds ?? []));
  return [
    ...(parts.includes('f') ? [deskRow(own, walks, modelSize), pandasRow(own, loops, modelSize)] : []),
    ...(parts.includes('h') ? [forecastRow(milliseconds, sessions)] : []),
  ];
}

function deskRow(
  own: number,
  walks: readonly WalkRun[],
  { desk: { traders, sessions } }: ModelSize,
): BenchRow {
  return {
    ...againstTarget(own, DESK_SECONDS, 's', 2),
    what: `(f) backtest, ${traders} traders × ${sessions} sessions: refits, gate, counterfactual`,
    peakMegabytes: Math.max(...walks.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

function pandasRow(own: number, loops: readonly SeedLoop[], { desk }: ModelSize): BenchRow {
  const perSession = median(loops.map(({ seconds, sessions }) => seconds / sessions));
  const other = perSession === null ? null : perSession * desk.sessions;
  return {
    ...timeOnly,
    what: '(f) the same backtest',
    measured: `${own.toFixed(2)} s`,
    against:
      other === null
        ? ''
        : `plain pandas ${other.toFixed(0)} s (${loops[0]?.sessions} sessions timed, ${(1_000 * (perSession ?? 0)).toFixed(0)} ms each)`,
    ratio: other === null ? null : other / own,
    ratioTarget: atLeast(50),
    skipped: other === null ? 'skipped: no python3-pandas' : null,
  };
}

async function largeDeskRows(plan: ModelPlan): Promise<readonly BenchRow[]> {
  const { traders } = plan.modelSize.largeDesk;
  plan.logProgress(`backtest of ${traders.toLocaleString('en-US')} traders`);
  const run = await measureWalk(plan.folder, plan.modelSize.largeDesk, {
    facts: null,
    profile: plan.profile,
  });
  return [largeDeskRow(run, plan.modelSize), traderDayRow(run, await timedSeedLoop(plan))];
}

function largeDeskRow(run: WalkRun, { largeDesk: { traders, sessions } }: ModelSize): BenchRow {
  const full = FULL_MODEL.largeDesk;
  const seconds = (LARGE_DESK_SECONDS * traders * sessions) / (full.traders * full.sessions);
  return {
    ...againstTarget(run.seconds, seconds, 's', 2),
    what: `(g) backtest, ${traders.toLocaleString('en-US')} traders × ${sessions}, less ${run.generatorSeconds.toFixed(0)} s of making them up`,
    peakMegabytes: run.peakMegabytes,
    peakTargetMegabytes: LARGE_DESK_MEGABYTES,
  };
}

/** The pandas loop over the small desk: of a large one it would take hours. */
async function timedSeedLoop({ folder, modelSize, logProgress }: ModelPlan): Promise<SeedLoop | null> {
  logProgress('plain pandas');
  const facts = join(folder, 'facts.csv');
  await measureWalk(folder, modelSize.desk, { facts, profile: null });
  return measureSeedLoop(folder, facts, modelSize.pandasSessions);
}

/** Seconds depend on the machine; their ratio does not. */
function traderDayRow(run: WalkRun, loop: SeedLoop | null): BenchRow {
  const own = run.seconds / run.traderDays;
  const other = loop === null ? null : loop.seconds / loop.predictions;
  return {
    ...timeOnly,
    what: '(g) the same, one trader on one session',
    measured: `${(1e6 * own).toFixed(0)} µs`,
    against: other === null ? '' : `plain pandas ${(1e6 * other).toFixed(0)} µs`,
    ratio: other === null ? null : other / own,
    ratioTarget: atLeast(LARGE_DESK_RATIO),
    skipped: other === null ? 'skipped: no python3-pandas' : null,
  };
}

function forecastRow(milliseconds: number | null, sessions: number): BenchRow {
  return {
    ...againstTarget(milliseconds ?? Number.NaN, FORECAST_MILLISECONDS, 'ms', 4),
    what: `(h) one trader after ${sessions} sessions: indicators to every figure`,
  };
}
