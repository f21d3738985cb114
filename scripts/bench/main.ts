import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { createOutput } from '../../src/adapters/terminal/output.ts';
import { textTable } from '../../src/adapters/terminal/table.ts';
import { type Part, runBench } from './bench.ts';
import { FULL_SIZE, QUICK_SIZE } from './desk.ts';
import { FULL_MODEL, QUICK_MODEL } from './modelBench.ts';
import { type BenchRow, verdict } from './rows.ts';
import { FULL_LOAD, QUICK_LOAD } from './webBench.ts';

/**
 * `npm run bench`: compares the product's speed and memory with other programs, in one table. All data is
 * generated from a seed in a temporary folder and removed afterwards.
 */
interface Options {
  readonly quick: boolean;
  readonly only: readonly Part[];
  readonly repeat: number;
  readonly json: boolean;
  readonly profile?: string;
}

const output = createOutput();
const { quick, only, repeat, json, profile } = new Command('bench')
  .description(
    'measure import, morning, ledger, model and web server against sqlite3, longer history, plain Python, scikit-learn, pandas and bare Fastify',
  )
  .option('--quick', 'a tenth of the fills and once each: the ratios are rough', false)
  .option('--only <parts>', 'some of a,b,c,d,e,f,g,h,i,j,k,p,s,t,w', parts, [...'abcdefghijkpstw'] as Part[])
  .option('--repeat <times>', 'the median of so many is reported', times, 3)
  .option('--profile <folder>', 'leave CPU profiles of the product there')
  .option('--json', 'one JSON document on standard output', false)
  .parse()
  .opts<Options>();

const folder = mkdtempSync(join(tmpdir(), 'daybreak-bench-'));
process.once('SIGINT', () => process.exit(130));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const rows = await runBench({
  folder,
  size: quick ? QUICK_SIZE : FULL_SIZE,
  modelSize: quick ? QUICK_MODEL : FULL_MODEL,
  load: quick ? QUICK_LOAD : FULL_LOAD,
  parts: only,
  repeat: quick ? 1 : repeat,
  profile: profile === undefined ? null : resolve(profile),
  logProgress: (text) => process.stderr.write(`${text}\n`),
});
if (json) output.json({ rows: rows.map((row) => ({ ...row, verdict: verdict(row) })) });
else output.line(tableOf(rows));
process.exitCode = rows.some((row) => verdict(row) === 'fail') ? 1 : 0;

function tableOf(all: readonly BenchRow[]): string {
  const right = { align: 'right' as const };
  return textTable(
    [
      { head: 'WHAT' },
      { head: 'MEASURED', ...right },
      { head: 'AGAINST' },
      { head: 'RATIO', ...right },
      { head: 'TARGET', ...right },
      { head: 'PEAK MB', ...right },
      { head: 'TARGET', ...right },
      { head: '' },
    ],
    all.map((row) => [
      row.what,
      row.measured,
      row.against,
      row.ratio === null ? '' : `${row.ratio.toFixed(2)}×`,
      row.ratioTarget.text,
      row.peakMegabytes === null ? '' : row.peakMegabytes.toFixed(0),
      row.peakTargetMegabytes === null ? '' : `≤ ${row.peakTargetMegabytes}`,
      row.skipped ?? verdict(row),
    ]),
  );
}

function parts(text: string): Part[] {
  const wanted = text.split(',').map((part) => part.trim());
  const known = wanted.filter((part): part is Part => /^[a-kpstw]$/.test(part));
  if (known.length === wanted.length) return known;
  throw new InvalidArgumentError('Expected some of a,b,c,d,e,f,g,h,i,j,k,p,s,t,w.');
}

function times(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1 to 99.');
}
