import type { Column, Tone } from '../../pages/document.ts';

/** A cell of a table with links; paths are below WEB_BASE_PATH. */
export interface LinkedCell {
  readonly text: string;
  readonly link?: string;
  /** What a screen reader reads after the text, where several links of the table have the same text. */
  readonly about?: string;
  /** A second line in small print. */
  readonly under?: string;
  readonly tone?: Tone;
}

/** The view of the partial dataTable. The first cell of each row is its title. */
export function linkedTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (string | LinkedCell)[])[],
) {
  return {
    caption,
    columns,
    rows: rows.map((cells) => ({
      cells: cells.map((given, place) => {
        const {
          text,
          link = '',
          about = '',
          under = '',
          tone = '',
        } = typeof given === 'string' ? { text: given } : given;
        const style = `${columns[place]?.style ?? 'word'} ${tone}`.trim();
        return { text, link, about, under, style, isTitle: place === 0 };
      }),
    })),
  };
}
