import type { z } from 'zod';
import { StoreError } from '../../shared/errors.ts';
import { requireStorableJson } from './storableText.ts';

/**
 * One kind of JSON in the database: where it is stored, its version, and the schema that reads it.
 *
 * An object carries its version as its first key, `version`. Two texts have none: an object that release
 * 0.2.0 wrote, and a list, which has no place for a key. Both count as version 1. A later shape raises the
 * version; a list then becomes an object.
 */
export interface StoredJson<T> {
  /**
   * Reads a stored text. The value keeps the key order of the text, so what is printed from it does not
   * change.
   * @param key the row, in words: `2026-03-03 NET001`.
   * @throws StoreError `stored_json` where the version or the shape is not the expected one.
   */
  read(text: string, key: string): T;
  /** The text to store. @throws InputError `not_text` where a text has the character NUL. */
  write(value: T): string;
}

const FIRST_VERSION = 1;

/** The second version of a kind of JSON: it reads the first one with a schema of its own. */
export interface SecondVersion<T> {
  readonly version: 2;
  /** Reads a text of version 1 and adds what it lacks. */
  readonly first: z.ZodType<T>;
}

/**
 * Describes the JSON of one column. `schema` validates only: its own copy of the value is dropped. A value of
 * an earlier version is what that version's schema returns.
 */
export function storedJson<T>(
  table: string,
  column: string,
  schema: z.ZodType<T>,
  second: SecondVersion<T> | null = null,
): StoredJson<T> {
  const newest = second?.version ?? FIRST_VERSION;
  return {
    read(text, key) {
      const refuse = (found: string) =>
        unreadableJson(`${table}.${column}`, key, found, `JSON of version ${newest}`);
      const { version, value } = versioned(parsed(text, refuse));
      const earlier = second !== null && version === FIRST_VERSION ? second.first : null;
      if (earlier === null && version !== newest) throw refuse(`version ${JSON.stringify(version)}`);
      const result = (earlier ?? schema).safeParse(value);
      if (result.success) return earlier === null ? (value as T) : result.data;
      const [issue] = result.error.issues;
      throw refuse(`at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'another shape'}`);
    },
    write(value) {
      return requireStorableJson(
        JSON.stringify(Array.isArray(value) ? value : { version: newest, ...value }),
      );
    },
  };
}

function parsed(text: string, refuse: (found: string) => StoreError): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('a text that is not JSON');
  }
}

function versioned(stored: unknown): { readonly version: unknown; readonly value: unknown } {
  if (typeof stored !== 'object' || stored === null || !('version' in stored))
    return { version: FIRST_VERSION, value: stored };
  const { version, ...value } = stored;
  return { version, value };
}

/**
 * The error of a stored text that cannot be read. `place` is the table and column, `key` the row in words.
 */
export function unreadableJson(place: string, key: string, found: string, expected: string): StoreError {
  return new StoreError(
    'stored_json',
    `Database, ${place} of ${key} · found ${found} · expected ${expected}`,
    {
      hint: 'A newer Daybreak wrote the row, or the row is damaged. Run the newest Daybreak, or put a backup in place: `npm run backup -- --verify` names the newest good one, `npm run restore -- FILE --force` restores it.',
    },
  );
}
