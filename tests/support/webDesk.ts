import type { FastifyInstance, InjectOptions } from 'fastify';
import { newKey, printedKey, secretHash } from '../../src/adapters/web/server/keySecret.ts';
import { createWebServer } from '../../src/adapters/web/server/webServer.ts';
import { createDeskDoor } from '../../src/commands/web/deskDoor.ts';
import { createWebPorts } from '../../src/commands/web/webPorts.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { KeyScope } from '../../src/ports/accessKeys.ts';
import { limitDesk, lineOf, TODAY } from './limitDesk.ts';
import { temporaryFolder } from './stores.ts';

/** The origin of the server in a test. */
export const OWN_ORIGIN = 'http://localhost:80';

const AT = new Date(`${TODAY}T12:00:00Z`);

/**
 * The web server of a desk whose last two mornings were mailed: on Monday NET001 was cut to $3,000; on
 * Tuesday, TODAY, NET001 is raised to $5,000 and NET002 is lowered to $2,500. It is 08:00 in New York. Call
 * `close` at the end.
 */
export async function webDesk(settings: Readonly<Record<string, string>> = {}, folder = temporaryFolder()) {
  const desk = await limitDesk({ WEB_RATE_LIMIT: '0', ...settings }, folder);
  await mailMornings(desk);
  const door = createDeskDoor(desk.world.config);
  const ports = createWebPorts(desk.world, door, { isDemo: false });
  const server = await createWebServer(ports);
  const keys = await desk.withStores(addKeys);
  return {
    ...desk,
    door,
    ports,
    server,
    keys,
    /** A request with the Bearer key of a scope. */
    asKey: (scope: KeyScope, request: InjectOptions) =>
      server.inject({
        ...request,
        headers: { authorization: `Bearer ${keys[scope]}`, ...request.headers },
      }),
    /** The cookie of a browser that signed in with the key of a scope. */
    signedIn: (scope: KeyScope) => signIn(server, keys[scope]),
    async close() {
      await server.close();
      await door.close();
    },
  };
}

async function mailMornings(desk: Awaited<ReturnType<typeof limitDesk>>): Promise<void> {
  await desk.mail('2026-03-02', [
    lineOf('NET001', { limitInForce: 5000, target: 3000, change: 'lower', recommendedLimit: 3000 }),
    lineOf('NET002', { limitInForce: 5000, target: 5000, change: 'stay', recommendedLimit: 5000 }),
  ]);
  await desk.mail(TODAY, [
    lineOf('NET001', { limitInForce: 3000, target: 5000, change: 'raise', recommendedLimit: 5000 }),
    lineOf('NET002', { limitInForce: 5000, target: 2500, change: 'lower', recommendedLimit: 2500 }),
    lineOf('NET003', { limitInForce: 5000, target: 5000, change: 'stay', recommendedLimit: 5000 }),
  ]);
}

/** Adds a key of each scope. */
export async function addKeys({ keys }: Pick<Stores, 'keys'>): Promise<Readonly<Record<KeyScope, string>>> {
  const add = async (scope: KeyScope) => {
    const made = newKey();
    await keys.add({
      id: made.id,
      owner: `${scope}-key`,
      scope,
      secretHash: secretHash(made.secret),
      createdAt: AT,
      createdBy: 'operator',
      expiresAt: null,
    });
    return printedKey(made);
  };
  return { read: await add('read'), answer: await add('answer'), operate: await add('operate') };
}

/** Signs in with a key. @returns the header `cookie` of later requests. */
export async function signIn(server: FastifyInstance, key: string): Promise<string> {
  const reply = await server.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { origin: OWN_ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ key, next: '/' }).toString(),
  });
  const cookie = reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  if (cookie === '') throw new Error(`sign-in failed: ${reply.statusCode} ${reply.body}`);
  return cookie;
}
