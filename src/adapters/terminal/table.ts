import Table from 'cli-table3';
import { cleanLine } from '../../domain/text/outsideText.ts';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Widest the column may be; longer text wraps. */
  readonly width?: number;
}

/** An aligned table without boxes, as a terminal and a pipe both read it. Cells are cleaned of control characters. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    colWidths: columns.map(({ width }) => width ?? null),
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    chars: noBorders,
  });
  table.push(...rows.map((row) => row.map(cleanLine)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const noBorders = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((place) => [place, '']),
);
