import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ShownMail } from '../../../../ports/screens/shownMails.ts';
import { WebError } from '../../server/webError.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { mailView } from './mailView.ts';

const parameters = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const query = z.object({ as: z.enum(['text', 'html']).catch('html').default('html') });

/**
 * The content of a mail runs no script, sends no form, loads nothing, and has an origin of its own. Only the
 * desk page may frame it.
 */
const CONTENT_POLICY =
  "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** The mails of the outbox, as they were mailed. */
export function mailRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { screens, timezone } = ports;
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;

  const mailOf = async ({ params }: FastifyRequest): Promise<ShownMail> => {
    const { success, data } = parameters.safeParse(params);
    const mail = success ? await screens.mails.mail(data.id) : null;
    if (mail === null)
      throw new WebError('not_found', 'There is no such mail.', {
        hint: 'History lists the mails of each session.',
      });
    return mail;
  };

  server.get('/history/mails/:id', reads, async (request, reply) => {
    const shown = await mailOf(request);
    const { as } = query.parse(request.query);
    return sendScreen(ports, request, reply, {
      template: 'mail',
      title: 'Mail',
      current: 'history',
      view: mailView(shown, as === 'text', timezone),
    });
  });

  server.get('/history/mails/:id/content', reads, async (request, reply) => {
    const { html, text } = await mailOf(request);
    reply.header('content-security-policy', CONTENT_POLICY);
    if (html === null) return reply.type('text/plain; charset=utf-8').send(text);
    return reply.type('text/html; charset=utf-8').send(html);
  });

  server.get('/history/mails/:id/message.eml', reads, async (request, reply) => {
    const { file, mail } = await mailOf(request);
    if (file === null)
      throw new WebError(
        'mail_withheld',
        'The links in this mail still answer in the name of its recipient.',
        {
          hint: 'Download it after the close of its session, or read it here.',
        },
      );
    return reply
      .header('content-disposition', `attachment; filename="${mail.kind}-${mail.sessionDate}-${mail.id}.eml"`)
      .type('message/rfc822')
      .send(file);
  });
}
