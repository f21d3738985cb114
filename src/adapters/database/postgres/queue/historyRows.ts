import { z } from 'zod';
import type { PastBlock } from '../../../../domain/engines/model/pastBlock.ts';
import { PAST_NUMBERS, PastRows } from '../../../../domain/engines/model/pastRows.ts';
import type { FiredRule } from '../../../../domain/engines/rules/evaluateRules.ts';
import { bytesOf, numbersOf } from '../../numberBytes.ts';
import { storedJson } from '../../storedJson.ts';

/**
 * Histories live from the start to the end of a backtest, in a schema of their own: no backup has them, and
 * after a crash of the server they are gone (UNLOGGED). Numbers are not compressed: it would save little.
 */
export const CREATE_HISTORIES = `
  SELECT pg_advisory_xact_lock(hashtext('daybreak_work'));
  CREATE SCHEMA IF NOT EXISTS daybreak_work;
  CREATE UNLOGGED TABLE IF NOT EXISTS daybreak_work.history_block (
    run text NOT NULL, span integer NOT NULL, block integer NOT NULL,
    heads text NOT NULL, numbers bytea NOT NULL,
    PRIMARY KEY (run, block, span));
  ALTER TABLE daybreak_work.history_block ALTER COLUMN numbers SET STORAGE EXTERNAL`;

/** The owner of a run has a connection with this name and the run: it shows that it lives. */
export const OWNER_NAME = 'daybreak backtest ';

/** All of a block but its numbers. */
interface Heads {
  readonly traders: readonly string[];
  readonly rowCounts: readonly number[];
  /** The last sessions of all rows, each once; and for each row which of them, −1 for none. */
  readonly dates: readonly string[];
  readonly dateOf: readonly number[];
  /** The rows on which rules fire: few. */
  readonly rules: readonly (readonly [row: number, rules: readonly FiredRule[]])[];
}

const firedRule: z.ZodType<FiredRule> = z.object({
  code: z.enum(['loss_streak', 'drawdown', 'volatility', 'worst_day']),
  value: z.number(),
  comparedWith: z.number(),
  reductionPct: z.number(),
  drawdown: z
    .object({
      dollars: z.number(),
      sessionsSincePeak: z.number().nullable(),
      sessionsSinceLow: z.number(),
      depth: z.number(),
      recovered: z.number(),
      isFresh: z.boolean(),
    })
    .optional(),
}) as z.ZodType<FiredRule>;

const schema: z.ZodType<Heads> = z.object({
  traders: z.array(z.string()),
  rowCounts: z.array(z.int()),
  dates: z.array(z.string()),
  dateOf: z.array(z.int()),
  rules: z.array(z.tuple([z.int(), z.array(firedRule)])),
});

const heads = storedJson('daybreak_work.history_block', 'heads', schema);

/** The columns of a stored block. */
export interface BlockColumns {
  readonly heads: string;
  readonly numbers: Buffer;
}

/** Returns the columns of a block. */
export function columnsOf({ traders, rowCounts, rows }: PastBlock): BlockColumns {
  const dates = [...new Set(rows.lastSessions)].filter((date) => date !== null);
  const places = new Map<string | null, number>(dates.map((date, place) => [date, place]));
  const dateOf = rows.lastSessions.map((date) => places.get(date) ?? -1);
  const rules = [...rows.rules.entries()].filter(([, fired]) => fired.length > 0);
  return {
    heads: heads.write({ traders, rowCounts, dates, dateOf, rules }),
    numbers: bytesOf(rows.numbers.subarray(0, rows.length * PAST_NUMBERS)),
  };
}

/** Reads a block. @throws StoreError `stored_json` for one of another version of the program. */
export function blockOf(columns: BlockColumns, key: string): PastBlock {
  const { traders, rowCounts, dates, dateOf, rules } = heads.read(columns.heads, key);
  const fired = new Map(rules);
  return {
    traders,
    rowCounts,
    rows: PastRows.of(
      numbersOf(columns.numbers),
      dateOf.map((place) => dates[place] ?? null),
      dateOf.map((_, row) => fired.get(row) ?? NO_RULES),
    ),
  };
}

const NO_RULES: readonly FiredRule[] = [];
