import { join } from 'node:path';
import { writeWholeFile } from '../adapters/files/wholeFile.ts';
import type { BacktestOptions, ExitCode } from '../commands.ts';
import { compare } from '../pipeline/compare.ts';
import { backtestRequest, onStoredDesk } from './backtest.ts';
import { printComparison } from './compareOutput.ts';
import { dataDirectory, type World } from './world.ts';

/** `compare`: the product beside other ways to forecast, on the same rows of one walk; a table, compare.json and, with --json, that. */
export async function compareCommand(world: World, options: BacktestOptions): Promise<ExitCode> {
  const file = join(options.out ?? join(dataDirectory(world.config), 'compare'), 'compare.json');
  const { result, source } = await onStoredDesk(world, async (ports, desk) => ({
    source: desk.sourceName,
    result: await compare(ports, backtestRequest(world, options)),
  }));
  await writeWholeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  if (options.json) world.output.json(result);
  else printComparison(world.output, result, source, file);
  return 0;
}
