import { SourceError } from '../../../shared/errors.ts';

/** A page's bytes without its last line, and what that line said. */
export interface TrailedPage {
  readonly body: Buffer;
  readonly page: number;
  /** Pages of the whole answer. */
  readonly pages: number;
}

const TRAILER = /(?:^|\n)[ \t]*Page[ \t]+(\d+)[ \t]*\/[ \t]*(\d+)\s*$/i;
const LONGEST_TRAILER_BYTES = 256;

/**
 * Takes `Page i/n` off the end of a page: the only proof that the page came whole and that no other is missing.
 * @throws SourceError (retryable) when the last line is no trailer, or is that of another page.
 */
export function takeTrailer(where: string, bytes: Buffer, wantedPage: number): TrailedPage {
  const tailStart = Math.max(0, bytes.length - LONGEST_TRAILER_BYTES);
  const found = TRAILER.exec(bytes.subarray(tailStart).toString('latin1'));
  if (found === null) throw missingTrailer(where);
  const page = Number(found[1]);
  // An answer without rows may say that it has no pages at all.
  const pages = Math.max(1, Number(found[2]));
  if (page !== wantedPage && !(wantedPage === 1 && page === 0 && pages === 1))
    throw wrongPage(where, page, wantedPage);
  return { body: bytes.subarray(0, tailStart + found.index), page: wantedPage, pages };
}

/** @throws SourceError (retryable) unless the number of pages is what page 1 said. */
export function requireSamePages(where: string, pages: number, pagesBefore: number): void {
  if (pages === pagesBefore) return;
  throw new SourceError(
    'source_pages_changed',
    `${where} · found ${pages} pages · expected ${pagesBefore}, as on page 1`,
    {
      retryable: true,
      hint: 'Fills were added or removed while they were read. Fetch the range again from the start.',
    },
  );
}

function missingTrailer(where: string): SourceError {
  return new SourceError(
    'source_trailer_missing',
    `${where} · found no “Page i/n” as last line · expected one`,
    {
      retryable: true,
      hint: 'The answer was cut short, and nothing of it is used. If this lasts, call the vendor.',
    },
  );
}

function wrongPage(where: string, page: number, wanted: number): SourceError {
  return new SourceError('source_wrong_page', `${where} · found page ${page} · expected page ${wanted}`, {
    retryable: true,
    hint: 'The server answered with another page. If this lasts, call the vendor.',
  });
}
