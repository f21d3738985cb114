import type { z } from 'zod';
import { quoted } from '../../domain/text/quoted.ts';
import { InputError } from '../../shared/errors.ts';
import type { Table, TableRow } from './tableKind.ts';

/** A row that its schema accepts. */
export interface ReadRow<T> {
  readonly line: number;
  readonly value: T;
}

/** A message lists at most this many problems of a file. */
const MOST_PROBLEMS = 20;
/**
 * Checks each row with a schema of its cells.
 * @returns the rows that are well, and one sentence for each cell that is not. Pass the sentences, with those
 *   of checks across rows, to `refuseProblems`.
 */
export function checkRows<T>({ rows }: Table, schema: z.ZodType<T>) {
  const results = rows.map((row) => ({ row, result: schema.safeParse(row.cells) }));
  const problems = results.flatMap(({ row, result }) =>
    (result.error?.issues ?? []).map(({ path, message }) => cellProblem(row, path.join('.'), message)),
  );
  const good: readonly ReadRow<T>[] = results.flatMap(({ row, result }) =>
    result.success ? [{ line: row.line, value: result.data }] : [],
  );
  return { rows: good, problems: problems as readonly string[] };
}

/** For example: `line 4, base_limit: found "8,000", expected a plain number of dollars`. */
export function cellProblem({ line, cells }: TableRow, column: string, expected: string): string {
  const cell = cells[column];
  const found = cell === undefined ? 'no such column' : shownCell(cell);
  return `line ${line}, ${column}: found ${found}, expected ${expected}`;
}

/**
 * The sentences for rows that repeat an earlier row, for example the second row of one trader.
 * @param keyOf what must be unique; null for a row that repeats nothing.
 */
export function repeatProblems<T>(
  rows: readonly ReadRow<T>[],
  keyOf: (value: T) => string | null,
  words: (value: T) => string,
): readonly string[] {
  const firstLines = new Map<string, number>();
  return rows.flatMap(({ line, value }) => {
    const key = keyOf(value);
    if (key === null) return [];
    const first = firstLines.get(key);
    if (first === undefined) firstLines.set(key, line);
    return first === undefined ? [] : [`line ${line}: found ${words(value)} again, after line ${first}`];
  });
}

/** @throws InputError that lists the problems, if there is one. */
export function refuseProblems(
  { where, kind }: Pick<Table, 'where' | 'kind'>,
  problems: readonly string[],
): void {
  if (problems.length === 0) return;
  const more = problems.length - MOST_PROBLEMS;
  const listed = [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])];
  throw new InputError(kind.code, `${where} · ${listed.join(' · ')}`, {
    hint: 'Correct these lines; nothing was changed.',
  });
}

/** A cell as shown in messages: see `quoted`. */
export function shownCell(cell: string): string {
  return quoted(cell);
}
