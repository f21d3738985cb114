/** Separators that spreadsheets write. The first one wins a tie. */
const SEPARATORS = [',', '\t', ';', '|'] as const;
/** The line with which a spreadsheet names its separator. */
const SEPARATOR_LINE = /^"?sep=([^\w\s"./+-]|\t)"?\s*$/i;

/** The separator of a header line: the one that is there most often outside quotes. */
export function likelySeparator(line: string): string {
  const text = line.replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => text.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The separator that a line `sep=;` names; null for any other line. */
export function namedSeparator(line: string): string | null {
  return line.length > 10 ? null : (SEPARATOR_LINE.exec(line)?.[1] ?? null);
}

/** Whether a line has no text: only blanks and separators, such as the empty rows of a spreadsheet. */
export function isBlankLine(line: string, separator: string): boolean {
  const code = separator.charCodeAt(0);
  for (let at = 0; at < line.length; at++) {
    const character = line.charCodeAt(at);
    if (character !== code && character !== 32 && character !== 13 && character !== 9) return false;
  }
  return true;
}
