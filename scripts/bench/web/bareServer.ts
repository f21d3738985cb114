import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';

/**
 * What the answers of the product are compared with: `bareServer.ts HEADERS_FILE BODY_FILE KEY`. Below
 * `/bare` are Fastify routes that do nothing but send the same bytes, headers included. Below `/checked` they
 * have the public plugins and the check of a key that every server with keys needs: SHA-256, compared in
 * constant time.
 */
const [headersFile = '', file = '', key = ''] = process.argv.slice(2);
/** Of the product's two answers. */
const headers: SentHeaders = JSON.parse(readFileSync(headersFile, 'utf8'));
const body = readFileSync(file);
const keys = new Map([[key.slice(0, 14), sha256(key)]]);

const server = fastify({ logger: false, forceCloseConnections: true });
await server.register((bare) => routes(bare, headers), { prefix: '/bare' });
await server.register(
  async (checked) => {
    await checked.register(cookie);
    await checked.register(helmet);
    await checked.register(formbody);
    checked.addHook('onRequest', async (request, reply) => {
      if (!isValid(request.headers.authorization ?? '')) return reply.code(401).send();
    });
    await checked.register((own) => routes(own, { known: essential('known'), whole: essential('whole') }));
  },
  { prefix: '/checked' },
);
const url = await server.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${JSON.stringify({ url })}\n`);
process.once('SIGTERM', () => void server.close());

interface SentHeaders {
  readonly known: Readonly<Record<string, string>>;
  readonly whole: Readonly<Record<string, string>>;
}

async function routes(at: FastifyInstance, { known, whole }: SentHeaders): Promise<void> {
  at.get('/known', async (_, reply) => reply.headers(known).code(304).send());
  at.get('/whole', async (_, reply) => reply.headers(whole).send(body));
}

/** Helmet adds the security headers by itself. */
function essential(answer: keyof SentHeaders): Readonly<Record<string, string>> {
  const named = Object.entries(headers[answer]);
  return Object.fromEntries(named.filter(([name]) => name === 'etag' || name === 'content-type'));
}

function isValid(header: string): boolean {
  const given = header.slice('Bearer '.length);
  return timingSafeEqual(keys.get(given.slice(0, 14)) ?? sha256(''), sha256(given));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
