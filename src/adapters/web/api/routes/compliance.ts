import { z } from 'zod';
import { complianceDocument } from '../../../../domain/report/compliance/complianceDocument.ts';
import type { ComplianceReader } from '../../../../ports/screens/complianceReader.ts';
import type { ApiServer } from '../apiServer.ts';
import { sessionDate } from '../schemas/common.ts';
import { complianceReport } from '../schemas/compliance.ts';
import { errors, json } from '../schemas/describe.ts';
import { backwards } from './traders.ts';

/** The compliance report of a period. */
export function complianceRoutes(
  server: ApiServer,
  { compliance }: { readonly compliance: ComplianceReader },
): void {
  server.get(
    '/v1/compliance',
    {
      config: { access: 'read', answersWith: 'json' },
      schema: {
        tags: ['Records'],
        operationId: 'getCompliance',
        summary: 'Controls, exceptions and findings of a period',
        description:
          "Evidence for the firm's annual review under SEC 15c3-5; not legal advice. Made from the audit trail alone: every hash of it is recomputed first, which takes about a second for 10,000 entries. 503 where the trail does not hold, 404 where it has no decision of the period.",
        querystring: z.object({
          from: sessionDate.describe('The first session.'),
          to: sessionDate.describe('The last session.'),
        }),
        response: { 200: json('The report.', complianceReport), ...errors(404) },
      },
    },
    async (request) => {
      const { from, to } = request.query;
      if (from > to) throw backwards(from, to);
      return complianceDocument(await server.inTurn(request, () => compliance.report({ from, to })));
    },
  );
}
