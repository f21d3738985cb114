import { terminalText } from '../../domain/text/outsideText.ts';
import { jsonText } from '../../shared/jsonText.ts';

/** Writes results to standard output, without control characters that a terminal would execute. */
export interface Output {
  line(text: string): void;
  /** One JSON document. */
  json(document: unknown): void;
}

/** The output of a command that writes more than fits into memory. */
export interface LongOutput extends Output {
  /** A part of a result, which may end within a line. Waits until it is written. */
  part(text: string): Promise<void>;
}

/** Creates the output of a command. */
export function createOutput(): LongOutput {
  return {
    line: (text) => void process.stdout.write(`${terminalText(text)}\n`),
    json: (document) => void process.stdout.write(`${jsonText(document)}\n`),
    part: (text) => new Promise((resolve) => process.stdout.write(terminalText(text), () => resolve())),
  };
}
