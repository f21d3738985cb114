import { z } from 'zod';
import { stressDocument } from '../../../../domain/report/stressDocument.ts';
import type { StressResult } from '../../../../domain/risk/stress/stressResult.ts';
import { didYouMean } from '../../../../domain/text/closest.ts';
import type { StressReader } from '../../../../ports/screens/stressReader.ts';
import { InputError } from '../../../../shared/errors.ts';
import type { ApiServer } from '../apiServer.ts';
import { sessionDate } from '../schemas/common.ts';
import { errors, json } from '../schemas/describe.ts';
import { stressTest } from '../schemas/stress.ts';

/** What scenarios would cost the desk. */
export function stressRoutes(server: ApiServer, { stress }: { readonly stress: StressReader }): void {
  server.get(
    '/v1/stress',
    {
      config: { access: 'read', answersWith: 'json' },
      schema: {
        tags: ['Risk'],
        operationId: 'getStress',
        summary: 'What scenarios would cost the desk',
        description:
          "The shipped scenarios at the close of a session, from what is stored: docs/stress.md explains each figure. A desk's own scenarios: `npm run stress -- --file`. Nothing here changes a limit.",
        querystring: z.object({
          session: sessionDate.optional().describe('The session whose close is stressed; default the last.'),
          scenario: z.string().max(40).optional().describe('Only this scenario; default all.'),
        }),
        response: { 200: json('The stress test.', stressTest), ...errors(404) },
      },
    },
    async (request) => {
      const { session = null, scenario } = request.query;
      const result = await server.inTurn(request, () => stress.read(session, 'session'));
      if (result === null) throw nothingStored();
      return stressDocument(scenario === undefined ? result : onlyScenario(result, scenario));
    },
  );
}

function onlyScenario(result: StressResult, name: string): StressResult {
  const scenarios = result.scenarios.filter(({ scenario }) => scenario.name === name);
  if (scenarios.length > 0) return { ...result, scenarios };
  const names = result.scenarios.map(({ scenario }) => scenario.name);
  throw new InputError(
    'unknown_scenario',
    `scenario · found ${JSON.stringify(name)}${didYouMean(name, names)} · expected ${names.join(', ')}`,
    { hint: 'Leave scenario out for all of them.' },
  );
}

function nothingStored(): InputError {
  return new InputError(
    'session_without_days',
    'stress · found no trader-day · expected at least one session',
    {
      hint: 'The first morning or import stores them.',
    },
  );
}
