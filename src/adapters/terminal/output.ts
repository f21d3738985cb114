import { terminalText } from '../../domain/text/outsideText.ts';
import { jsonText } from '../../shared/jsonText.ts';

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
