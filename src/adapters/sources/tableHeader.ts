import { closest } from '../../domain/text/closest.ts';
import { cleanLine } from '../../domain/text/outsideText.ts';
import { columnsOf, type TableKind, type TableKinds } from './tableKind.ts';
import { shownCell } from './tableProblems.ts';

/** A header with more unknown columns is that of another table. */
const MOST_UNKNOWN = 8;

/** `Base Limit`, `base-limit` and `BASE_LIMIT` are `base_limit`. */
export function columnName(cell: string): string {
  return cleanLine(cell)
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** The kind of a table: the one whose columns the header has. */
export function kindOf<Kind extends TableKind>(columns: readonly string[], kinds: TableKinds<Kind>): Kind {
  const scores = kinds.map((kind) => ({
    kind,
    required: kind.required.filter((name) => columns.includes(name)).length,
    known: columns.filter((name) => columnsOf(kind).includes(name)).length,
    alike: columns.filter((name) => meantColumn(name, kind) !== null).length,
  }));
  const [best] = scores.toSorted((a, b) => b.required - a.required || b.known - a.known || b.alike - a.alike);
  return best?.kind ?? kinds[0];
}

/** One sentence for each column that is unknown, repeated, missing or without a name. */
export function headerProblems(line: number, header: readonly string[], kind: TableKind): readonly string[] {
  const names = header.map(columnName);
  const expected = columnsOf(kind);
  const missing = kind.required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => name !== '' && !expected.includes(name));
  if (kind.ignoresOthers && missing.length === 0) return repeatedColumns(line, names, expected);
  if (unknown.length > MOST_UNKNOWN)
    return [`line ${line}: found ${unknown.length} unknown columns, expected ${expected.join(',')}`];
  return [
    ...header.flatMap((cell, index) => columnProblem(line, cell, index, names, kind)),
    ...missing.map((name) => `line ${line}: found no column ${name}, expected ${expected.join(',')}`),
  ];
}

function repeatedColumns(
  line: number,
  names: readonly string[],
  expected: readonly string[],
): readonly string[] {
  return expected
    .filter((name) => names.indexOf(name) < names.lastIndexOf(name))
    .map((name) => `line ${line}: found the column ${name} twice`);
}

function columnProblem(
  line: number,
  cell: string,
  index: number,
  names: readonly string[],
  kind: TableKind,
): readonly string[] {
  const name = names[index] ?? '';
  if (name === '') return [`line ${line}, column ${index + 1}: found a column without a name, expected one`];
  if (names.indexOf(name) < index) return [`line ${line}: found the column ${name} twice`];
  if (columnsOf(kind).includes(name)) return [];
  const meant = meantColumn(name, kind);
  const question = meant === null ? '' : `; did you mean ${meant}?`;
  return [
    `line ${line}: found the unknown column ${shownCell(cell)}, expected ${columnsOf(kind).join(',')}${question}`,
  ];
}

/** The known column that is most like a name, or that shares a word with it: `loss_limit` is base_limit. */
function meantColumn(name: string, kind: TableKind): string | null {
  const columns = columnsOf(kind);
  const words = (column: string) => column.split('_');
  return (
    closest(name, columns) ??
    columns.find((column) => words(name).some((word) => closest(word, words(column)) !== null)) ??
    null
  );
}
