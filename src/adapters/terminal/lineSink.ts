/** Receives log lines, each a JSON object with a line break. */
export interface LineSink {
  write(line: string): void;
}
