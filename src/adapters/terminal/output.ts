import { terminalText } from '../../domain/text/outsideText.ts';

/** Standard output: results and nothing else, and nothing that a terminal would obey. */
export interface Output {
  line(text: string): void;
  /** One JSON document. */
  json(document: unknown): void;
}

export function createOutput(): Output {
  return {
    line: (text) => void process.stdout.write(`${terminalText(text)}\n`),
    json: (document) => void process.stdout.write(`${jsonText(document)}\n`),
  };
}

/** JSON may hold some controls and direction marks as they are; written as \u they mean the same and do nothing. */
function jsonText(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_C}/gu, escaped);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
