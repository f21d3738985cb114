import type { Answer } from './answers.ts';

/** One page of an answer as lines, with its header, and the number of pages. */
export interface Page {
  readonly lines: readonly string[];
  readonly pages: number;
}

/**
 * Page `page` (from 1) of an answer with at most `pageRows` lines per page; a larger block has its own page.
 */
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
