import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AnswerSheet } from '../../../ports/answerSheets.ts';
import type { Screen } from '../screens/frame/screen.ts';
import { sendScreen } from '../screens/frame/sendScreen.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { answerPost } from './answerPost.ts';
import { formScreen } from './answerScreens.ts';
import { linkRateLimit } from './linkRateLimit.ts';
import { refusalOf } from './refusals.ts';
import { openToken } from './signing/answerToken.ts';

const parameters = z.object({ token: z.string() });

/**
 * The pages of the links in mails: `/a/TOKEN`. They need no sign-in. Reading one writes nothing: programs
 * that check mail open every link.
 */
export async function answerPages(server: FastifyInstance, ports: WebPorts): Promise<void> {
  const config = { access: 'open', answersWith: 'page', rateLimit: linkRateLimit(ports) } as const;

  server.get('/a/:token', { config }, async (request, reply) => {
    const { token, sheet } = await readSheet(ports, request);
    if (typeof sheet === 'string') return refuse(ports, request, reply, sheet);
    return send(ports, request, reply, { screen: formScreen(ports, sheet, token), status: 200 });
  });

  /** Reading a form of 1 MB takes a third of a second: without a valid link it is not read. */
  async function refuseForged(request: FastifyRequest, reply: FastifyReply) {
    if (linkOf(ports, request).link === null) return refuse(ports, request, reply, 'unreadable');
  }

  server.post('/a/:token', { config, preParsing: refuseForged }, async (request, reply) => {
    const { token, sheet } = await readSheet(ports, request);
    if (typeof sheet === 'string') return refuse(ports, request, reply, sheet);
    return send(ports, request, reply, await answerPost(ports, request, { token, sheet }));
  });
}

async function readSheet(
  ports: WebPorts,
  request: FastifyRequest,
): Promise<{ readonly token: string; readonly sheet: AnswerSheet | Parameters<typeof refusalOf>[0] }> {
  const { token, link } = linkOf(ports, request);
  return { token, sheet: link === null ? 'unreadable' : await ports.answerSheets.read(link) };
}

function linkOf({ signingKeys, web }: WebPorts, request: FastifyRequest) {
  const { token } = parameters.parse(request.params);
  // Without WEB_URL no mail has links, and no key is made.
  return { token, link: web.url === null ? null : openToken(signingKeys(), token) };
}

function refuse(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  why: Parameters<typeof refusalOf>[0],
): FastifyReply {
  return send(ports, request, reply, refusalOf(why));
}

function send(
  ports: WebPorts,
  request: FastifyRequest,
  reply: FastifyReply,
  { screen, status }: { readonly screen: Screen; readonly status: number },
): FastifyReply {
  return sendScreen(ports, request, reply, screen, status);
}
