import { sizeDocument } from '../../../../domain/report/sizeDocument.ts';
import { DEFAULT_MAX_RISK } from '../../../../domain/risk/sizing/sizeAnswer.ts';
import type { DeskSizes } from '../../../../ports/deskSizes.ts';
import type { ApiServer } from '../apiServer.ts';
import { errors, json } from '../schemas/describe.ts';
import { size, sizeBody } from '../schemas/sizes.ts';

/** How large a trader should trade. */
export function sizeRoutes(server: ApiServer, { sizes }: { readonly sizes: DeskSizes }): void {
  server.post(
    '/v1/size',
    {
      config: { access: 'read', answersWith: 'json' },
      schema: {
        tags: ['Sizes'],
        operationId: 'sizeTrader',
        summary: 'How large a trader, or a trader in one symbol, should trade a session',
        description:
          'Nothing is stored, so a repeat changes nothing, and no limit changes. `multiplier` is the share of the usual size, never above 1. `size` is the largest position in the symbol: it may exceed `usual`, which is one median order.',
        body: sizeBody,
        response: { 200: json('The size, and what it rests on.', size), ...errors(404, 409, 415, 422) },
      },
    },
    async (request) => {
      const { body } = request;
      const { trader, symbol = null, price = null, maxRisk = DEFAULT_MAX_RISK, lot = 1 } = body;
      const sessionDate = body.session ?? null;
      const asked = { trader, symbol, price, maxRisk, lotUnits: lot, sessionDate };
      return sizeDocument(await server.inTurn(request, () => sizes.size(asked)));
    },
  );
}
