import type { Answer } from './answers.ts';

/** One page of an answer as lines, header included, and how many there are. */
export interface Page {
  readonly lines: readonly string[];
  readonly pages: number;
}

/** Cuts an answer into pages of at most `pageRows` lines (a larger block has a page of its own); pages count from 1. */
export function pageOf(answer: Answer, page: number, pageRows: number): Page {
  const starts = pageStarts(answer, pageRows);
  const blocks = answer.blocks.slice(
    starts[page - 1] ?? answer.blocks.length,
    starts[page] ?? answer.blocks.length,
  );
  return { lines: [...answer.header, ...blocks.flat()], pages: starts.length };
}

function pageStarts({ blocks }: Answer, pageRows: number): number[] {
  const starts = [0];
  let rows = 0;
  for (const [at, block] of blocks.entries()) {
    if (rows > 0 && rows + block.length > pageRows) {
      starts.push(at);
      rows = 0;
    }
    rows += block.length;
  }
  return starts;
}
