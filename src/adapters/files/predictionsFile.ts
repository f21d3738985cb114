import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { BacktestRow } from '../../domain/evaluation/backtestRow.ts';
import { spreadsheetText } from '../../domain/text/outsideText.ts';
import { makeFolder } from '../../shared/folders.ts';
import { draftOf, type FileDraft, removeDraft, trying } from './wholeFile.ts';

type Column = readonly [name: string, cell: (row: BacktestRow, trader: string) => string];

/** The columns of predictions.csv: dollars to the cent, percents as they are, an empty cell for what is not known. */
const COLUMNS: readonly Column[] = [
  ['session_date', (row) => row.sessionDate],
  ['trader', (_, trader) => trader],
  ['traded', (row) => (row.traded ? '1' : '0')],
  ['net_pnl', (row) => dollars(row.netPnl)],
  ['engine', (row) => row.engine],
  ['tier', (row) => row.tier],
  ['base_limit', (row) => dollars(row.baseLimit)],
  ['reduction_pct', (row) => plain(row.reductionPct)],
  ['new_limit', (row) => dollars(row.newLimit)],
  ['ridge_reduction_pct', (row) => plain(row.ridgeReductionPct)],
  ['rules_reduction_pct', (row) => plain(row.rulesReductionPct)],
  ['value_at_risk_95', (row) => dollars(row.valueAtRisk95)],
  ['pnl_q05', (row) => dollars(row.pnlQ05)],
  ['pnl_q15', (row) => dollars(row.pnlQ15)],
  ['pnl_q50', (row) => dollars(row.pnlQ50)],
  ['large_loss_threshold', (row) => dollars(row.largeLossThreshold)],
  ['large_loss_probability', (row) => share(row.largeLossProbability)],
  ['trade_probability', (row) => share(row.tradeProbability)],
  ['stopped_pnl', (row) => dollars(row.stoppedPnl)],
  ['stopped_pnl_base', (row) => dollars(row.stoppedPnlBase)],
];

export const predictionColumns: readonly string[] = COLUMNS.map(([name]) => name);

/** Rows on their way to disk, so that no backtest has to hold them all. */
export interface PredictionsFile extends FileDraft {
  write(rows: readonly BacktestRow[]): Promise<void>;
}

/**
 * Opens predictions.csv, its folder made where it is missing.
 * @throws InputError when the folder takes no file; so do `write` and `finish`.
 */
export async function createPredictionsFile(path: string): Promise<PredictionsFile> {
  const draft = draftOf(path);
  const lineOf = rowWriter();
  let file: FileHandle | null = await trying(path, () => openDraft(draft));
  return {
    async write(rows) {
      const text = rows.map(lineOf).join('');
      await trying(path, async () => file?.appendFile(text));
    },
    async finish() {
      const written = file;
      file = null;
      await trying(path, async () => {
        await written?.close();
        await rename(draft, path);
      });
    },
    async abandon() {
      if (file === null) return;
      await file.close();
      file = null;
      await removeDraft(draft);
    },
  };
}

async function openDraft(draft: string): Promise<FileHandle> {
  makeFolder(dirname(draft));
  const file = await open(draft, 'w');
  await file.appendFile(`${predictionColumns.join()}\n`);
  return file;
}

/**
 * Only a trader's name can need quotes or be taken for a formula: it is asked about alone, and once, for there are twenty cells in each
 * of what may be millions of rows.
 */
function rowWriter(): (row: BacktestRow) => string {
  const names = new Map<string, string>();
  return (row) => {
    const name = names.get(row.trader) ?? nameCell(row.trader);
    names.set(row.trader, name);
    return `${COLUMNS.map(([, cell]) => cell(row, name)).join()}\n`;
  };
}

function nameCell(trader: string): string {
  return stringify([[spreadsheetText(trader)]], { quoted_match: /[\r\n]/, eof: false });
}

function dollars(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}

function share(value: number | null): string {
  return value === null ? '' : value.toFixed(6);
}

function plain(value: number | null): string {
  return value === null ? '' : String(value);
}
