import { join } from 'node:path';
import { requireWritable, writeFileAtomically } from '../adapters/files/atomicFile.ts';
import { compare } from '../pipeline/compare.ts';
import { jsonText } from '../shared/jsonText.ts';
import { backtestRequest, onStoredDesk, requirePeriod, walkedDesk } from './backtest.ts';
import type { CompareOptions, ExitCode } from './commandOptions.ts';
import { printComparison } from './compareOutput.ts';
import { dataDirectory, type World } from './world.ts';

/**
 * `compare`: compares the model with other forecasting methods on the same rows. Writes compare.json, and
 * prints a table or, with `--json`, the same document.
 */
export async function compareCommand(world: World, options: CompareOptions): Promise<ExitCode> {
  const file = join(options.out ?? join(dataDirectory(world.config), 'compare'), 'compare.json');
  requirePeriod(options);
  requireWritable([file]);
  const document = await onStoredDesk(world, async (ports, desk) => ({
    source: walkedDesk(desk),
    ...(await compare(ports, backtestRequest(world, desk, options), options.model)),
  }));
  await writeFileAtomically(file, `${jsonText(document)}\n`);
  if (options.json) world.output.json(document);
  else printComparison(world.output, document, document.source, file);
  return 0;
}
