import { median } from '../../src/domain/statistics/descriptive.ts';
import type { Run } from './childProcess.ts';
import { type CompliancePart, runComplianceBench } from './complianceBench.ts';
import { type Size, startVendor, writeFillsFile, writePast } from './desk.ts';
import {
  type LedgerRun,
  measureImport,
  measureLedger,
  measureMorning,
  measureSqlite,
  warmFileCache,
} from './measure.ts';
import { type ModelPart, type ModelSize, runModelBench } from './modelBench.ts';
import { type PostgresPart, runPostgresBench } from './postgresBench.ts';
import { atLeast, atMost, type BenchRow } from './rows.ts';
import { runSizeBench, type SizePart } from './sizeBench.ts';
import { runStressBench } from './stressBench.ts';
import { runTakeoverBench, type TakeoverPart } from './takeoverBench.ts';
import type { LoadTimes } from './web/measureWeb.ts';
import { runWebBench, type WebPart } from './webBench.ts';
import { runWorkersBench } from './workersBench.ts';

/**
 * The fill benchmarks (a import, b morning, c morning with a longer history, d ledger alone), those of the
 * model, that of the web server, j one size, k the compliance report, p Postgres, s stress scenarios, t
 * takeover by a second host, and w two workers.
 */
export type Part =
  | ('a' | 'b' | 'c' | 'd' | 's' | 'w')
  | ModelPart
  | WebPart
  | SizePart
  | CompliancePart
  | PostgresPart
  | TakeoverPart;

export interface BenchPlan {
  /** An empty folder for the benchmark only. */
  readonly folder: string;
  readonly size: Size;
  readonly modelSize: ModelSize;
  readonly load: LoadTimes;
  readonly parts: readonly Part[];
  readonly repeat: number;
  /** Folder for CPU profiles of the product; null for none. */
  readonly profile: string | null;
  readonly logProgress: (text: string) => void;
}

/** Compared programs run alternately, so a machine that slows down affects both. */
export async function runBench(plan: BenchPlan): Promise<readonly BenchRow[]> {
  const onFills = plan.parts.some((part) => 'abcd'.includes(part));
  return [
    ...(onFills ? await runFillsBench(plan) : []),
    ...(await runModelBench(plan)),
    ...(await runWebBench(plan)),
    ...runSizeBench(plan),
    ...(await runComplianceBench(plan)),
    ...(await runPostgresBench(plan)),
    ...(plan.parts.includes('s') ? await runStressBench(plan) : []),
    ...(await runTakeoverBench(plan)),
    ...(plan.parts.includes('w') ? await runWorkersBench(plan) : []),
  ];
}

async function runFillsBench(plan: BenchPlan): Promise<readonly BenchRow[]> {
  const { folder, size, parts, logProgress } = plan;
  logProgress(`writing a file of ${size.fills.toLocaleString('en-US')} fills`);
  const csv = writeFillsFile(folder, size);
  await warmFileCache(folder, csv);
  const imports = await measureImports(plan, csv);
  const mornings = await measureMornings(plan);
  const ledgers = parts.includes('d') ? await repeated(plan, 'ledger', () => measureLedger(folder, csv)) : [];
  return [
    ...(parts.includes('a') ? [importRow(imports)] : []),
    ...(parts.includes('b') ? [morningRow(mornings.short, imports.sqlite, size)] : []),
    ...(parts.includes('c') ? [longMorningRow(mornings, size)] : []),
    ...(parts.includes('d') ? [ledgerRow(ledgers)] : []),
  ];
}

interface Imports {
  readonly ours: readonly Run[];
  /** Empty without sqlite3. */
  readonly sqlite: readonly Run[];
}

async function measureImports(plan: BenchPlan, csv: string): Promise<Imports> {
  const { folder, size, parts } = plan;
  if (!parts.includes('a') && !parts.includes('b')) return { ours: [], sqlite: [] };
  const runs = await repeated(plan, 'import', async () => ({
    ours: parts.includes('a') ? await measureImport(folder, csv, size.fills, profiling(plan)) : null,
    sqlite: await measureSqlite(folder, csv, size.fills),
  }));
  return { ours: runs.flatMap(({ ours }) => ours ?? []), sqlite: runs.flatMap(({ sqlite }) => sqlite ?? []) };
}

