import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transform']>;
type TransformObject = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>;

const operation = z.looseObject({
  parameters: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), z.looseObject({})).optional(),
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** Describes a route from its zod schemas, with the scope that it needs. */
export const describeRoute: Transform = (route) => {
  const { schema, url } = jsonSchemaTransform(route);
  const access = route.route.config?.access;
  if (access === undefined || access === 'open') return { schema, url };
  return { schema: { ...schema, security: [{ key: [access] }] }, url };
};

/** Adds the named schemas that routes use, and the headers of answers. */
export const completeDocument: TransformObject = (input) => {
  const { paths, components, ...rest } = document.parse(plainForms(jsonSchemaTransformObject(input)));
  return {
    ...rest,
    paths: mapValues(paths, (methods) => mapValues(methods, withHeaders)),
    components: { ...components, schemas: usedSchemas(paths, components.schemas) },
  };
};

/**
 * zod bounds every integer by those of JavaScript, and writes dates as patterns without an example. The page
 * of the API then shows -9007199254740991 and "20", so the bounds are left out and dates have an example.
 */
function plainForms(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainForms);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, bound]) => !isBoundOfIntegers(key, bound));
  const plain = Object.fromEntries(entries.map(([key, each]) => [key, plainForms(each)]));
  const { example = exampleOf(plain) } = plain;
  return example === undefined ? plain : { ...plain, example };
}

function isBoundOfIntegers(key: string, bound: unknown): boolean {
  return (
    (key === 'minimum' && bound === Number.MIN_SAFE_INTEGER) ||
    (key === 'maximum' && bound === Number.MAX_SAFE_INTEGER)
  );
}

/** A pattern that a session fits and no word does is that of a date. */
function exampleOf({ type, format, pattern, allOf }: Readonly<Record<string, unknown>>): string | undefined {
  if (type !== 'string') return undefined;
  if (format === 'date-time') return '2026-11-30T10:01:12.345Z';
  const isDate = format === 'date' || `${pattern ?? ''}${JSON.stringify(allOf ?? '')}`.includes('-02-29|');
  return isDate ? '2026-11-30' : undefined;
}

/** Each schema has a form for requests and one for answers; routes use one of both, or neither directly. */
function usedSchemas(paths: unknown, schemas: Readonly<Record<string, unknown>>) {
  const used = new Set<string>();
  const collect = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      collect(schemas[name] ?? null);
    }
  };
  collect(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

const headerWords = {
  ETag: 'Names the state of the answer. Send it as If-None-Match.',
  'Retry-After': 'Seconds after which it is worth asking again.',
  'Idempotency-Replayed': '`true`: the stored answer of an earlier request with the same key.',
} as const;

type HeaderName = keyof typeof headerWords;

/** The library has no place for headers in the schema of an answer. */
function withHeaders(route: z.output<typeof operation>) {
  const takes = JSON.stringify(route.parameters ?? []);
  const namesOf = (status: string, response: unknown): readonly HeaderName[] => {
    const isGood = /^20/.test(status);
    if ((isGood || status === '304') && takes.includes('"if-none-match"')) return ['ETag'];
    if (isGood && takes.includes('"idempotency-key"')) return ['Idempotency-Replayed'];
    const saysWhen = /^(?:429|503)$/.test(status) || JSON.stringify(response).includes('/NoDecision');
    return saysWhen ? ['Retry-After'] : [];
  };
  const responses = Object.entries(route.responses ?? {}).map(([status, response]) => {
    const names = namesOf(status, response);
    return [status, names.length === 0 ? response : { ...response, headers: headersOf(names) }];
  });
  return { ...route, responses: Object.fromEntries(responses) };
}

function headersOf(names: readonly HeaderName[]) {
  return Object.fromEntries(
    names.map((name) => [name, { schema: { type: 'string' }, description: headerWords[name] }]),
  );
}

function mapValues<From, To>(entries: Readonly<Record<string, From>>, to: (value: From) => To) {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, to(value)]));
}
