import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Body } from './morningCache.ts';

/** Whether the client has the answer with this ETag: RFC 9110, weak comparison. */
export function isKnown(request: FastifyRequest, etag: string): boolean {
  const header = request.headers['if-none-match'];
  if (header === undefined) return false;
  if (header === etag || header.trim() === '*') return true;
  const own = opaque(etag);
  return header.split(',').some((each) => opaque(each) === own);
}

function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, '');
}

export function sendNotModified(reply: FastifyReply, etag: string): FastifyReply {
  return reply.header('etag', etag).code(304).send();
}

/** Sends a JSON answer in the encoding that the client takes. */
export function sendBody(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Body,
  etag: string,
): FastifyReply {
  const encoding = encodingOf(request.headers['accept-encoding']);
  reply
    .header('etag', etag)
    .header('vary', 'accept-encoding')
    .header('content-type', 'application/json; charset=utf-8');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(body[encoding]);
}

/** The smallest encoding that a header names without refusing it by `q=0`. */
function encodingOf(header: string | string[] | undefined): keyof Body {
  if (header === undefined) return 'identity';
  const accepted = String(header)
    .split(',')
    .filter((each) => !/;\s*q=0(?:\.0*)?\s*$/.test(each))
    .map((each) => each.split(';', 1)[0]?.trim().toLowerCase());
  return encodings.find((encoding) => accepted.includes(encoding)) ?? 'identity';
}

const encodings = ['br', 'gzip'] as const;
