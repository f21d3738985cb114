import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import { type FastifyInstance, fastify } from 'fastify';
import type { WebConfig } from '../../../config/config.ts';
import { tlsCheck } from './origin.ts';

/** Sets the headers of every answer, those of errors too. A route may replace them. */
export async function addHeaders(server: FastifyInstance, web: Pick<WebConfig, 'url'>): Promise<void> {
  const plain = {
    ...(await helmetHeaders()),
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
  };
  // Only an answer that arrived over TLS may ask for it.
  const overTls = { ...plain, 'strict-transport-security': STRICT_TRANSPORT };
  const isBehindTls = tlsCheck(web);
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(isBehindTls(request) ? overTls : plain);
    done();
  });
}

/** The same for every answer, so they are made once: helmet takes longer than all else of a short answer. */
async function helmetHeaders(): Promise<Readonly<Record<string, string>>> {
  const maker = fastify({ logger: false });
  await maker.register(helmet, policy);
  maker.get('/', async (_, reply) => reply.raw.getHeaders());
  const made = (await maker.inject('/')).json<Record<string, string>>();
  await maker.close();
  return made;
}

/**
 * Referrer-Policy: under helmet's default, `no-referrer`, Chromium sends `Origin: null` with the own form of
 * a page.
 */
const policy: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      frameSrc: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' },
  strictTransportSecurity: false,
  crossOriginEmbedderPolicy: false,
};

/** A year, as browsers keep it. */
const STRICT_TRANSPORT = 'max-age=31536000';
