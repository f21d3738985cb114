import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RejectSink } from '../../ports.ts';
import { csvText } from './csv.ts';

/** One CSV a stream, opened when its first bad row comes: where, line, column, value, reason, and the row as it came. */
export function createRejectSink(directory: string, stream: string): RejectSink {
  const path = join(directory, `${basename(stream).replace(/[^\w.-]+/g, '_')}.rejects.csv`);
  let file: number | null = null;
  return {
    add(rows) {
      if (rows.length === 0) return;
      if (file === null) {
        mkdirSync(directory, { recursive: true });
        file = openSync(path, 'w', 0o600);
        writeSync(file, csvText([['file', 'line', 'column', 'value', 'reason', 'row']]));
      }
      writeSync(
        file,
        csvText(rows.map((row) => [row.where, row.line, row.column, row.value, row.reason, row.raw])),
      );
    },
    close() {
      if (file === null) return null;
      closeSync(file);
      file = null;
      return path;
    },
  };
}
