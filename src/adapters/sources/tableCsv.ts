import { count } from '../../domain/text/words.ts';
import { InputError } from '../../shared/errors.ts';
import { shownPath } from './inputPath.ts';
import { columnName, headerProblems, kindOf } from './tableHeader.ts';
import { columnsOf, type Table, type TableKind, type TableKinds } from './tableKind.ts';
import { refuseProblems } from './tableProblems.ts';
import { parseRecords, type TableRecord } from './tableRecords.ts';
import { readTableText } from './tableText.ts';

/** Each unknown column is compared with every known one. */
const MOST_COLUMNS = 1_000;

/**
 * Reads a small table in UTF-8 or UTF-16, with any line ends, separated by commas, semicolons, tabs or bars.
 * Names of columns may differ in case and in blanks. Example: `Base Limit` is read as `base_limit`.
 * @param kinds what the file may be; the kind is the one whose columns the header has.
 * @throws InputError for an unknown, repeated or missing column, for a line with too many or too few cells,
 *   and for a table without a row. Nothing of the file may then be used.
 */
export async function readTable<Kind extends TableKind>(
  path: string,
  kinds: TableKinds<Kind>,
): Promise<Table<Kind>> {
  return parseTable(await readTableText(path), shownPath(path), kinds);
}

/** Same as `readTable`, from the text of the file. */
export function parseTable<Kind extends TableKind>(
  text: string,
  where: string,
  kinds: TableKinds<Kind>,
): Table<Kind> {
  const [header, ...records] = parseRecords(text, where, kinds);
  if (header === undefined) throw emptyTable(where, 'nothing', kinds);
  const { fields, line: headerLine } = header;
  if (fields.length > MOST_COLUMNS)
    refuseProblems({ where, kind: kinds[0] }, [
      `line ${headerLine}: found ${fields.length} columns, expected at most ${MOST_COLUMNS}`,
    ]);
  const columns = fields.map(columnName);
  const kind = kindOf(columns, kinds);
  refuseProblems({ where, kind }, headerProblems(headerLine, fields, kind));
  const filled = records.filter(({ fields }) => fields.some((cell) => cell !== ''));
  if (filled.length === 0) throw emptyTable(where, 'a header and no row', kinds);
  refuseProblems({ where, kind }, filled.flatMap(widthProblem(columns.length)));
  const rows = filled.map(({ line, fields }) => ({
    line,
    cells: Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? ''])),
  }));
  return { where, kind, columns, rows };
}

function widthProblem(expected: number): (record: TableRecord) => readonly string[] {
  return ({ line, fields }) => {
    if (fields.length === expected) return [];
    return [
      `line ${line}: found ${count(fields.length, 'cell')}, expected ${expected}, as in the header; put a cell that has a separator in quotes`,
    ];
  };
}

function emptyTable(where: string, found: string, kinds: TableKinds<TableKind>): InputError {
  const titles = kinds.map(({ title }) => title).join(' or ');
  const header = columnsOf(kinds[0]).join(',');
  return new InputError('empty_table', `${where} · found ${found} · expected ${titles}`, {
    hint: `Begin the file with the header ${header}, and add a row for each line of the table.`,
  });
}
