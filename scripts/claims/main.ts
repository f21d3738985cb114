import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createOutput } from '../../src/adapters/terminal/output.ts';
import type { Source } from './claimDesk.ts';
import { CLAIMS, type Claim } from './claims.ts';
import { claimsTable, markdownClaims } from './claimsTable.ts';
import { runClaims } from './runClaims.ts';

/**
 * `npm run claims`: walks simulated desks whose truth is known with the code of the backtest, and tests what
 * Daybreak claims about its verdicts, its gate and its VaR. Prints one row for each claim. Exit code 1: a
 * claim fails.
 */
interface Options {
  readonly seeds: number;
  readonly largeSeeds?: number;
  readonly firstSeed: number;
  readonly only: readonly Claim[];
  readonly source: 'facts' | 'fills' | 'both';
  readonly jobs: number;
  readonly json: boolean;
  readonly markdown: boolean;
}

const output = createOutput();
const options = new Command('claims')
  .description('test what is claimed about verdicts, gate and VaR on simulated desks with a known truth')
  .option('--seeds <number>', 'desks of 12 traders and 260 sessions for each mode', count, 20)
  .option('--large-seeds <number>', 'desks of 30 traders and 520 sessions; by default as --seeds', count)
  .option('--first-seed <number>', 'the first seed; seeds that nothing was tuned on', count, 4001)
  .option('--only <claims>', 'claims by id or mode, separated by commas', claims, [...CLAIMS])
  .addOption(
    new Option('--source <source>', 'how the desks are made')
      .choices(['facts', 'fills', 'both'])
      .default('both'),
  )
  .option('--jobs <number>', 'processes at the same time', count, availableParallelism())
  .option('--json', 'one JSON document on standard output', false)
  .option('--markdown', 'the table as it stands in docs/claims.md', false)
  .addHelpText(
    'after',
    `\nClaims: ${CLAIMS.map(({ id }) => id).join(', ')}\nExample: npm run claims -- --seeds 5 --only driftless,tilt-cuts-helped`,
  )
  // Exit code 1 is for a claim that fails.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<Options>();

const sources: readonly Source[] = options.source === 'both' ? ['facts', 'fills'] : [options.source];
const results = await runClaims({
  claims: options.only,
  sources,
  firstSeed: options.firstSeed,
  seeds: options.seeds,
  largeSeeds: options.largeSeeds ?? options.seeds,
  jobs: options.jobs,
  logProgress: (text) => process.stderr.write(`${text}\n`),
});
if (options.json) output.json({ claims: results.map(jsonOf) });
else output.line(options.markdown ? markdownClaims(results) : claimsTable(results));
process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;

function jsonOf({ claim: { count: _, ...claim }, ...result }: (typeof results)[number]) {
  return { ...claim, ...result };
}

function claims(text: string): readonly Claim[] {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !CLAIMS.some(({ id, mode }) => id === part || mode === part));
  if (unknown.length > 0) throw new InvalidArgumentError(`Unknown: ${unknown.join(', ')}.`);
  return CLAIMS.filter(({ id, mode }) => wanted.includes(id) || wanted.includes(mode));
}

function count(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a whole number from 1 to 999999.');
}