interface Mornings {
  readonly short: readonly Run[];
  readonly long: readonly Run[];
}

async function measureMornings(plan: BenchPlan): Promise<Mornings> {
  const { folder, size, parts, logProgress } = plan;
  if (!parts.includes('b') && !parts.includes('c')) return { short: [], long: [] };
  logProgress(`writing ${size.historySessions} sessions of history and the vendor's pages`);
  const short = await writePast(folder, size, size.historySessions);
  const long = parts.includes('c') ? await writePast(folder, size, size.longHistorySessions) : null;
  const vendor = await startVendor(folder, size);
  const morning = (past: string) => measureMorning(folder, past, vendor, size, profiling(plan));
  try {
    const runs = await repeated(plan, 'morning', async () => ({
      short: await morning(short),
      long: long === null ? null : await morning(long),
    }));
    return { short: runs.map((run) => run.short), long: runs.flatMap((run) => run.long ?? []) };
  } finally {
    await vendor.close();
  }
}

async function repeated<T>(
  { repeat, logProgress }: BenchPlan,
  what: string,
  once: () => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  while (results.length < repeat) {
    logProgress(`${what} ${results.length + 1} of ${repeat}`);
    results.push(await once());
  }
  return results;
}

function profiling({ profile }: BenchPlan): readonly string[] {
  return profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
}

function importRow({ ours, sqlite }: Imports): BenchRow {
  const [own, other] = [seconds(ours), seconds(sqlite)];
  return {
    what: '(a) import of one CSV, ledger and facts included',
    measured: inSeconds(own),
    against: `sqlite3 .import ${inSeconds(other)}`,
    ratio: ratio(own, other),
    ratioTarget: atMost(1.3),
    peakMegabytes: peak(ours),
    peakTargetMegabytes: 450,
    skipped: other === null ? 'skipped: no sqlite3' : null,
  };
}

function morningRow(mornings: readonly Run[], sqlite: readonly Run[], size: Size): BenchRow {
  const [own, other] = [seconds(mornings), seconds(sqlite)];
  return {
    what: `(b) morning, ${size.traders} traders, ${size.historySessions} sessions of history`,
    measured: inSeconds(own),
    against: `sqlite3 .import ${inSeconds(other)}`,
    ratio: ratio(own, other),
    ratioTarget: atMost(3),
    peakMegabytes: peak(mornings),
    peakTargetMegabytes: 700,
    skipped: other === null ? 'skipped: no sqlite3' : null,
  };
}

function longMorningRow({ short, long }: Mornings, size: Size): BenchRow {
  const [own, other] = [seconds(long), seconds(short)];
  return {
    what: `(c) the same, ${size.longHistorySessions.toLocaleString('en-US')} sessions of history`,
    measured: inSeconds(own),
    against: `(b) ${inSeconds(other)}`,
    ratio: ratio(own, other),
    ratioTarget: atMost(1.15),
    peakMegabytes: peak(long),
    peakTargetMegabytes: 700,
    skipped: null,
  };
}

function ledgerRow(runs: readonly LedgerRun[]): BenchRow {
  const own = median(runs.map(({ ours }) => ours));
  const python = median(runs.flatMap(({ python: each }) => each ?? []));
  return {
    what: '(d) ledger alone, every fact',
    measured: perSecond(own),
    against: `plain Python ${perSecond(python)}`,
    ratio: ratio(own, python),
    ratioTarget: atLeast(10),
    peakMegabytes: null,
    peakTargetMegabytes: null,
    skipped: python === null ? 'skipped: no python3' : null,
  };
}

function seconds(runs: readonly Run[]): number | null {
  return median(runs.map((run) => run.seconds));
}

/** The highest of the runs. */
function peak(runs: readonly Run[]): number | null {
  const peaks = runs.flatMap(({ peakMegabytes }) => peakMegabytes ?? []);
  return peaks.length === 0 ? null : Math.max(...peaks);
}

function ratio(own: number | null, other: number | null): number | null {
  return own === null || other === null ? null : own / other;
}

function inSeconds(value: number | null): string {
  return value === null ? '' : `${value.toFixed(2)} s`;
}

function perSecond(value: number | null): string {
  return value === null ? '' : `${Math.round(value).toLocaleString('en-US')} fills/s`;
}
