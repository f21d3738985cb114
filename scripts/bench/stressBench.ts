import { join } from 'node:path';
import { runNode } from './childProcess.ts';
import type { ModelPlan } from './modelBench.ts';
import { atMost, type BenchRow } from './rows.ts';

/** Desks, and the milliseconds a scenario may take: at p99 on an ordinary desk, at p50 on a large one. */
const DESKS = [
  { traders: 200, symbols: 3_000, runs: 2_000, rank: 'p99', milliseconds: 1 },
  { traders: 10_000, symbols: 3_000, runs: 100, rank: 'p50', milliseconds: 20 },
] as const;

interface StressRun {
  readonly scenarios: readonly { readonly name: string; readonly p50: number; readonly p99: number }[];
}

/** The slowest scenario on each desk against its target. */
export async function runStressBench({
  folder,
  logProgress,
}: Pick<ModelPlan, 'folder' | 'logProgress'>): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const desk of DESKS) {
    logProgress(`stress scenarios of ${desk.traders} traders`);
    const program = join(import.meta.dirname, 'stressAlone.ts');
    const sizes = [desk.traders, desk.symbols, desk.runs].map(String);
    const { scenarios } = JSON.parse((await runNode(folder, [program, ...sizes])).stdout) as StressRun;
    rows.push(rowOf(desk, Math.max(...scenarios.map((each) => each[desk.rank]))));
  }
  return rows;
}

function rowOf({ traders, symbols, rank, milliseconds }: (typeof DESKS)[number], slowest: number): BenchRow {
  return {
    what: `(s) stress scenario, ${traders.toLocaleString('en-US')} traders × ${symbols.toLocaleString('en-US')} symbols`,
    measured: `${rank} ${slowest.toFixed(2)} ms of the processor`,
    against: `${milliseconds} ms`,
    ratio: slowest / milliseconds,
    ratioTarget: atMost(1),
    peakMegabytes: null,
    peakTargetMegabytes: null,
    skipped: null,
  };
}
