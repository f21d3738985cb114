import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { BacktestResults, StoredBacktest } from '../../ports/backtestResults.ts';
import { InputError } from '../../shared/errors.ts';

interface SummaryFile {
  readonly kind: StoredBacktest['kind'];
  readonly path: string;
  readonly writtenAtMs: number;
}

const content = z.record(z.string(), z.unknown());

/** Reads what `backtest` and `review` write to their folders in the folder of the database. */
export function createBacktestResults(directory: string): BacktestResults {
  let last: { readonly file: SummaryFile; readonly found: StoredBacktest } | null = null;
  return {
    async latest() {
      const [file] = summaryFiles(directory).toSorted((a, b) => b.writtenAtMs - a.writtenAtMs);
      if (file === undefined) return null;
      if (last?.file.path !== file.path || last.file.writtenAtMs !== file.writtenAtMs)
        last = { file, found: read(file) };
      return last.found;
    },
  };
}

function summaryFiles(directory: string): readonly SummaryFile[] {
  const reviews = join(directory, 'reviews');
  return [
    ...summaryIn('backtest', join(directory, 'backtest')),
    ...foldersIn(reviews).flatMap((month) => summaryIn('review', join(reviews, month))),
  ];
}

function summaryIn(kind: StoredBacktest['kind'], folder: string): readonly SummaryFile[] {
  const path = join(folder, 'summary.json');
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? [] : [{ kind, path, writtenAtMs: found.mtimeMs }];
}

function foldersIn(directory: string): readonly string[] {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found?.isDirectory() ? readdirSync(directory) : [];
}

function read({ kind, path, writtenAtMs }: SummaryFile): StoredBacktest {
  try {
    const summary = content.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { kind, writtenAt: new Date(writtenAtMs), summary };
  } catch (error) {
    throw new InputError(
      'file_unreadable',
      `summary.json of the newest ${kind} · found no readable JSON object · expected what the command wrote`,
      { hint: `Run \`npm run ${kind}\` again.`, cause: error },
    );
  }
}
