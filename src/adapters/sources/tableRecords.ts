import { parse } from 'csv-parse/sync';
import { shownSentence } from '../../domain/text/outsideText.ts';
import { InputError } from '../../shared/errors.ts';
import { endlessLine, LONGEST_LINE_CHARACTERS } from './endlessLine.ts';
import { columnName } from './tableHeader.ts';
import { columnsOf, type TableKind } from './tableKind.ts';

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** A line of a table, split into trimmed cells. */
export interface TableRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Splits the text of a table into its records, the header first; blank lines are left out.
 * @throws InputError when it is not CSV, for example with a quote that is never closed, or a line is endless.
 */
export function parseRecords(
  text: string,
  where: string,
  kinds: readonly TableKind[],
): readonly TableRecord[] {
  const endless = text.split('\n').findIndex(({ length }) => length > LONGEST_LINE_CHARACTERS);
  if (endless >= 0) throw endlessLine(where, endless + 1);
  const declared = /^sep=(.)\n/i.exec(text);
  const delimiter = declared?.[1] ?? separatorOf(text, kinds);
  const skipped = declared === null ? 0 : 1;
  try {
    const records = parse(text, {
      delimiter,
      record_delimiter: ['\n'],
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      from_line: 1 + skipped,
      info: true,
    }) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
    return records.map(({ info, record }) => ({
      line: info.lines - lineBreaksIn(record),
      fields: record.map((cell) => cell.trim()),
    }));
  } catch (cause) {
    const found = cause instanceof Error ? shownSentence(cause.message) : String(cause);
    throw new InputError('not_csv', `${where} · found ${found} · expected CSV`, {
      hint: 'Save the sheet as CSV.',
      cause,
    });
  }
}

function lineBreaksIn(fields: readonly string[]): number {
  return fields.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

/** The separator that splits the header into the most known columns. */
function separatorOf(text: string, kinds: readonly TableKind[]): string {
  const header = text.split('\n').find((line) => line.trim() !== '') ?? '';
  const known = new Set(kinds.flatMap(columnsOf));
  const scores = SEPARATORS.map((separator) => {
    const names = header.split(separator).map((name) => columnName(name.replaceAll('"', '')));
    return { separator, known: names.filter((name) => known.has(name)).length, names: names.length };
  });
  const [best] = scores.toSorted((a, b) => b.known - a.known || b.names - a.names);
  return best?.separator ?? ',';
}
