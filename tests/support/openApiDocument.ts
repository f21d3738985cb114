import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

const content = z.record(z.string(), z.object({ schema: z.unknown() }));
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: content.optional() })),
});
const schema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

/** The document of /openapi.json, with a check of real answers against it. */
export async function openApiDocument(server: FastifyInstance) {
  const reply = await server.inject({ url: '/openapi.json' });
  const document = schema.parse(reply.json());
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'openapi.json');
  const compiled = new Map<string, ValidateFunction>();

  function validatorOf(pointer: string): ValidateFunction {
    const known = compiled.get(pointer);
    if (known !== undefined) return known;
    const made = ajv.compile({ $ref: `openapi.json#${pointer}` });
    compiled.set(pointer, made);
    return made;
  }

  return {
    text: reply.body,
    document,
    /** `GET /v1/traders` of every described route. */
    routes: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    /** What is wrong with an answer of a route; empty: it is as described. */
    problemsOf(
      route: string,
      answer: { statusCode: number; headers: object; body: string },
    ): readonly string[] {
      const [method = '', path = ''] = route.split(' ');
      const responses = document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
      const described = responses[String(answer.statusCode)];
      if (described === undefined) return [`${route} answered ${answer.statusCode}, which is not described`];
      if (described.content === undefined) return answer.body === '' ? [] : [`${route} has a body`];
      const type = String(Object(answer.headers)['content-type']).split(';')[0] ?? '';
      if (described.content[type] === undefined) return [`${route} answered ${type}, which is not described`];
      if (!type.endsWith('json')) return [];
      const parts = [
        'paths',
        path,
        method.toLowerCase(),
        'responses',
        String(answer.statusCode),
        'content',
        type,
      ];
      const validate = validatorOf(`/${[...parts, 'schema'].map(escaped).join('/')}`);
      return validate(JSON.parse(answer.body))
        ? []
        : (validate.errors ?? []).map((each) => `${route} ${each.instancePath} ${each.message}`);
    },
  };
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
