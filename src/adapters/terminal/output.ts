/** Standard output: results and nothing else. */
export interface Output {
  line(text: string): void;
  /** One JSON document. */
  json(document: unknown): void;
}

export function createOutput(): Output {
  return {
    line: (text) => void process.stdout.write(`${text}\n`),
    json: (document) => void process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
  };
}
