import { beforeAll, describe, expect, it } from 'vitest';
import { simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import { forecastContents, walkOptions } from '../../scripts/simulation/walkedDesk.ts';
import { createLearningStore } from '../../src/adapters/database/store/learningStore.ts';
import { codeVersion } from '../../src/commands/codeVersion.ts';
import type { Stores } from '../../src/commands/world.ts';
import { WalkForwardModel } from '../../src/domain/engines/model/walkForwardModel.ts';
import type { TraderDayFacts } from '../../src/domain/ledger/traderDayFacts.ts';
import { historyBefore } from '../../src/pipeline/deskHistories.ts';
import type { LearnPorts } from '../../src/pipeline/learn.ts';
import { rosterTraders } from '../../src/pipeline/rosterTraders.ts';
import { walkSessions } from '../../src/pipeline/walkSessions.ts';
import {
  calendar,
  forecastsOn,
  learnPorts,
  removeDay,
  storeDay,
  storeDays,
  storeRoster,
} from '../support/learningDesk.ts';
import { temporaryFolder, temporaryStores } from '../support/stores.ts';

/** More sessions than any window needs, so that a morning loads series without their beginning. */
const desk = simulateDesk({ traders: 5, sessions: 360, seed: 106, truth: 'tilt' });
const sessions = [...desk];
const dateOf = (at: number) => sessions[at]?.sessionDate ?? '';
/** Far more than needed, so that a busy machine does not fail the test. */
/** The desk learns all sessions through this one at once, then one each morning. */
const FIRST = 345;
const LAST = sessions.length - 1;

describe('a desk that learns many sessions at once, then one each morning', () => {
  let stores: Stores;
  let ports: LearnPorts;
  let never: readonly ReturnType<typeof forecastContents>[];
  const resumed = new Map<string, ReturnType<typeof forecastContents>>();
  const saved: string[] = [];

  beforeAll(async () => {
    const afterwards = (cleanUp: () => Promise<void> | void) => void cleanUps.push(cleanUp);
    stores = await temporaryStores(`${temporaryFolder(afterwards)}/daybreak.db`, afterwards);
    await storeRoster(stores, desk);
    await storeDays(stores, sessions);
    ports = countingSaves(learnPorts(stores), saved);
    never = await neverStopped(stores);
    for (let at = FIRST; at <= LAST; at++)
      resumed.set(dateOf(at), forecastContents(await forecastsOn(ports, dateOf(at))));
    return async () => {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    };
  });
  const cleanUps: (() => Promise<void> | void)[] = [];

  it('makes exactly the forecasts of a single uninterrupted walk', () => {
    for (let at = FIRST; at <= LAST; at++) expect(resumed.get(dateOf(at))).toEqual(never[at]);
    expect(new Set(never.slice(FIRST).map(({ model }) => model.id)).size).toBeGreaterThan(2);
    expect(never.some(({ gate }) => gate !== null && gate.improvement !== null)).toBe(true);
  });

  it('learns every session once, on an ordinary morning only the last one', () => {
    expect(saved).toEqual(sessions.slice(0, LAST).map(({ sessionDate }) => sessionDate));
  });

  it('repeats the forecast of a past morning, and learns nothing from it', async () => {
    saved.length = 0;
    for (const at of [346, 351, 358]) {
      const again = forecastContents(await forecastsOn(ports, dateOf(at)));
      expect(again).toEqual(resumed.get(dateOf(at)));
      expect(JSON.stringify(again.traders)).toBe(JSON.stringify(resumed.get(dateOf(at))?.traders));
    }
    expect(saved).toEqual([]);
    expect((await stores.learning.state(dateOf(LAST)))?.records.at(-1)?.sessionDate).toBe(dateOf(LAST - 1));
  });

  it('stores every model that a session or a morning names, with the version of the code', async () => {
    const { connection } = stores.database;
    const kept = await connection.all<{ id: string; code_version: string }>(
      'SELECT id, code_version FROM model',
    );
    const named = await connection.values('SELECT DISTINCT model_id FROM learned_session');
    const ids = new Set(['ridge-untrained', ...kept.map(({ id }) => id)]);
    expect(named.filter((id) => !ids.has(String(id)))).toEqual([]);
    expect([...resumed.values()].filter(({ model }) => !ids.has(model.id))).toEqual([]);
    expect(new Set(kept.map((row) => row.code_version))).toEqual(new Set([codeVersion]));
  });

  it('stores the forecasts of a morning, with an expected shortfall beyond the VaR', async () => {
    const stored = await stores.learning.forecasts(dateOf(LAST));
    const made = resumed.get(dateOf(LAST))?.traders ?? [];
    expect([...(stored?.keys() ?? [])]).toEqual(
      made.flatMap(({ trader, forecast }) => (forecast === null ? [] : [trader])),
    );
    for (const { trader, forecast } of made) {
      const own = stored?.get(trader);
      expect(own?.valueAtRisk95).toBe(forecast?.valueAtRisk95);
      expect(own?.deviation).toBe((forecast?.scale ?? 0) * (forecast?.spread ?? 0));
      expect(own?.expectedShortfall95).toBeGreaterThan(own?.valueAtRisk95 ?? 0);
    }
    expect(await stores.learning.forecasts('2019-01-02')).toBeNull();
  });

  it('stores the residuals of each session by trader', async () => {
    const residuals = await stores.learning.residuals(dateOf(LAST), 250);
    expect(residuals.map(({ sessionDate }) => sessionDate)).toEqual(
      sessions.slice(LAST - 250, LAST).map(({ sessionDate }) => sessionDate),
    );
    const { byTrader } = residuals.at(-1) ?? { byTrader: new Map<string, number>() };
    const before = resumed.get(dateOf(LAST - 1))?.traders ?? [];
    expect(byTrader.size).toBeGreaterThan(0);
    for (const [trader, z] of byTrader) {
      const forecast = before.find((each) => each.trader === trader)?.forecast;
      const net = sessions[LAST - 1]?.days.find((day) => day.trader === trader)?.netPnl ?? Number.NaN;
      expect(z).toBeCloseTo(
        (net / (forecast?.scale ?? 0) - (forecast?.location ?? 0)) / (forecast?.spread ?? 0),
        9,
      );
    }
  });

  it('stores each weekly decision of the gate once', async () => {
    const gates = await stores.learning.gateDecisions(dateOf(FIRST), dateOf(LAST - 1));
    const mornings = never.slice(FIRST, LAST).flatMap(({ gate }) => (gate ? [gate.decidedFor] : []));
    expect(gates.map(({ decidedFor }) => decidedFor)).toEqual([...new Set(mornings)]);
  });

  it('stores each weekly record of the cuts once, as the walk has it', async () => {
    const proofs = await stores.learning.cutProofs(dateOf(FIRST), dateOf(LAST - 1));
    const walked = never.slice(FIRST, LAST).flatMap(({ cutProof }) => cutProof ?? []);
    expect(proofs).toEqual([...new Map(walked.map((proof) => [proof.decidedFor, proof])).values()]);
    expect(proofs.at(-1)).toMatchObject({ sessions: 250, lowerBound: expect.any(Number) });
  });

  it('learns again what was stored without the outcomes of cuts', async () => {
    const state = await stores.learning.state(dateOf(LAST));
    await stores.database.connection.run('UPDATE learned_session SET cut_outcomes = NULL');
    expect(await stores.learning.learnedThrough(dateOf(LAST))).toBeNull();
    expect(await stores.learning.state(dateOf(LAST))).toBeNull();
    const again = forecastContents(await forecastsOn(ports, dateOf(LAST)));
    expect(again).toEqual(never[LAST]);
    expect((await stores.learning.state(dateOf(LAST)))?.cutProof).toEqual(state?.cutProof);
  });
});

describe('what was learned', () => {
  const few = sessions.slice(0, 100);
  const at = 70;
  const [corrected] = few[at]?.days ?? [];

  it.each<[string, (stores: Stores, day: TraderDayFacts) => Promise<void>]>([
    ['another P&L', (stores, day) => storeDay(stores, { ...day, netPnl: day.netPnl - 5_000 })],
    [
      'other low-water marks',
      (stores, day) => storeDay(stores, { ...day, lowWaterMarks: { realised: [], total: [] } }),
    ],
    ['no fills left', removeDay],
  ])(
    'of a session and all later ones is learned again after a correction of a fact: %s',
    async (_, correct) => {
      const { stores, ports } = await learned(few);
      if (corrected) await correct(stores, corrected);
      expect((await stores.learning.state(dateOf(99)))?.records.at(-1)?.sessionDate).toBe(dateOf(at - 1));
      const saved: string[] = [];
      const again = forecastContents(await forecastsOn(countingSaves(ports, saved), dateOf(99)));
      expect(saved).toEqual(few.slice(at, 99).map(({ sessionDate }) => sessionDate));
      expect(again).toEqual((await neverStopped(stores, dateOf(99))).at(-1));
    },
  );

  it('is the same whether later sessions are stored, garbage, or deleted', async () => {
    const { stores, ports } = await stored(few);
    const said = forecastContents(await forecastsOn(ports, dateOf(80)));
    for (const day of few.slice(80).flatMap(({ days }) => days))
      await storeDay(stores, {
        ...day,
        netPnl: -1e6 * day.netPnl,
        notional: 0,
        lowWaterMarks: { realised: [], total: [] },
      });
    await stores.learning.forget();
    expect(forecastContents(await forecastsOn(ports, dateOf(80)))).toEqual(said);
    for (const day of few.slice(80).flatMap(({ days }) => days)) await removeDay(stores, day);
    await stores.learning.forget();
    expect(forecastContents(await forecastsOn(ports, dateOf(80)))).toEqual(said);
    expect(said.traders.filter(({ forecast }) => forecast !== null)).toHaveLength(5);
  });

  it('counts closed days from the next session on, however often the walk stops', async () => {
    const { stores, ports } = await stored(few);
    const [day] = few[41]?.days ?? [];
    if (!day) throw new Error('a day to copy');
    for (const saturday of saturdaysAfter(dateOf(40), dateOf(95)))
      await storeDay(stores, { ...day, sessionDate: saturday, netPnl: -9_000 });
    for (let morning = 50; morning < 72; morning++) {
      const said = forecastContents(await forecastsOn(ports, dateOf(morning)));
      if (morning > 69) expect(said).toEqual((await neverStopped(stores, dateOf(morning))).at(-1));
    }
  });

  it('keeps a model that a morning has named, although a correction trains another one', async () => {
    const { stores, ports } = await stored(few);
    const refit = forecastContents(await forecastsOn(ports, dateOf(70))).model.id;
    const [late] = few[69]?.days ?? [];
    if (late) await storeDay(stores, { ...late, netPnl: late.netPnl - 5_000 });
    expect(forecastContents(await forecastsOn(ports, dateOf(70))).model.id).not.toBe(refit);
    expect(await stores.database.connection.value('SELECT count(*) FROM model WHERE id = ?', refit)).toBe(1);
  });

  it('is ignored by another version of the code, which learns again', async () => {
    const { stores } = await learned(few);
    const other = createLearningStore(stores.database, 'another version');
    expect(await other.state(dateOf(99))).toBeNull();
    expect(
      forecastContents(await forecastsOn({ ...learnPorts(stores), learning: other }, dateOf(99))),
    ).toEqual((await neverStopped(stores, dateOf(99))).at(-1));
  });

  it('can be deleted, and is then learned again with the same result', async () => {
    const { stores, ports } = await learned(few);
    const before = forecastContents(await forecastsOn(ports, dateOf(99)));
    expect(await stores.learning.forget()).toBe(99);
    expect(forecastContents(await forecastsOn(ports, dateOf(99)))).toEqual(before);
  });
});

const NO_CLOSES = new Map();

/** The forecasts of every morning of the stored desk, by one walk in memory over the whole history. */
async function neverStopped(stores: Stores, last = dateOf(LAST)) {
  const ports = learnPorts(stores);
  const roster = rosterTraders(await stores.roster.all(), 5_000);
  const history = await historyBefore(ports, roster, dateOf(0), calendar.previousSession(last), NO_CLOSES);
  const walk = new WalkForwardModel(walkOptions);
  const said = [];
  const range = {
    from: dateOf(0),
    through: calendar.previousSession(last),
    basis: 'realised' as const,
    lifetime: 'until-changed' as const,
    roster,
    drawn: NO_CLOSES,
  };
  for await (const { forecast: morning } of walkSessions(ports, walk, history, range))
    said.push(forecastContents(morning));
  return [...said, forecastContents(walk.forecast(last, history.members(range.through)))];
}

async function stored(days: typeof sessions) {
  const stores = await temporaryStores();
  await storeRoster(stores, desk);
  await storeDays(stores, days);
  return { stores, ports: learnPorts(stores) };
}

async function learned(days: typeof sessions) {
  const { stores, ports } = await stored(days);
  await forecastsOn(ports, days.at(-1)?.sessionDate ?? '');
  return { stores, ports };
}

function countingSaves(ports: LearnPorts, saved: string[]): LearnPorts {
  return {
    ...ports,
    learning: {
      ...ports.learning,
      save: (record, model) => {
        saved.push(record.sessionDate);
        return ports.learning.save(record, model);
      },
    },
  };
}

function saturdaysAfter(from: string, to: string): string[] {
  const fridays = calendar
    .sessionsBetween(from, to)
    .filter((date) => new Date(`${date}T00:00:00Z`).getUTCDay() === 5);
  return fridays.map((date) =>
    new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10),
  );
}
