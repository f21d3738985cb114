import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { deskErrorStatus, webErrorStatus } from '../server/webError.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { completeDocument, describeRoute } from './apiDocument.ts';

/** Collects the routes that are registered from now on into one OpenAPI document. */
export async function describeApi(
  server: FastifyInstance,
  { web, version }: Pick<WebPorts, 'web' | 'version'>,
): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Daybreak', version, description },
      // Paths of the document have no base path: the server has it.
      servers: [{ url: web.url === null ? web.basePath || '/' : withoutSlash(web.url) }],
      tags,
      components: {
        securitySchemes: {
          key: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A key of the form `dbk_<id>_<secret>`. The operator makes it: `npm run keys -- add NAME --scope read`. Scopes nest: read, answer, operate.',
          },
        },
      },
      security: [{ key: [] }],
    },
    transform: describeRoute,
    transformObject: completeDocument,
  });
}

const tags = [
  { name: 'Mornings', description: 'What each morning decided. Needs the scope read.' },
  { name: 'Traders', description: 'The roster and what traders did. Needs the scope read.' },
  { name: 'Answers', description: 'What became of the mailed limits. Needs the scope answer.' },
  {
    name: 'Overrides',
    description: 'Limits instead of the recommended ones. Writing needs the scope answer.',
  },
  { name: 'Sizes', description: 'How large a trader should trade. Needs the scope read.' },
  { name: 'Records', description: 'The audit trail and backtests. Needs the scope read.' },
  { name: 'Risk', description: 'What scenarios would cost the desk. Needs the scope read.' },
  { name: 'Signals', description: 'An alias for clients of an earlier system. Needs the scope read.' },
];

const description = `Limits, changes and answers of a trading desk, as its mornings stored them. The server decides nothing on request.

- Dollars are numbers with at most two decimals. Sessions are dates, YYYY-MM-DD. Times are RFC 3339 in UTC.
- Send the key with each request: \`Authorization: Bearer KEY\`.
- Poll with \`If-None-Match\`: the answer is 304 until something changes.
- Errors are \`application/problem+json\` with \`code\` and \`hint\`. Programs compare \`code\`.
- Writes take \`Idempotency-Key\`, so that a repeat after a lost answer does nothing twice.

Codes of errors by status:

${codesByStatus()}`;

/** A client that has this document alone can handle every error. */
function codesByStatus(): string {
  const codes = Object.entries({ ...webErrorStatus, ...deskErrorStatus });
  const statuses = [...new Set(codes.map(([, status]) => status))].toSorted((a, b) => a - b);
  return statuses
    .map((status) => {
      const named = codes.filter(([, each]) => each === status).map(([code]) => `\`${code}\``);
      return `- ${status}: ${named.join(', ')}`;
    })
    .join('\n');
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
