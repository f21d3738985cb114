import type { CsvRecord } from './csvRecords.ts';
import { decimalWithin, parseDecimal } from './decimal.ts';

const COMMA = 44;

/**
 * The fields of one record at a time, found but not cut out: of a row's twenty-six, a fill needs four as text, and a
 * million rows cut into all their fields are half a gigabyte of garbage.
 */
export class Cells {
  count = 0;
  #raw = '';
  /** Where each field of a plain record ends; the next begins behind the comma there. */
  #ends = new Int32Array(64);
  /** Set for a record with quotes, whose fields are not parts of its text. */
  #fields: readonly string[] | null = null;

  load(record: CsvRecord): void {
    this.#raw = record.raw;
    this.#fields = record.isPlain ? null : record.fields;
    this.count = this.#fields?.length ?? this.#findEnds(record.raw);
  }

  /** Without outer blanks; empty for a column that is not there. */
  text(index: number | null): string {
    if (index === null || index >= this.count) return '';
    if (this.#fields !== null) return (this.#fields[index] ?? '').trim();
    return this.#raw.slice(this.#start(index), this.#end(index)).trim();
  }

  isEmpty(index: number): boolean {
    return this.#fields === null ? this.#start(index) === this.#end(index) : this.#fields[index] === '';
  }

  /** By the rules of parseDecimal. */
  decimal(index: number): number | null {
    if (this.#fields !== null) return parseDecimal(this.#fields[index] ?? '');
    return decimalWithin(this.#raw, this.#start(index), this.#end(index));
  }

  #start(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0) + 1;
  }

  #end(index: number): number {
    return this.#ends[index] ?? 0;
  }

  #findEnds(raw: string): number {
    let count = 0;
    for (let at = 0; at < raw.length; at++) {
      if (raw.charCodeAt(at) === COMMA) this.#setEnd(count++, at);
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
