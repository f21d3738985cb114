import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Screen } from '../screens/frame/screen.ts';
import { problemScreen, sendScreen } from '../screens/frame/sendScreen.ts';
import { type Problem, problemOf, WebError } from './webError.ts';
import type { WebPorts } from './webPorts.ts';

/** Seconds after which a client may try again where the database is in use. */
const BUSY_SECONDS = 5;

/** Answers every error in the form of its route: problem+json, or a page. */
export function answerErrors(server: FastifyInstance, ports: WebPorts): void {
  server.setErrorHandler((error, request, reply) => sendError(ports, request, reply, error));
}

/** Answers where no route is. Register the rate limits first: these requests count too. */
export function answerNotFound(server: FastifyInstance, ports: WebPorts): void {
  const error = new WebError('not_found', 'There is nothing at this address.', {
    hint: 'The desk page is at /, the description of the API at /docs.',
  });
  server.setNotFoundHandler(
    ports.web.rateLimit === null ? {} : { preHandler: server.rateLimit() },
    (request, reply) => sendError(ports, request, reply, error),
  );
}

function sendError(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const problem = problemOf(error);
  if (problem.status >= 500)
    ports.log.error('a web request failed', {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      problem: error instanceof Error ? error.message : String(error),
    });
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="daybreak"');
  const retryAfter = retryAfterOf(error, problem);
  if (retryAfter !== null) reply.header('retry-after', retryAfter);
  return wantsPage(request)
    ? sendScreen(ports, request, reply, errorScreen(problem), problem.status)
    : reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Hints for readers of the desk page, where those of the errors name commands. */
const pageHints: Readonly<Record<string, string>> = {
  unknown_trader: 'The morning lists every trader, with a link to each. Nothing was changed.',
};

function errorScreen({ title, detail, hint, code }: Problem): Screen {
  const link = { path: '/', text: 'To the morning' };
  return problemScreen({ heading: title, found: detail, hint: pageHints[code] ?? hint, link });
}

function retryAfterOf(error: unknown, { status }: Problem): number | null {
  if (error instanceof WebError) return error.retryAfter;
  return status === 503 ? BUSY_SECONDS : null;
}

/** A route says what it answers with; without a route, the browser's own header does. */
function wantsPage(request: FastifyRequest): boolean {
  const { answersWith } = request.routeOptions.config ?? {};
  if (answersWith !== undefined) return answersWith === 'page';
  return (request.headers.accept ?? '').includes('text/html');
}
