import type { Connection } from './connection.ts';
import { prefetch } from './prefetch.ts';
import { requireSamePages, type TrailedPage, takeTrailer } from './trailer.ts';
import { describeRequest } from './transport.ts';

/** One complete page of an answer, without its trailer. */
export interface AnswerPage {
  /** Description of the request for messages. */
  readonly where: string;
  readonly body: Buffer;
}

/** The vendor's id for the group of all accounts. */
export const ALL_ACCOUNTS = { groupId: '-2' } as const;

type Parameters = Readonly<Record<string, string>>;

/** The next page is fetched while one is read. Two pages of about 7 MB are then in memory. */
const PAGES_AHEAD = 1;

/**
 * Yields all pages of one answer, in order. Every request has the parameter `page`: without it the server
 * returns only the first page, without a hint of the others. An incomplete page is requested again and never
 * yielded.
 * @throws SourceError when a page cannot be fetched, or when the number of pages changes between pages.
 */
export async function* answerPages(
  connection: Connection,
  parameters: Parameters,
): AsyncGenerator<AnswerPage> {
  const first = await requestPage(connection, parameters, 1);
  yield { where: whereOf(parameters, 1), body: first.body };
  yield* prefetch(pagesAfterFirst(connection, parameters, first.pages), PAGES_AHEAD);
}

/** One task a page, made when its turn comes: a wrong trailer can count a billion pages. */
function* pagesAfterFirst(
  connection: Connection,
  parameters: Parameters,
  count: number,
): Generator<() => Promise<AnswerPage>> {
  for (let page = 2; page <= count; page++)
    yield async () => {
      const { body, pages } = await requestPage(connection, parameters, page);
      requireSamePages(whereOf(parameters, page), pages, count);
      return { where: whereOf(parameters, page), body };
    };
}

function requestPage(connection: Connection, parameters: Parameters, page: number): Promise<TrailedPage> {
  return connection.request({ ...parameters, page: String(page) }, (body) =>
    takeTrailer(whereOf(parameters, page), body, page),
  );
}

function whereOf(parameters: Parameters, page: number): string {
  return describeRequest({ ...parameters, page: String(page) });
}
