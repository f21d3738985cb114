import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { BacktestRow } from '../../domain/evaluation/backtestRow.ts';
import type { RuleEffect } from '../../domain/evaluation/ruleEffects.ts';
import { spreadsheetText } from '../../domain/text/outsideText.ts';
import { makeFolder } from '../../shared/folders.ts';
import { asInputError, draftPath, type FileDraft, removeDraft } from './atomicFile.ts';

type Column = readonly [name: string, cell: (row: BacktestRow, trader: string) => string];

/**
 * The columns of predictions.csv: dollars to the cent, cuts in percent, an empty cell for an unknown value.
 */
const COLUMNS: readonly Column[] = [
  ['session_date', (row) => row.sessionDate],
  ['trader', (_, trader) => trader],
  ['traded', (row) => (row.traded ? '1' : '0')],
  ['net_pnl', (row) => dollarText(row.netPnl)],
  ['engine', (row) => row.engine],
  ['tier', (row) => row.tier],
  ['base_limit', (row) => dollarText(row.baseLimit)],
  ['reduction_pct', (row) => numberText(row.reductionPct)],
  ['new_limit', (row) => dollarText(row.newLimit)],
  ['ridge_reduction_pct', (row) => numberText(row.ridgeReductionPct)],
  ['rules_reduction_pct', (row) => numberText(row.rulesReductionPct)],
  ['value_at_risk_95', (row) => dollarText(row.valueAtRisk95)],
  ['pnl_q05', (row) => dollarText(row.pnlQ05)],
  ['pnl_q15', (row) => dollarText(row.pnlQ15)],
  ['pnl_q50', (row) => dollarText(row.pnlQ50)],
  ['large_loss_threshold', (row) => dollarText(row.largeLossThreshold)],
  ['large_loss_probability', (row) => shareText(row.largeLossProbability)],
  ['trade_probability', (row) => shareText(row.tradeProbability)],
  ['stopped_pnl', (row) => dollarText(row.stoppedPnl)],
  ['stopped_pnl_base', (row) => dollarText(row.stoppedPnlBase)],
  ['uncensored_pnl', (row) => dollarText(row.uncensoredPnl)],
  ['size_multiplier', (row) => shareText(row.sizeMultiplier)],
  ['fired_rules', (row) => row.firedRules.map(ruleText).join(';')],
  ['stopped_pnl_by_cut', (row) => stepsText(row.stoppedPnlByCut)],
  ['r', (row) => shareText(row.r)],
  ['preceding_r', (row) => shareText(row.precedingR)],
  ['cut_engine', (row) => row.cutEngine],
  ['young_value_at_risk_95', (row) => dollarText(row.youngValueAtRisk95)],
  ['young_large_loss_probability', (row) => shareText(row.youngLargeLossProbability)],
];

/** Names of the columns of predictions.csv, in order. */
const predictionColumns: readonly string[] = COLUMNS.map(([name]) => name);

/** A predictions.csv to which a backtest appends rows, so that it does not hold all rows in memory. */
export interface PredictionsFile extends FileDraft {
  write(rows: readonly BacktestRow[]): Promise<void>;
}

/**
 * Opens a new predictions.csv and creates its folder if needed.
 * @throws InputError when the folder is not writable; `write` and `finish` throw the same error.
 */
export async function createPredictionsFile(path: string): Promise<PredictionsFile> {
  const draft = draftPath(path);
  const lineOf = rowWriter();
  let file: FileHandle | null = await asInputError(path, () => openDraft(draft));
  return {
    async write(rows) {
      const text = rows.map(lineOf).join('');
      await asInputError(path, async () => file?.appendFile(text));
    },
    async finish() {
      const written = file;
      file = null;
      await asInputError(path, async () => {
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
  await rm(draft, { force: true });
  // `wx` creates the file or fails: it does not follow a link that has the name.
  const file = await open(draft, 'wx');
  await file.appendFile(`${predictionColumns.join()}\n`);
  return file;
}

/**
 * Only a trader's name can need quotes or look like a formula, so only names are checked, and each name once.
 * A backtest may write millions of rows with twenty cells each.
 */
function rowWriter(): (row: BacktestRow) => string {
  const names = new Map<string, string>();
  return (row) => {
    const name = names.get(row.trader) ?? traderCell(row.trader);
    names.set(row.trader, name);
    return `${COLUMNS.map(([, cell]) => cell(row, name)).join()}\n`;
  };
}

function traderCell(trader: string): string {
  return stringify([[spreadsheetText(trader)]], { quoted_match: /[\r\n]/, eof: false });
}

/** The steps after the first, which is `stopped_pnl_base`: `20:-800.00 60:-420.00`. */
function stepsText(steps: BacktestRow['stoppedPnlByCut']): string {
  if (steps === null || steps.length < 2) return '';
  return steps
    .slice(1)
    .map(({ fromPct, pnl }) => `${fromPct}:${dollarText(pnl)}`)
    .join(' ');
}

function dollarText(value: number | null): string {
  return value === null ? '' : value.toFixed(2);
}

/** `loss_streak:30:-120.50`: the rule, its cut, and what that cut alone would have changed. */
function ruleText({ code, reductionPct, delta }: RuleEffect): string {
  return `${code}:${reductionPct}:${dollarText(delta)}`;
}

function shareText(value: number | null): string {
  return value === null ? '' : value.toFixed(6);
}

function numberText(value: number | null): string {
  return value === null ? '' : String(value);
}
