import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingLog } from '../../../scripts/simulation/fakes.ts';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { walkOptions } from '../../../scripts/simulation/walkedDesk.ts';
import { driftPage } from '../../../src/adapters/web/pages/driftPage.ts';
import { driftCommand } from '../../../src/commands/drift.ts';
import { indicators } from '../../../src/domain/indicators/registry.ts';
import { keepDriftLook } from '../../../src/pipeline/drift/keepDriftLook.ts';
import { readDriftLook } from '../../../src/pipeline/drift/readDriftLook.ts';
import { emptyDesk, saveSessions } from '../../support/backtestDesk.ts';
import { htmlProblems } from '../../support/htmlProblems.ts';
import { settingsOfStore } from '../../support/stores.ts';
import { fakeWorld } from '../../support/world.ts';

const plan = simulateDesk({ traders: 4, sessions: 345, seed: 61, truth: 'noEdge' });
const sessions = [...plan];
const dateOf = (at: number) => sessions[at]?.sessionDate ?? '';
const cleanUps: (() => Promise<void> | void)[] = [];
const MINUTE_MS = 60_000;

/** A desk with the first sessions of the plan, and ways to look at it. */
async function deskWith(count: number) {
  const stores = await emptyDesk(plan.roster, (cleanUp) => cleanUps.push(cleanUp));
  await saveSessions(stores, sessions.slice(0, count));
  const log = recordingLog();
  const ports = { ...stores, log, clock: { wait: async () => undefined } };
  const request = (at: number) =>
    ({
      sessionDate: dateOf(at),
      defaultLimit: 5_000,
      limitBasis: 'total',
      limitLifetime: 'until-changed',
      walk: walkOptions,
    }) as const;
  const look = (at: number) => readDriftLook(ports, request(at));
  return { ports, log, request, look };
}

describe('a look at drift', () => {
  let whole: Awaited<ReturnType<typeof deskWith>>;

  beforeAll(async () => {
    whole = await deskWith(sessions.length);
  });
  afterAll(async () => {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
  });

  it(
    'has every indicator, the scores and the last two fits',
    async () => {
      const look = await whole.look(340);
      expect(look.indicators.map(({ id }) => id)).toEqual(indicators.map(({ id }) => id));
      expect(look).toMatchObject({ session: dateOf(340), missingSessions: 0 });
      expect(look.indicators.every(({ psiBefore }) => psiBefore !== null)).toBe(true);
      expect(look.scores.map(({ id }) => id)).toEqual(
        look.missingScores > 0 ? [] : ['coverage', 'pinball', 'regret'],
      );
      expect(look.fits?.logScale).toBeGreaterThan(-1);
      expect(await htmlProblems(driftPage(look, false))).toEqual([]);
    },
    5 * MINUTE_MS,
  );

  it(
    'uses nothing of its session or later',
    async () => {
      const cut = await deskWith(320);
      expect(await whole.look(320)).toEqual(await cut.look(320));
    },
    5 * MINUTE_MS,
  );

  it('says below 310 sessions how many are missing', async () => {
    expect(await whole.look(100)).toMatchObject({ missingSessions: 210, indicators: [], scores: [] });
    const first = await whole.look(0);
    expect(first).toMatchObject({ missingSessions: 310, missingScores: 310, retrain: false, fits: null });
  });

  it('has no week before with 310 to 314 sessions', async () => {
    const { indicators: found, missingSessions } = await whole.look(310);
    expect(missingSessions).toBe(0);
    expect(found.every(({ psiBefore, level }) => psiBefore === null && level !== 'alarm')).toBe(true);
  });

  it('is kept on the first morning and every fifth session, and a failure is only logged', async () => {
    const { ports, log, request } = whole;
    const kept = async (at: number) => {
      await keepDriftLook(ports, request(at));
      return (await ports.driftLooks.last('9999-12-31'))?.session;
    };
    expect([await kept(50), await kept(52), await kept(54), await kept(55)]).toEqual(
      [50, 50, 50, 55].map(dateOf),
    );
    expect((await ports.driftLooks.last(dateOf(53)))?.session).toBe(dateOf(50));
    expect(await ports.driftLooks.last(dateOf(49))).toBeNull();
    const fails = async () => {
      throw new Error('the disk is full');
    };
    await keepDriftLook({ ...ports, driftLooks: { ...ports.driftLooks, save: fails } }, request(60));
    expect(JSON.stringify(log)).toContain('the disk is full');
  });

  it('is printed by npm run drift, and as JSON', async () => {
    const { world, lines, documents } = fakeWorld(
      await settingsOfStore(whole.ports.path),
      '2026-07-01T12:00:00Z',
    );
    await whole.ports.database.connection.run('DELETE FROM stale_day');
    await driftCommand(world, { json: false, demo: false, date: dateOf(120) });
    expect(lines.join('\n')).toContain('190 sessions are missing');
    await driftCommand(world, { json: true, demo: false, date: dateOf(120) });
    expect(documents.at(-1)).toMatchObject({ session: dateOf(120), missingSessions: 190, retrain: false });
  });
});
