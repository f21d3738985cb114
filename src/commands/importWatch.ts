import type { ImportFile } from '../ports/files.ts';
import type { FillBatch, RejectedRow, RejectSink } from '../ports/source.ts';

/** Rejected rows of one kind: the same column and reason. */
export interface RejectKind {
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
  /** The first rows. Line 0: the row was read, and is not stored. */
  readonly examples: readonly { readonly line: number; readonly value: string }[];
}

/** What one file held that was not stored. */
export interface Unstored {
  readonly rejects: readonly RejectKind[];
  /** Rows of kinds that are not listed, because there are too many kinds. */
  readonly otherRejects: number;
  /** Columns with numbers that Daybreak does not know. */
  readonly unreadColumns: readonly string[];
}

const MOST_EXAMPLES = 20;
const MOST_KINDS = 50;
const LONGEST_VALUE = 60;

interface Watched {
  readonly kinds: Map<string, RejectKind & { readonly examples: { line: number; value: string }[] }>;
  otherRejects: number;
  readonly unreadColumns: Set<string>;
  isStored: boolean;
}

/** Follows an import, to print what was rejected and which files were stored. */
export class ImportWatch {
  readonly #files = new Map<string, Watched>();

  /** The file itself, whose batches are looked at as they pass. */
  file(file: ImportFile): ImportFile {
    if (file.kind !== 'fills') return file;
    return { ...file, batches: () => this.#looking(file.key, file.batches()) };
  }

  /** The sink of the file with this key; its rows are looked at as they pass. */
  sink(key: string, sink: RejectSink): RejectSink {
    return {
      add: (rows) => {
        for (const row of rows) this.#reject(this.#watched(key), row);
        sink.add(rows);
      },
      close: () => {
        const path = sink.close();
        this.#watched(key).isStored = true;
        return path;
      },
      discard: () => sink.discard(),
    };
  }

  unstored(key: string): Unstored {
    const { kinds, otherRejects, unreadColumns } = this.#watched(key);
    return { rejects: [...kinds.values()], otherRejects, unreadColumns: [...unreadColumns] };
  }

  /** Whether the import of this file ended without an error. */
  isStored(key: string): boolean {
    return this.#watched(key).isStored;
  }

  async *#looking(key: string, batches: AsyncIterable<FillBatch>): AsyncGenerator<FillBatch> {
    for await (const batch of batches) {
      for (const name of batch.unreadColumns ?? []) this.#watched(key).unreadColumns.add(name);
      yield batch;
    }
  }

  #watched(key: string): Watched {
    const watched = this.#files.get(key) ?? {
      kinds: new Map(),
      otherRejects: 0,
      unreadColumns: new Set<string>(),
      isStored: false,
    };
    this.#files.set(key, watched);
    return watched;
  }

  #reject(watched: Watched, { column, reason, line, value }: RejectedRow): void {
    const key = `${column}\n${reason}`;
    const kind = watched.kinds.get(key) ?? { column, reason, rows: 0, examples: [] };
    if (kind.rows === 0 && watched.kinds.size >= MOST_KINDS) {
      watched.otherRejects++;
      return;
    }
    if (kind.examples.length < MOST_EXAMPLES)
      kind.examples.push({
        line,
        value: value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value,
      });
    watched.kinds.set(key, { ...kind, rows: kind.rows + 1 });
  }
}
