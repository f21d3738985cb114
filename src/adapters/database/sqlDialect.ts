import type { SqlDialect } from './sqlConnection.ts';

/** A place in a JSON text: `['limit', 'change']`. Its keys are letters and digits. */
type JsonPath = readonly string[];

/**
 * The text at a place of a JSON text; null where nothing, or null, stands there. It orders by its bytes, as
 * the columns do.
 * Example: `jsonText('sqlite', 'detail', ['limit', 'change'])` is `json_extract(detail, '$.limit.change')`.
 */
export function jsonText(dialect: SqlDialect, json: string, path: JsonPath): string {
  return dialect === 'sqlite'
    ? `json_extract(${json}, '$.${path.join('.')}')`
    : `(CAST(${json} AS jsonb) #>> '{${path.join(',')}}') COLLATE "C"`;
}

/** The number, text or null at a place of a JSON text, for the list of a SELECT. */
export function jsonScalar(dialect: SqlDialect, json: string, path: JsonPath): string {
  return dialect === 'sqlite'
    ? `json_extract(${json}, '$.${path.join('.')}')`
    : `(CAST(${json} AS jsonb) #> '{${path.join(',')}}')`;
}

/**
 * The texts of a JSON list as a table with the column `value`, for FROM or IN (SELECT value FROM …). A list
 * that is null has no rows. The texts order by their bytes, as the columns do.
 * @param path where the list stands in the JSON text; []: the text is the list.
 */
export function jsonItems(dialect: SqlDialect, json: string, path: JsonPath, alias: string): string {
  return dialect === 'sqlite'
    ? `json_each(${json}, '${['$', ...path].join('.')}') AS ${alias}`
    : `LATERAL (SELECT item COLLATE "C" AS value
         FROM jsonb_array_elements_text(CAST(${json} AS jsonb) #> '{${path.join(',')}}') AS each(item)) AS ${alias}`;
}

/**
 * Joins the table on the right for each row of the one on the left, in this order. SQLite's planner would
 * begin with the larger table: `account CROSS JOIN fill_block ON …` seeks the blocks of each account. The
 * planner of Postgres knows the sizes, and has no such join with a condition.
 */
export function joinInOrder(dialect: SqlDialect): string {
  return dialect === 'sqlite' ? 'CROSS JOIN' : 'JOIN';
}

/** SHA-256 of a column of bytes, in hexadecimal. SQLite's connection has the function (auditedTables.ts). */
export function sha256OfBytes(dialect: SqlDialect, column: string): string {
  return dialect === 'sqlite' ? `sha256(${column})` : `encode(sha256(${column}), 'hex')`;
}

/** SHA-256 of a text in UTF-8, in hexadecimal. */
export function sha256OfText(dialect: SqlDialect, column: string): string {
  return dialect === 'sqlite' ? `sha256(${column})` : `encode(sha256(convert_to(${column}, 'UTF8')), 'hex')`;
}

/** Where a text begins in another, counted from 1; 0 where it is not in it. Case matters. */
export function positionIn(dialect: SqlDialect): 'instr' | 'strpos' {
  return dialect === 'sqlite' ? 'instr' : 'strpos';
}
