import type { NamedParameters, SqlParameters, SqlValue } from '../sqlConnection.ts';
import { requireStorable } from '../storableText.ts';

/** A statement in the form in which Postgres takes it. */
export interface NumberedStatement {
  /** Name of the prepared statement: the same for the same text. */
  readonly name: string;
  /** With `$1`, `$2`, … */
  readonly text: string;
  /** Names of `$1`, `$2`, … where the statement has named parameters; null where it has `?`. */
  readonly names: readonly string[] | null;
}

/** Texts and quoted names, comments and casts, in which nothing is a parameter; then the parameters. */
const PIECES = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|::|\?|:([A-Za-z_]\w*)/g;

const known = new Map<string, NumberedStatement>();

/**
 * Replaces `?` and `:name` by `$n`. A name that appears twice is one parameter.
 * @throws Error where a statement has both kinds.
 *
 * Example: `SELECT ':a' FROM x WHERE a = :a AND b > :a` becomes `SELECT ':a' FROM x WHERE a = $1 AND b > $1`.
 */
export function numbered(sql: string): NumberedStatement {
  const found = known.get(sql) ?? { name: `daybreak_${known.size + 1}`, ...rewritten(sql) };
  known.set(sql, found);
  return found;
}

function rewritten(sql: string): Pick<NumberedStatement, 'text' | 'names'> {
  const names: string[] = [];
  let unnamed = 0;
  const text = sql.replace(PIECES, (piece: string, name: string | undefined) => {
    if (piece === '?') return `$${++unnamed}`;
    if (name === undefined) return piece;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  if (names.length > 0 && unnamed > 0)
    throw new Error(`a statement has both ? and :${names[0] ?? ''}: ${sql}`);
  return { text, names: names.length > 0 ? names : null };
}

/**
 * The values of `$1`, `$2`, … in the form that keeps them exact.
 * @throws Error where a named parameter has no value.
 */
export function boundValues({ names, text }: NumberedStatement, parameters: SqlParameters): BoundValue[] {
  if (names === null) return (parameters as readonly SqlValue[]).map(boundValue);
  const [values = {}] = parameters as readonly [NamedParameters?];
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`parameter :${name} has no value: ${text}`);
    return boundValue(value);
  });
}

/** Numbers are texts: the server reads them as the type of the parameter. */
export type BoundValue = string | null | Buffer;

/**
 * A value as SQLite would store it. NaN is NULL there. The driver would write -0 as 0, which another hash of
 * the same facts would show.
 */
export function boundValue(value: unknown): BoundValue {
  if (value === null) return value;
  if (typeof value === 'string') return requireStorable(value);
  if (typeof value === 'number')
    return Number.isNaN(value) ? null : Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'bigint') return String(value);
  throw new Error(`a statement was given a ${typeof value}, which no column holds`);
}
