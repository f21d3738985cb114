import type { Connection } from './connection.ts';
import { inOrder } from './inOrder.ts';
import { requireSamePages, type TrailedPage, takeTrailer } from './trailer.ts';
import { describeRequest } from './transport.ts';

/** One whole page of an answer, its trailer read and removed. */
export interface AnswerPage {
  /** The request in words, for messages. */
  readonly where: string;
  readonly body: Buffer;
}

/** The vendor's group of every account. */
export const EVERY_ACCOUNT = { groupId: '-2' } as const;

type Parameters = Readonly<Record<string, string>>;

/** While one page is read, the next is on its way: two pages of about 7 MB in memory, and no idle line. */
const PAGES_AHEAD = 1;

/**
 * All pages of one answer, in order. `page` is always sent: without it the server gives the first page only and says
 * nothing of the others. A page is repeated until it comes whole; only whole pages come out.
 * @throws SourceError when a page cannot be had, or the number of pages changes while they are read.
 */
export async function* answerPages(
  connection: Connection,
  parameters: Parameters,
): AsyncGenerator<AnswerPage> {
  const first = await askPage(connection, parameters, 1);
  yield { where: whereOf(parameters, 1), body: first.body };
  const rest = Array.from({ length: first.pages - 1 }, (_, at) => at + 2);
  const tasks = rest.map((page) => async (): Promise<AnswerPage> => {
    const { body, pages } = await askPage(connection, parameters, page);
    requireSamePages(whereOf(parameters, page), pages, first.pages);
    return { where: whereOf(parameters, page), body };
  });
  yield* inOrder(tasks, PAGES_AHEAD);
}

function askPage(connection: Connection, parameters: Parameters, page: number): Promise<TrailedPage> {
  return connection.ask({ ...parameters, page: String(page) }, (body) =>
    takeTrailer(whereOf(parameters, page), body, page),
  );
}

function whereOf(parameters: Parameters, page: number): string {
  return describeRequest({ ...parameters, page: String(page) });
}
