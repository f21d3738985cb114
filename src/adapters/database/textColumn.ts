/**
 * One text for each fill of a block, such as its status. Most blocks have the same text everywhere, which is
 * kept once.
 */
export class TextColumn {
  #common = '';
  /** One entry a fill, once two fills differ. */
  #texts: string[] | null = null;

  /** A stored column: one text a fill, a single one for all fills, or an empty list where all are empty. */
  static read(stored: readonly string[]): TextColumn {
    const column = new TextColumn();
    if (stored.length > 1) column.#texts = [...stored];
    else column.#common = stored[0] ?? '';
    return column;
  }

  at(place: number): string {
    return this.#texts === null ? this.#common : (this.#texts[place] ?? '');
  }

  /** @param length number of fills of the block, with this one. */
  set(place: number, text: string, length: number): void {
    if (this.#texts === null) {
      if (text === this.#common) return;
      if (length === 1) {
        this.#common = text;
        return;
      }
      this.#texts = Array<string>(length).fill(this.#common);
    }
    this.#texts[place] = text;
  }

  /** The column as `read` takes it. */
  written(): readonly string[] {
    const texts = this.#texts ?? [this.#common];
    const [first = ''] = texts;
    if (texts.some((text) => text !== first)) return texts;
    return first === '' ? [] : [first];
  }
}
