import type { Connection, Submittable } from 'pg';
import type { BoundValue, NumberedStatement } from './placeholders.ts';
import { resultTypes } from './resultTypes.ts';

/** The part of the driver's connection that a batch uses; its published types leave it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string | undefined>;
  parse(query: { text: string; name: string }): void;
  bind(config: { statement: string; values: readonly BoundValue[] }): void;
  describe(config: { type: 'P'; name: string }): void;
  execute(config: { portal?: string }): void;
  sync(): void;
  on(event: 'parseComplete', listener: () => void): void;
  removeListener(event: 'parseComplete', listener: () => void): void;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** A statement with its values. */
export interface BatchItem {
  readonly statement: NumberedStatement;
  readonly values: readonly BoundValue[];
}

/** What a statement of a batch returned. */
export interface BatchResult {
  readonly rows: Record<string, unknown>[];
  /** Rows inserted, updated, deleted or selected. */
  count: number;
}

/**
 * Statements that are sent in one piece: the server answers once, not once for each. An error ends the batch,
 * and the server skips the rest of it.
 */
export class BatchQuery implements Submittable {
  /** The driver must not note the statements as prepared: the batch does. */
  readonly name = '';
  readonly text = '';
  readonly #items: readonly BatchItem[];
  readonly #results: BatchResult[] = [];
  #columns: readonly { readonly name: string; readonly parse: (text: string) => unknown }[] = [];
  #error: unknown = null;
  #release: () => void = () => undefined;
  /** Called once, when the server is ready again. The driver calls it too where a connection ends. */
  callback: (error: unknown, results: readonly BatchResult[]) => void;

  constructor(
    items: readonly BatchItem[],
    callback: (error: unknown, results: readonly BatchResult[]) => void,
  ) {
    this.#items = items;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    this.#notePrepared(wire);
    wire.stream.cork();
    try {
      const parsed = new Set<string>();
      for (const { statement, values } of this.#items) {
        const { name, text } = statement;
        if (wire.parsedStatements[name] === undefined && !parsed.has(name)) wire.parse({ text, name });
        parsed.add(name);
        wire.bind({ statement: name, values });
        wire.describe({ type: 'P', name: '' });
        wire.execute({});
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: resultTypes.getTypeParser(dataTypeID) as (text: string) => unknown,
    }));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {};
    for (const [place, { name, parse }] of this.#columns.entries()) {
      const text = fields[place] ?? null;
      row[name] = text === null ? null : parse(text);
    }
    this.#current().rows.push(row);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#current().count = Number(/\d+$/.exec(text)?.[0] ?? 0);
    this.#results.push({ rows: [], count: 0 });
  }

  handleError(error: unknown): void {
    this.#error = error;
    this.#release();
    // A broken connection is never ready again.
    this.callback(error, []);
  }

  handleReadyForQuery(): void {
    this.#release();
    if (this.#error === null) this.callback(null, this.#results.slice(0, this.#items.length));
  }

  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  #current(): BatchResult {
    const last = this.#results.at(-1) ?? { rows: [], count: 0 };
    if (this.#results.length === 0) this.#results.push(last);
    return last;
  }

  /** Statements stay prepared where a later one fails. They are prepared in the order of the batch. */
  #notePrepared(wire: Wire): void {
    const unknown = new Map(
      this.#items
        .filter(({ statement }) => wire.parsedStatements[statement.name] === undefined)
        .map(({ statement }) => [statement.name, statement.text] as const),
    ).entries();
    const listener = () => {
      const next = unknown.next();
      if (next.done !== true) wire.parsedStatements[next.value[0]] = next.value[1];
    };
    wire.on('parseComplete', listener);
    this.#release = () => wire.removeListener('parseComplete', listener);
  }
}
