import type { Connection, Submittable } from 'pg';
import type { BoundValue, NumberedStatement } from './placeholders.ts';

/** The part of the driver's connection that a batch uses; its published types leave it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  parse(query: { text: string; name: string }): void;
  bind(config: { statement: string; values: readonly BoundValue[] }): void;
  execute(config: { portal?: string }): void;
  sync(): void;
}

/**
 * One statement with many lists of values, sent in one piece: the server answers once, not once a row. An
 * error ends the batch, and the server skips the rest of it.
 */
export class BatchQuery implements Submittable {
  readonly name: string;
  readonly text: string;
  readonly #each: readonly (readonly BoundValue[])[];
  #changed = 0;
  #error: unknown = null;
  /** Called once, when the server is ready again. The driver calls it too where a connection ends. */
  callback: (error: unknown, changed: number) => void;

  constructor(
    { name, text }: NumberedStatement,
    each: readonly (readonly BoundValue[])[],
    callback: (error: unknown, changed: number) => void,
  ) {
    this.name = name;
    this.text = text;
    this.#each = each;
    this.callback = callback;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    wire.stream.cork();
    try {
      if (wire.parsedStatements[this.name] === undefined) wire.parse({ text: this.text, name: this.name });
      for (const values of this.#each) {
        wire.bind({ statement: this.name, values });
        wire.execute({});
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#changed += Number(/\d+$/.exec(text)?.[0] ?? 0);
  }

  handleError(error: unknown): void {
    this.#error = error;
    // A broken connection is never ready again.
    this.callback(error, 0);
  }

  handleReadyForQuery(): void {
    if (this.#error === null) this.callback(null, this.#changed);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
}
