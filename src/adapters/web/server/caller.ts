import type { KeyScope } from '../../../ports/accessKeys.ts';

/** Who may use a route: everyone, or the owner of a key with this scope or a wider one. */
export type RouteAccess = 'open' | KeyScope;

/** The owner of the key of a request. */
export interface Caller {
  readonly keyId: string;
  readonly owner: string;
  readonly scope: KeyScope;
  /** page: a signed-in browser. api: a Bearer key. */
  readonly through: 'page' | 'api';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route names it; a route without it is refused when it is registered. */
    access?: RouteAccess;
    /** The form of errors: problem+json, or a page. */
    answersWith?: 'json' | 'page';
  }
  interface FastifyRequest {
    /** null on an open route without a key. */
    caller: Caller | null;
  }
}

/** The caller of a route that is not open. @throws Error on an open route. */
export function callerOf({ caller }: { readonly caller: Caller | null }): Caller {
  if (caller === null) throw new Error('the route is open: it has no caller');
  return caller;
}
