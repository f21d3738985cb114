import { terminalText } from '../../domain/text/outsideText.ts';

/** Writes results to standard output, without control characters that a terminal would execute. */
export interface Output {
  line(text: string): void;
  /** One JSON document. */
  json(document: unknown): void;
}

/** Creates the output of a command. */
export function createOutput(): Output {
  return {
    line: (text) => void process.stdout.write(`${terminalText(text)}\n`),
    json: (document) => void process.stdout.write(`${jsonText(document)}\n`),
  };
}

/**
 * JSON.stringify keeps some control characters and text direction marks; as \u escapes a terminal ignores
 * them.
 */
function jsonText(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_C}/gu, escaped);
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
