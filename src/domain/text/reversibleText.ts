import { visibleText } from './outsideText.ts';

/**
 * Text for a cell of a CSV file that Daybreak reads again: every character is visible, and no spreadsheet
 * runs it as a formula. Unlike `spreadsheetText` it can be undone, so two texts never look the same.
 * Example: `=1+1` becomes `'=1+1`, and `'=1+1` becomes `''=1+1`.
 */
export function reversibleText(text: string): string {
  if (PLAIN.test(text)) return text;
  return visibleText(text.replaceAll('<U+', '<U+003C>U+'))
    .replace(EDGE_SPACE, '<U+0020>')
    .replace(FORMULA_AFTER_APOSTROPHES, "'");
}

/** The text of which `reversibleText` made this one. */
export function textOfReversible(text: string): string {
  return text.replace(APOSTROPHE_OF_FORMULA, '').replace(CODE_POINT, (whole, digits: string) => {
    const codePoint = Number.parseInt(digits, 16);
    return codePoint <= LAST_CODE_POINT ? String.fromCodePoint(codePoint) : whole;
  });
}

/** Most texts of fills: an export of a million would otherwise take twice as long. */
const PLAIN = /^(?:\w(?:[\w .:/]*\w)?)?$/;
const LAST_CODE_POINT = 0x10ffff;
/** A reader of CSV trims a cell. */
const EDGE_SPACE = /^ | $/g;
const FORMULA_AFTER_APOSTROPHES = /^(?='* *[=+\-@＝＋－＠])|(?<=;)(?='* *[=+\-@＝＋－＠])/gu;
const APOSTROPHE_OF_FORMULA = /^'(?='* *[=+\-@＝＋－＠])|(?<=;)'(?='* *[=+\-@＝＋－＠])/gu;
const CODE_POINT = /<U\+([0-9A-F]{4,6})>/g;
