import { InputError } from '../../shared/errors.ts';

/** No row of a file or a report comes near it: a longer line is no row. */
export const LONGEST_LINE_CHARACTERS = 65_536;

export function endlessLine(where: string, line: number): InputError {
  return new InputError(
    'endless_line',
    `${where}, line ${line} · found a line of more than ${LONGEST_LINE_CHARACTERS} characters · expected one row per line`,
    { hint: 'This is no row of a CSV. Export the file again as CSV with line breaks.' },
  );
}
