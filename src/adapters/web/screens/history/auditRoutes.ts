import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { clockWords } from '../../../../domain/report/noticeView.ts';
import { capitalised, cleanLine } from '../../../../domain/text/outsideText.ts';
import type { AuditEntry } from '../../../../ports/auditReader.ts';
import { WebError } from '../../server/webError.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';
import { webPath } from '../frame/webPath.ts';
import { auditQuery, questionOf } from './auditQuery.ts';
import { auditView, authorOf } from './auditView.ts';

const ENTRIES_PER_PAGE = 50;
/** While a verification is under way, the page loads itself again after so many seconds. */
const REFRESH_SECONDS = 2;

const parameters = z.object({ sequence: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** The audit trail: pages of entries, one entry, and the verification of the chain. */
export function auditRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { screens, records, timezone, web } = ports;
  const reads = { config: { access: 'read', answersWith: 'page' } } as const;

  server.get('/history/audit', reads, async (request, reply) => {
    const query = auditQuery.parse(request.query);
    const page = await screens.audit.entries(questionOf(query, timezone, ENTRIES_PER_PAGE));
    const verification = await screens.audit.verification();
    if (verification.progress !== null) reply.header('refresh', REFRESH_SECONDS);
    return sendScreen(ports, request, reply, {
      template: 'audit',
      title: 'Audit trail',
      current: 'history',
      view: auditView({ query, page, verification, timezone }),
    });
  });

  server.post('/history/audit/verify', reads, async (_request, reply) => {
    await screens.audit.verify();
    return reply.redirect(webPath(web.basePath, '/history/audit#verification'), 303);
  });

  server.get('/history/audit/:sequence', reads, async (request, reply) => {
    const { success, data } = parameters.safeParse(request.params);
    const [entry] = success ? (await records.audit(data.sequence - 1, 1)).entries : [];
    if (entry === undefined || entry.sequence !== data?.sequence)
      throw new WebError('not_found', 'There is no such entry.', {
        hint: 'The audit trail lists the entries.',
      });
    return sendScreen(ports, request, reply, {
      template: 'auditEntry',
      title: `Entry ${entry.sequence}`,
      current: 'history',
      view: entryView(entry, timezone),
    });
  });
}

/** One entry with everything that its hash covers. */
function entryView(entry: AuditEntry, timezone: string) {
  return {
    heading: `Entry ${entry.sequence} of the audit trail`,
    facts: [
      { name: 'When', value: `${clockWords(new Date(entry.at), timezone, null)} (${entry.at})` },
      { name: 'Kind', value: capitalised(entry.kind) },
      { name: 'About', value: cleanLine(entry.subject) },
      { name: 'By', value: authorOf(entry.body) },
      { name: 'Hash before', value: entry.previousHash },
      { name: 'Hash', value: entry.hash },
    ],
    body: JSON.stringify(entry.body, null, 2),
    canonical: entry.canonical,
    before: entry.sequence > 1 ? `/history/audit/${entry.sequence - 1}` : '',
  };
}
