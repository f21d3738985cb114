import { join } from 'node:path';
import { draftFile, type FileDraft, requireWritable } from '../adapters/files/atomicFile.ts';
import { createPredictionsFile } from '../adapters/files/predictionsFile.ts';
import { backtestPage } from '../adapters/web/pages/backtestPage.ts';
import type { BacktestResult, WalkedDesk } from '../domain/evaluation/backtestResult.ts';
import { type SummaryDocument, summaryDocument } from '../domain/evaluation/backtestSummary.ts';
import { type BacktestPorts, type BacktestRequest, backtest, type RowSink } from '../pipeline/backtest.ts';
import { updateLedger } from '../pipeline/updateLedger.ts';
import { jsonText } from '../shared/jsonText.ts';
import { printBacktest } from './backtestOutput.ts';
import type { BacktestOptions, ExitCode } from './commandOptions.ts';
import { type DemoRefusal, openStoredDesk } from './desk.ts';
import { deskHistories } from './deskJobs.ts';
import type { MorningDesk } from './morningDesk.ts';
import { requireRange } from './sessionDates.ts';
import { walkOptions } from './walkOptions.ts';
import { dataDirectory, type World } from './world.ts';

/** Paths of the files that a backtest writes. */
export interface BacktestFiles {
  readonly predictions: string;
  readonly summary: string;
  readonly report: string;
}

/**
 * `backtest`: evaluates what the engines would have decided for every stored session. Writes three files, and
 * prints a table or, with `--json`, the summary.
 */
export async function backtestCommand(world: World, options: BacktestOptions): Promise<ExitCode> {
  const files = filesIn(options.out ?? join(dataDirectory(world.config), 'backtest'));
  const began = world.clock.now().getTime();
  requirePeriod(options);
  requireWritable(Object.values(files));
  const { result, document } = await onStoredDesk(world, (ports, desk) =>
    writeWalk(
      files,
      (sink) => backtest(ports, backtestRequest(world, desk, options), sink),
      (walked) => summaryDocument(walked, world.clock.now().getTime() - began),
      async (walked) => ({ files: [{ path: files.report, html: backtestPage(walked) }] }),
    ),
  );
  if (options.json) world.output.json(document);
  else printBacktest(world.output, result, Object.values(files));
  return 0;
}

/** The paths of the three files in a folder. */
export function filesIn(directory: string): BacktestFiles {
  return {
    predictions: join(directory, 'predictions.csv'),
    summary: join(directory, 'summary.json'),
    report: join(directory, 'report.html'),
  };
}

/** Updates the ledger of the stored fills, then calls `work`. Uses the demo desk if no fills are stored. */
export async function onStoredDesk<T>(
  world: World,
  work: (ports: BacktestPorts & MorningDesk['stores'], desk: MorningDesk) => Promise<T>,
  refuseDemo?: DemoRefusal,
): Promise<T> {
  const desk = await openStoredDesk(world, undefined, refuseDemo);
  try {
    const ports = { ...world, ...desk.stores, histories: deskHistories(world, desk.stores) };
    await updateLedger(ports);
    return await work(ports, desk);
  } finally {
    await desk.close();
  }
}

/** First and last date of `--start` and `--end`, YYYY-MM-DD. */
interface Period {
  readonly start?: string;
  readonly end?: string;
}

/** @throws ConfigurationError if the period ends before it begins. */
export function requirePeriod({ start, end }: Period): void {
  requireRange({ option: '--start', date: start }, { option: '--end', date: end });
}

/** Whether the backtest uses the demo desk or stored fills. */
export function walkedDesk({ sourceName }: MorningDesk): WalkedDesk {
  return sourceName === 'demo' ? 'demo' : 'stored';
}

/** The request of a backtest, from the configuration and the period. */
export function backtestRequest(
  { config }: World,
  desk: MorningDesk,
  { start, end }: Period,
): BacktestRequest {
  return {
    source: walkedDesk(desk),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    defaultLimit: config.defaultLimit,
    limitBasis: config.limitBasis,
    limitLifetime: config.limitLifetime,
    largeLossThreshold: config.largeLossThreshold,
    walk: walkOptions(config),
    shadowStrategies: config.shadowStrategies,
  };
}

/** What a walk writes as HTML. */
export interface WalkPages {
  readonly files: readonly { readonly path: string; readonly html: string }[];
}

export interface WrittenWalk<Result, Pages> {
  readonly result: Result;
  readonly document: SummaryDocument;
  readonly pages: Pages;
}

/**
 * Runs a backtest and writes each row as it arrives. All files are complete before the first one is
 * renamed to its final name. If the backtest fails, all files of an earlier run therefore stay.
 */
export async function writeWalk<Result extends BacktestResult, Pages extends WalkPages>(
  files: Omit<BacktestFiles, 'report'>,
  walk: (sink: RowSink) => Promise<Result>,
  summarise: (result: Result) => SummaryDocument,
  pagesOf: (result: Result) => Promise<Pages>,
): Promise<WrittenWalk<Result, Pages>> {
  const predictions = await createPredictionsFile(files.predictions);
  const drafts: FileDraft[] = [predictions];
  try {
    const result = await walk((rows) => predictions.write(rows.map(({ row }) => row)));
    const document = summarise(result);
    drafts.push(await draftFile(files.summary, `${jsonText(document)}\n`));
    const pages = await pagesOf(result);
    for (const { path, html } of pages.files) drafts.push(await draftFile(path, html));
    for (const draft of drafts) await draft.finish();
    return { result, document, pages };
  } finally {
    for (const draft of drafts) await draft.abandon();
  }
}
