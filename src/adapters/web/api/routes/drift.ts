import { z } from 'zod';
import { driftDocument } from '../../../../domain/report/driftDocument.ts';
import type { DriftLooks } from '../../../../ports/driftLooks.ts';
import { WebError } from '../../server/webError.ts';
import type { ApiServer } from '../apiServer.ts';
import { sessionDate } from '../schemas/common.ts';
import { errors, json } from '../schemas/describe.ts';
import { driftLook } from '../schemas/drift.ts';

const ANY_SESSION = '9999-12-31';

/** The weekly looks at drift, as mornings stored them. */
export function driftRoutes(
  server: ApiServer,
  { driftLooks }: { readonly driftLooks: Pick<DriftLooks, 'last'> },
): void {
  server.get(
    '/v1/drift',
    {
      config: { access: 'read', answersWith: 'json' },
      schema: {
        tags: ['Risk'],
        operationId: 'getDrift',
        summary: 'Whether indicators or scores have changed',
        description:
          'The last weekly look, for the session or before. A morning makes it after its mails; the server computes nothing. docs/drift.md explains the figures.',
        querystring: z.object({ session: sessionDate.optional().describe('Default: the newest look.') }),
        response: { 200: json('The look.', driftLook), ...errors(404) },
      },
    },
    async ({ query: { session = ANY_SESSION } }) => {
      const look = await driftLooks.last(session);
      if (look === null) throw noLook();
      return driftDocument(look);
    },
  );
}

function noLook(): WebError {
  return new WebError('no_drift_look', 'drift · found no look · expected one of a morning', {
    hint: 'Mornings make one each week, after their mails. `npm run drift` computes one now.',
  });
}
