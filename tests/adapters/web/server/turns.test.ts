import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;
beforeEach(async () => {
  desk = await webDesk();
});
afterEach(() => desk.close());

/** A server with a route whose work ends when the test says so. */
async function withCostlyRoute() {
  const server = await createWebServer(desk.ports);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  server.get<{ Params: { name: string } }>(
    '/costly/:name',
    { config: { access: 'read', answersWith: 'json' } },
    (request) =>
      server.inTurn(request, async () => {
        const { name } = request.params;
        begun.push(name);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (name === 'fails') throw new Error('a fault');
        return { name };
      }),
  );
  const ask = (name: string, key = desk.keys.read) =>
    server.inject({ url: `/costly/${name}`, headers: { authorization: `Bearer ${key}` } });
  const untilBegun = async () => {
    for (let turn = 0; turn < 1000 && ends.length === 0; turn++) await setImmediate();
  };
  /** Ends the work that is under way, once it has begun. */
  const endNext = async () => {
    await untilBegun();
    ends.shift()?.();
  };
  return { server, begun, ask, untilBegun, endNext };
}

describe('costly requests', () => {
  it('are done one after the other, and others are answered in between', async () => {
    const { server, begun, ask, untilBegun, endNext } = await withCostlyRoute();
    const first = ask('fails').then(({ statusCode }) => statusCode);
    await untilBegun();
    const second = ask('second').then(({ statusCode }) => statusCode);
    expect((await server.inject({ url: '/health' })).statusCode).toBe(200);
    expect(begun).toEqual(['fails']);
    await endNext();
    await endNext();
    expect(await Promise.all([first, second])).toEqual([500, 200]);
    expect(begun).toEqual(['fails', 'second']);
    await server.close();
  });

  it('of one key are refused while it has ten, and those of another key are not', async () => {
    const { server, ask, endNext } = await withCostlyRoute();
    const replies = Array.from({ length: 11 }, (_, index) => ask(String(index)));
    const other = ask('other', desk.keys.answer);
    const refused = await replies[10];
    expect([refused?.statusCode, refused?.json().code, refused?.headers['retry-after']]).toEqual([
      429,
      'too_many_requests',
      '1',
    ]);
    for (let turn = 0; turn < 11; turn++) await endNext();
    const statuses = (await Promise.all([...replies.slice(0, 10), other])).map(
      ({ statusCode }) => statusCode,
    );
    expect(statuses).toEqual(Array(11).fill(200));
    const again = ask('again');
    await endNext();
    expect((await again).statusCode).toBe(200);
    await server.close();
  });
});
