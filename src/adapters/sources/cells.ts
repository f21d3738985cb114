import type { CsvRecord } from './csvRecords.ts';
import { decimalWithin, parseDecimal } from './decimal.ts';

const BLANK = 32;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The fields of one record at a time, as positions in its text. A fill needs only four of the 26 fields as
 * text, and splitting a million rows into all fields makes half a gigabyte of garbage.
 */
export class Cells {
  count = 0;
  #raw = '';
  /** End position of each field of a plain record: that of the separator after it, or of the text. */
  #ends = new Int32Array(64);
  /** Set for a record with quotes: its fields differ from the characters between its separators. */
  #fields: readonly string[] | null = null;

  /** Replaces the current record; `count` is then its number of fields. */
  load(record: CsvRecord): void {
    this.#raw = record.raw;
    this.#fields = record.isPlain ? null : record.fields;
    this.count = this.#fields?.length ?? this.#findEnds(record.raw, record.separator.charCodeAt(0));
  }

  /** The field, trimmed; empty when the record has no such column. */
  text(index: number | null): string {
    if (index === null || index >= this.count) return '';
    if (this.#fields !== null) return (this.#fields[index] ?? '').trim();
    return this.#raw.slice(this.#start(index), this.#end(index)).trim();
  }

  /** Whether the field is exactly this text. It makes no substring. */
  is(index: number | null, text: string): boolean {
    if (index === null || index >= this.count) return text === '';
    if (this.#fields !== null) return this.#fields[index] === text;
    const start = this.#start(index);
    return this.#end(index) - start === text.length && this.#raw.startsWith(text, start);
  }

  isEmpty(index: number): boolean {
    return this.#fields === null ? this.#start(index) === this.#end(index) : this.#fields[index] === '';
  }

  /** The field as a number, by the rules of parseDecimal; null when it is not one. */
  decimal(index: number): number | null {
    if (this.#fields !== null) return parseDecimal(this.#fields[index] ?? '');
    return decimalWithin(this.#raw, this.#start(index), this.#end(index));
  }

  /**
   * FNV-1a digest of the field, 32 bits, never 0; 0 for an empty field. Source:
   * http://www.isthe.com/chongo/tech/comp/fnv. Example: `a` is 0xe40c292c.
   */
  digest(index: number | null): number {
    if (index === null || index >= this.count) return 0;
    if (this.#fields !== null) return digestWithin((this.#fields[index] ?? '').trim(), 0);
    return digestWithin(this.#raw, this.#start(index), this.#end(index));
  }

  #start(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0) + 1;
  }

  #end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  #findEnds(raw: string, separator: number): number {
    let count = 0;
    for (let at = 0; at < raw.length; at++) {
      if (raw.charCodeAt(at) === separator) this.#setEnd(count++, at);
    }
    this.#setEnd(count++, raw.length);
    return count;
  }

  #setEnd(index: number, at: number): void {
    if (index === this.#ends.length) {
      const wider = new Int32Array(2 * index);
      wider.set(this.#ends);
      this.#ends = wider;
    }
    this.#ends[index] = at;
  }
}

function digestWithin(text: string, from: number, to: number = text.length): number {
  let first = from;
  let last = to;
  while (first < last && text.charCodeAt(first) === BLANK) first++;
  while (last > first && text.charCodeAt(last - 1) === BLANK) last--;
  if (first === last) return 0;
  let digest = FNV_OFFSET;
  for (let at = first; at < last; at++) digest = Math.imul(digest ^ text.charCodeAt(at), FNV_PRIME);
  return digest >>> 0 || 1;
}
