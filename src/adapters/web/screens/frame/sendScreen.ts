import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebPorts } from '../../server/webPorts.ts';
import { renderScreen } from './renderScreen.ts';
import type { Screen } from './screen.ts';

/** Sends a page in the frame, with the navigation where someone is signed in. */
export function sendScreen(
  { web, version, isDemo }: Pick<WebPorts, 'web' | 'version' | 'isDemo'>,
  request: FastifyRequest,
  reply: FastifyReply,
  screen: Screen,
  status = 200,
): FastifyReply {
  const { caller } = request;
  const frame = { basePath: web.basePath, version, isDemo, caller };
  return reply.code(status).type('text/html; charset=utf-8').send(renderScreen(frame, screen));
}

/** What is wrong, and what to do: the page of an error. */
export function problemScreen(problem: {
  readonly heading: string;
  readonly found: string;
  readonly hint: string;
  /** Where to go on; null: no link. */
  readonly link: { readonly path: string; readonly text: string } | null;
}): Screen {
  return { template: 'problem', title: problem.heading, current: null, view: problem, isNarrow: true };
}

/** The form that takes a key. */
export function signInScreen(view: {
  /** Why the last key was refused; null: none was. */
  readonly problem: string | null;
  /** The page to go to afterwards, below the base path; null: the morning. */
  readonly next: string | null;
}): Screen {
  return { template: 'signIn', title: 'Sign in', current: null, view, isNarrow: true };
}
