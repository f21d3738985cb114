import { SourceError } from '../../../shared/errors.ts';

/** A page without its trailer, and the numbers in that trailer. */
export interface TrailedPage {
  readonly body: Buffer;
  readonly page: number;
  /** Number of pages in the whole answer. */
  readonly pages: number;
}

const TRAILER = /(?:^|\n)[ \t]*Page[ \t]+(\d+)[ \t]*\/[ \t]*(\d+)\s*$/i;
const LONGEST_TRAILER_BYTES = 256;

/**
 * Removes the trailer, the last line `Page i/n`, from a page. Only the trailer proves that the page is
 * complete and how many pages the answer has.
 * @throws SourceError (retryable) when the last line is not a trailer, or is the trailer of another page.
 */
export function takeTrailer(where: string, bytes: Buffer, wantedPage: number): TrailedPage {
  const tailStart = Math.max(0, bytes.length - LONGEST_TRAILER_BYTES);
  const found = TRAILER.exec(bytes.subarray(tailStart).toString('latin1'));
  if (found === null) throw missingTrailer(where);
  const page = Number(found[1]);
  // An answer without rows may end with `Page 1/0` or `Page 0/0`.
  const pages = Math.max(1, Number(found[2]));
  if (page !== wantedPage && !(wantedPage === 1 && page === 0 && pages === 1))
    throw wrongPage(where, page, wantedPage);
  return { body: bytes.subarray(0, tailStart + found.index), page: wantedPage, pages };
}

/**
 * Checks that a page counts as many pages as page 1 did. @throws SourceError (retryable) when it does not.
 */
export function requireSamePages(where: string, pages: number, pagesBefore: number): void {
  if (pages === pagesBefore) return;
  throw new SourceError(
    'source_pages_changed',
    `${where} · found ${pages} pages · expected ${pagesBefore}, as on page 1`,
    {
      retryable: true,
      hint: 'Fills were added or removed during the fetch. Fetch the range again from the start.',
    },
  );
}

function missingTrailer(where: string): SourceError {
  return new SourceError(
    'source_trailer_missing',
    `${where} · found no “Page i/n” as last line · expected one`,
    {
      retryable: true,
      hint: 'The answer was incomplete and is not used. If this continues, call the vendor.',
    },
  );
}

function wrongPage(where: string, page: number, wanted: number): SourceError {
  return new SourceError('source_wrong_page', `${where} · found page ${page} · expected page ${wanted}`, {
    retryable: true,
    hint: 'The server returned the wrong page. If this continues, call the vendor.',
  });
}
