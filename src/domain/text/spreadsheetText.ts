/**
 * Text for a cell of a CSV file. A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text (OWASP,
 * CSV injection). So does one after a semicolon or a line break, where a spreadsheet set to another separator begins a cell.
 */
export function spreadsheetText(text: string): string {
  return text.replace(BEGINS_LIKE_A_FORMULA, "'");
}

const BEGINS_LIKE_A_FORMULA = /^(?=\s*[=+\-@＝＋－＠]|[\t\r\n])|(?<=[;\r\n])(?=[^\S\r\n]*[=+\-@＝＋－＠])/gu;
