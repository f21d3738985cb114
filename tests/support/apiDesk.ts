import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { InjectOptions } from 'fastify';
import type { Stores } from '../../src/commands/world.ts';
import type { KeyScope } from '../../src/ports/accessKeys.ts';
import { driftLookOf } from './driftLooks.ts';
import { facts } from './facts.ts';
import { tenthMorning } from './limitMornings.ts';
import { leaseOf } from './morningDesk.ts';
import { saveDay, temporaryFolder } from './stores.ts';
import { webDesk } from './webDesk.ts';

/** Tuesday 3 March 2026, the session due now in `apiDesk`. */
const SESSION = '2026-03-03';

export interface SentRequest extends InjectOptions {
  readonly scope?: KeyScope;
}

/**
 * The desk of `webDesk` with five trader-days of NET001, a look at drift, a summary of a backtest, and short
 * ways to ask the API. Call `close` at the end.
 */
export async function apiDesk(settings: Readonly<Record<string, string>> = {}, folder = temporaryFolder()) {
  const desk = await webDesk(settings, folder);
  await desk.withStores(async (stores) => {
    for (const day of ['02-24', '02-25', '02-26', '02-27', '03-02']) await trade(stores, `2026-${day}`);
    await stores.driftLooks.save(driftLookOf({ session: SESSION }));
  });
  const send = ({ scope = 'read', ...request }: SentRequest) => desk.asKey(scope, request);
  return {
    ...desk,
    send,
    get: (url: string, headers: Record<string, string> = {}) => send({ url, headers }),
    post: (url: string, payload: object | string, headers: Record<string, string> = {}) =>
      send({
        scope: 'answer',
        method: 'POST',
        url,
        payload,
        headers: { 'content-type': 'application/json', ...headers },
      }),
    /** Decides the session due now again, as a correction with every kind of line. */
    correct: (revision = 1) =>
      desk.withStores(async (stores) => {
        const lease = await leaseOf(stores, SESSION);
        const report = tenthMorning({ sessionDate: SESSION, dataThrough: '2026-03-02', revision });
        await stores.decisions.save(lease, { report, decidedAt: new Date(`${SESSION}T12:30:00Z`) }, []);
        await stores.runs.release(lease);
      }),
    /** Stores a trader-day of the session due now, so that the next session is due. */
    goOn: () => desk.withStores((stores) => trade(stores, SESSION)),
    /** Writes the summary that a backtest leaves in its folder. */
    async backtest(summary: unknown = plainSummary) {
      const path = join(dirname(desk.path), 'backtest', 'summary.json');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof summary === 'string' ? summary : JSON.stringify(summary));
    },
  };
}

function trade(stores: Stores, sessionDate: string) {
  const day = facts({ trader: 'NET001', sessionDate });
  return saveDay(stores, 'NET001', sessionDate, { facts: day, closingLots: [], findings: [] });
}

export type ApiDesk = Awaited<ReturnType<typeof apiDesk>>;

const scores = { net: 1234.5, verdict: 'not enough to tell' };
const plainSummary = {
  sessions: 250,
  traderDays: 3500,
  engines: { ridge: scores, rules: scores },
  gate: { inForce: false, why: 'no record out of sample yet' },
  strategies: {},
  var: {},
  probability: {},
  durationMs: 12,
};
