import { closeSync, lstatSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RejectSink } from '../../ports/source.ts';
import { InputError } from '../../shared/errors.ts';
import { makeFolder } from '../../shared/folders.ts';
import { openNewFile } from '../../shared/newFile.ts';
import { csvText } from './csv.ts';

/**
 * Writes the rejected rows of a stream to one CSV file: where, line, column, value, reason and the unchanged
 * row. The file is written under a temporary name and renamed by `close`, which the caller calls when the
 * import is committed. So a file of rejects always describes the last import that was committed.
 * @throws InputError `not_a_file` where the folder is a symbolic link: files elsewhere must not change.
 */
export function createRejectSink(directory: string, stream: string): RejectSink {
  const path = join(directory, `${basename(stream).replace(/[^\w.-]+/g, '_')}.rejects.csv`);
  const unfinished = `${path}.part`;
  requireNoLink(directory);
  let file: number | null = null;
  return {
    add(rows) {
      if (rows.length === 0) return;
      if (file === null) {
        makeFolder(directory);
        file = openNewFile(unfinished);
        writeSync(file, csvText([['file', 'line', 'column', 'value', 'reason', 'row']]));
      }
      writeSync(
        file,
        csvText(rows.map((row) => [row.where, row.line, row.column, row.value, row.reason, row.raw])),
      );
    },
    close() {
      if (file === null) rmSync(path, { force: true });
      else finish(file);
      const kept = file === null ? null : path;
      file = null;
      return kept;
    },
    discard() {
      if (file !== null) closeSync(file);
      file = null;
      rmSync(unfinished, { force: true });
    },
  };

  function finish(open: number): void {
    closeSync(open);
    renameSync(unfinished, path);
  }
}

function requireNoLink(directory: string): void {
  if (!lstatSync(directory, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const place = `${basename(directory)}, the folder of rejected rows next to the database`;
  throw new InputError('not_a_file', `${place} · found a symbolic link · expected a folder`, {
    hint: 'Remove the link: Daybreak creates the folder.',
  });
}
