import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebServer } from '../../../../src/adapters/web/server/webServer.ts';
import { firstModel } from '../../../../src/domain/engines/model/trainedModel.ts';
import { driftLookOf, earlyLook } from '../../../support/driftLooks.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';
import { learnedSession } from '../../../support/learnedSessions.ts';
import { reviewedShadow } from '../../../support/shadowComparisons.ts';
import { signIn, webDesk } from '../../../support/webDesk.ts';

let desk: Awaited<ReturnType<typeof webDesk>>;

beforeEach(async () => {
  desk = await webDesk();
});

afterEach(() => desk.close());

async function get() {
  return desk.server.inject({ url: '/model', headers: { cookie: await desk.signedIn('read') } });
}

/** The page with other evidence than the desk has. */
async function pageOf(model: (typeof desk.ports)['model']) {
  const server = await createWebServer({ ...desk.ports, model });
  const cookie = await signIn(server, desk.keys.read);
  const reply = await server.inject({ url: '/model', headers: { cookie } });
  await server.close();
  return reply;
}

describe('the screen of the model', () => {
  it('says first which engine decides, why, and since when', async () => {
    const { body, statusCode } = await get();
    expect(statusCode).toBe(200);
    expect(body).toContain('The fixed rules decide');
    expect(body).toContain('The model is not in use: it has not proved better yet.');
    expect(body).toContain('Since the first morning, Monday 2 March 2026: on 2 mornings.');
    expect(body).toContain('4.1%; 10.0% needed');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('says of each part of a desk with rules alone what is missing', async () => {
    const { body } = await get();
    expect(body).toContain('The gate has not been decided yet');
    expect(body.match(/No morning has forecast a day that was traded/g)).toHaveLength(2);
    expect(body).toContain('No model has been trained yet');
    expect(body).toContain('the setting SHADOW_STRATEGIES names none');
  });

  it('says what it will show before the first morning', async () => {
    const { body, statusCode } = await pageOf({ read: async () => null });
    expect(statusCode).toBe(200);
    expect(body).toContain('No morning has decided yet');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('names the configured strategies that have not decided yet', async () => {
    const evidence = await desk.ports.model.read();
    const { body } = await pageOf({
      read: async () => evidence && { ...evidence, shadowNames: ['careful', 'early'] },
    });
    expect(body).toContain('SHADOW_STRATEGIES names careful, early. None has decided yet');
  });

  it('compares the shadow strategies with the strategy in force', async () => {
    const evidence = await desk.ports.model.read();
    const { body } = await pageOf({
      read: async () => evidence && { ...evidence, shadows: [reviewedShadow()] },
    });
    expect(body).toContain('▲ better');
    expect(body).toContain('$2,100 to $35,900');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('shows the last weekly look at drift, as it was stored', async () => {
    expect((await get()).body).toContain('No look has been made yet');
    await desk.withStores(({ driftLooks }) => driftLooks.save(earlyLook));
    expect((await get()).body).toContain('12 sessions are missing');
    await desk.withStores(({ driftLooks }) => driftLooks.save(driftLookOf()));
    const { body } = await get();
    expect(body).toContain('1 of 3 indicators has changed.');
    expect(body).toContain('ok: one trader only');
    expect(body).toContain('8.1% of trader-days after 5.0%');
    expect(await htmlProblems(body)).toEqual([]);
  });

  it('says when days changed after they were learned', async () => {
    expect((await get()).body).toContain('The model has to learn its sessions again');
    await desk.withStores(({ learning }) => learning.save(learnedSession('2026-03-02'), firstModel));
    expect((await get()).body).not.toContain('The model has to learn');
  });

  it('is read again after something was written, and not before', async () => {
    let readings = 0;
    const server = await createWebServer({
      ...desk.ports,
      model: {
        read: async () => {
          readings += 1;
          return null;
        },
      },
    });
    const cookie = await signIn(server, desk.keys.read);
    const ask = () => server.inject({ url: '/model', headers: { cookie } });
    // The first request of a key notes its use, which is a write.
    await ask();
    await Promise.all([ask(), ask()]);
    const before = readings;
    await Promise.all([ask(), ask()]);
    expect(readings).toBe(before);
    await desk.withStores(({ roster }) => roster.set({ trader: 'NET009', baseLimit: 5000 }));
    await ask();
    await server.close();
    expect(readings).toBe(before + 1);
  });

  it('needs a key', async () => {
    expect((await desk.server.inject('/model')).statusCode).not.toBe(200);
  });
});
