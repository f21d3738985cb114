import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WebError } from '../../server/webError.ts';

const parameters = z.object({ session: z.iso.date() });

/** The session in the path of a request. @throws WebError `not_found` where it is no date. */
export function sessionOf({ params }: Pick<FastifyRequest, 'params'>): string {
  const { success, data } = parameters.safeParse(params);
  if (success) return data.session;
  throw noMorning('this address');
}

export function noMorning(which: string): WebError {
  return new WebError('not_found', `No morning was decided for ${which}.`, {
    hint: 'History lists the mornings that were.',
  });
}
