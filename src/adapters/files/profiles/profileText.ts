import { stringify } from 'csv-stringify/sync';
import { type Cell, cellText } from '../../../domain/limits/profile/cells.ts';
import type { LimitsProfile, ProfileFormat } from '../../../domain/limits/profile/limitsProfile.ts';

type Rows = readonly (readonly Cell[])[];
type FormatOf<Kind extends ProfileFormat['kind']> = Extract<ProfileFormat, { kind: Kind }>;

/**
 * The text of a file. Cells are written as they are, never altered; a text that the format cannot hold is a
 * problem.
 * @param about a sentence about the file, for formats that allow a comment.
 * @throws FormatProblem where a cell cannot be written unaltered.
 */
export function profileText(profile: LimitsProfile, rows: Rows, about: string): string {
  const { format } = profile;
  switch (format.kind) {
    case 'delimited':
      return delimitedText(profile, format, rows);
    case 'json':
      return jsonText(profile, format, rows);
    case 'xml':
      return xmlText(profile, format, rows, about);
  }
}

/** A text that a format or an encoding cannot hold. */
export class FormatProblem extends Error {}

function delimitedText(profile: LimitsProfile, format: FormatOf<'delimited'>, rows: Rows): string {
  const { delimiter, quoting, lineEnd, header } = format;
  const head = header ? [profile.columns.map(({ name }) => name)] : [];
  const lines = [...head, ...rows.map((row) => row.map((cell) => cellText(cell, profile)))];
  const end = lineEnd === 'lf' ? '\n' : '\r\n';
  if (quoting !== 'never')
    return stringify(lines, {
      delimiter,
      record_delimiter: end,
      quoted: quoting === 'always',
      quoted_match: /[\r\n]/,
    });
  const needsQuotes = (cell: string) => cell.includes(delimiter) || /["\r\n]/.test(cell);
  const bad = lines.flat().find(needsQuotes);
  if (bad !== undefined) throw new FormatProblem(`${JSON.stringify(bad)} needs quotes, and quoting is never`);
  return lines.map((line) => `${line.join(delimiter)}${end}`).join('');
}

/** Every item has every field: a platform may take a field that is left out for no limit. */
function jsonText(profile: LimitsProfile, { list }: FormatOf<'json'>, rows: Rows): string {
  const items = rows.map((row) =>
    Object.fromEntries(
      profile.columns.map(({ name }, index) => [name, jsonValue(row[index] ?? null, profile)]),
    ),
  );
  return `${JSON.stringify({ [list]: items }, null, 2)}\n`;
}

function jsonValue(cell: Cell, profile: LimitsProfile): string | number | boolean | null {
  if (cell === null || typeof cell !== 'object') return cell;
  return Number(cellText(cell, { ...profile, decimalMark: '.' }));
}

function xmlText(profile: LimitsProfile, { root, row }: FormatOf<'xml'>, rows: Rows, about: string): string {
  const elements = rows.map((cells) => {
    const fields = profile.columns.map(
      ({ name }, index) => `    <${name}>${escaped(cellText(cells[index] ?? null, profile))}</${name}>`,
    );
    return [`  <${row}>`, ...fields, `  </${row}>`].join('\n');
  });
  const lines = [
    `<?xml version="1.0" encoding="${XML_ENCODINGS[profile.encoding]}"?>`,
    `<!-- ${about.replaceAll('--', '- -')} -->`,
    `<${root}>`,
    ...elements,
    `</${root}>`,
  ];
  return `${lines.join('\n')}\n`;
}

const XML_ENCODINGS: Readonly<Record<LimitsProfile['encoding'], string>> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8',
  'utf-16le': 'UTF-16',
  'latin-1': 'ISO-8859-1',
  ascii: 'US-ASCII',
};

// XML 1.0, section 2.2: no other characters may stand in a document, not even escaped.
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const XML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would turn them into spaces or newlines.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

function escaped(text: string): string {
  if (NO_XML.test(text))
    throw new FormatProblem(`${JSON.stringify(text)} has a character that XML cannot hold`);
  return text.replace(/[&<>"'\t\n\r]/g, (character) => XML_ESCAPES[character] ?? character);
}

/** The bytes of a text. @throws FormatProblem for a character that the encoding does not have. */
export function encodedText(text: string, encoding: LimitsProfile['encoding']): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8-bom':
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'latin-1':
      return narrow(text, 0xff, 'Latin-1');
    case 'ascii':
      return narrow(text, 0x7f, 'ASCII');
  }
}

function narrow(text: string, last: number, encoding: string): Buffer {
  for (const character of text)
    if ((character.codePointAt(0) ?? 0) > last)
      throw new FormatProblem(`${JSON.stringify(character)} cannot be written in ${encoding}`);
  return Buffer.from(text, 'latin1');
}
