import { join } from 'node:path';
import { createPredictionsFile } from '../adapters/files/predictionsFile.ts';
import { writeWholeFile } from '../adapters/files/wholeFile.ts';
import { backtestPage } from '../adapters/web/backtestPage.ts';
import type { BacktestOptions, ExitCode } from '../commands.ts';
import type { BacktestResult } from '../domain/evaluation/backtestResult.ts';
import { type SummaryDocument, summaryDocument } from '../domain/evaluation/backtestSummary.ts';
import { type BacktestPorts, type BacktestRequest, backtest, type RowSink } from '../pipeline/backtest.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import { printBacktest } from './backtestOutput.ts';
import { type MorningDesk, openStoredDesk } from './desk.ts';
import { walkOptions } from './walkOptions.ts';
import { dataDirectory, type World } from './world.ts';

/** What a walk leaves in its folder. */
export interface BacktestFiles {
  readonly predictions: string;
  readonly summary: string;
  readonly report: string;
}

/** `backtest`: what the engines would have said of every stored session, judged; as files, a table and, with --json, a document. */
export async function backtestCommand(world: World, options: BacktestOptions): Promise<ExitCode> {
  const files = filesIn(options.out ?? join(dataDirectory(world.config), 'backtest'));
  const began = world.clock.now().getTime();
  const { result, source } = await onStoredDesk(world, async (ports, desk) => ({
    source: desk.sourceName,
    result: await withPredictions(files, (sink) => backtest(ports, backtestRequest(world, options), sink)),
  }));
  const document = summaryDocument(result, world.clock.now().getTime() - began);
  await writeResult(files, result, document);
  if (options.json) world.output.json(document);
  else printBacktest(world.output, result, source, Object.values(files));
  return 0;
}

export function filesIn(directory: string): BacktestFiles {
  return {
    predictions: join(directory, 'predictions.csv'),
    summary: join(directory, 'summary.json'),
    report: join(directory, 'report.html'),
  };
}

/** Does something with the fills already stored, their facts brought up to date; with the demo desk where there are none. */
export async function onStoredDesk<T>(
  world: World,
  work: (ports: BacktestPorts & MorningDesk['stores'], desk: MorningDesk) => Promise<T>,
): Promise<T> {
  const desk = await openStoredDesk(world, undefined);
  try {
    const ports = { ...world, ...desk.stores };
    await updateLedger(ports);
    return await work(ports, desk);
  } finally {
    await desk.close();
  }
}

export function backtestRequest(
  { config }: World,
  { start, end }: { readonly start?: string; readonly end?: string },
): BacktestRequest {
  return {
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    defaultLimit: config.defaultLimit,
    limitBasis: config.limitBasis,
    largeLossThreshold: config.largeLossThreshold,
    walk: walkOptions(config),
  };
}

/** Writes the rows as they come; the file of an earlier run stays when this one fails. */
export async function withPredictions<T>(
  files: BacktestFiles,
  walk: (sink: RowSink) => Promise<T>,
): Promise<T> {
  const file = await createPredictionsFile(files.predictions);
  try {
    const result = await walk((rows) => file.write(rows.map(({ row }) => row)));
    await file.finish();
    return result;
  } finally {
    await file.abandon();
  }
}

export async function writeResult(
  files: BacktestFiles,
  result: BacktestResult,
  document: SummaryDocument,
): Promise<void> {
  await writeWholeFile(files.summary, `${JSON.stringify(document, null, 2)}\n`);
  await writeWholeFile(files.report, await backtestPage(result));
}
