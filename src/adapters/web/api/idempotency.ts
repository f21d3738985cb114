import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { StoredReply } from '../../../ports/idempotency.ts';
import { callerOf } from '../server/caller.ts';
import { WebError } from '../server/webError.ts';
import type { WebPorts } from '../server/webPorts.ts';

/** A write: its success status, the schema of its answer, and what it does. */
export interface Write<Schema extends z.ZodType> {
  readonly status: 200 | 201;
  readonly schema: Schema;
  readonly work: () => Promise<z.input<Schema>>;
}

export type Writer = <Schema extends z.ZodType>(
  request: FastifyRequest,
  reply: FastifyReply,
  write: Write<Schema>,
) => Promise<FastifyReply>;

/**
 * Does a write once for each `Idempotency-Key`. A repeat gets the stored answer, also one that arrives while
 * the first is under way. A failed write is not stored: it is tried again.
 */
export function idempotentWriter({ idempotency, clock }: Pick<WebPorts, 'idempotency' | 'clock'>): Writer {
  const underWay = new Map<string, Promise<unknown>>();

  const once = async <Schema extends z.ZodType>(
    request: FastifyRequest,
    key: string,
    write: Write<Schema>,
  ) => {
    const { keyId } = callerOf(request);
    const requestHash = hashOf(request);
    const stored = await idempotency.find(keyId, key, clock.now());
    if (stored !== null) {
      if (stored.requestHash !== requestHash) throw conflict();
      return { ...stored, isReplay: true };
    }
    const made: StoredReply = { requestHash, ...(await textOf(write)) };
    await idempotency.keep(keyId, key, made, clock.now());
    return { ...made, isReplay: false };
  };

  return async (request, reply, write) => {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') {
      const { status, body } = await textOf(write);
      return send(reply, status, body);
    }
    const slot = `${callerOf(request).keyId} ${key}`;
    const result = await inTurn(underWay, slot, () => once(request, key, write));
    if (result.isReplay) reply.header('idempotency-replayed', 'true');
    return send(reply, result.status, result.body);
  };
}

/** Runs after the work of the same slot that began before. */
async function inTurn<T>(
  underWay: Map<string, Promise<unknown>>,
  slot: string,
  work: () => Promise<T>,
): Promise<T> {
  const before = underWay.get(slot) ?? Promise.resolve();
  const own = before.then(work, work);
  underWay.set(slot, own);
  try {
    return await own;
  } finally {
    if (underWay.get(slot) === own) underWay.delete(slot);
  }
}

async function textOf<Schema extends z.ZodType>({ status, schema, work }: Write<Schema>) {
  return { status, body: JSON.stringify(schema.parse(await work())) };
}

function send(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
}

function hashOf({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(`${method} ${url} ${JSON.stringify(body ?? null)}`)
    .digest('hex');
}

function conflict(): WebError {
  return new WebError(
    'idempotency_conflict',
    'Idempotency-Key · found the key of another request within a day · expected the same method, path and body, or a new key',
    { hint: 'Make a new key for each new request, such as a UUID. Nothing was changed.' },
  );
}
