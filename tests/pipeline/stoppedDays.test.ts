import { describe, expect, it } from 'vitest';
import { type SimulatedSession, simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import { forecastContents, walkOptions } from '../../scripts/simulation/walkedDesk.ts';
import type { Stores } from '../../src/commands/world.ts';
import { WalkForwardModel } from '../../src/domain/engines/model/walkForwardModel.ts';
import type { NewLimitEvent } from '../../src/domain/limits/limitEvent.ts';
import { historyBefore } from '../../src/pipeline/deskHistories.ts';
import { rosterTraders } from '../../src/pipeline/rosterTraders.ts';
import { readClassifiedDays } from '../../src/pipeline/steps/classifiedDays.ts';
import { walkSessions } from '../../src/pipeline/walkSessions.ts';
import { calendar, forecastsOn, learnPorts, storeDays, storeRoster } from '../support/learningDesk.ts';
import { limitEvent } from '../support/limits.ts';
import { stoppedDesk } from '../support/stoppedDesk.ts';
import { temporaryStores } from '../support/stores.ts';

const desk = simulateDesk({ traders: 5, sessions: 150, seed: 211, truth: 'tilt' });
// Every trader opens a position until the close: a limit that does not end the day is ignored.
const free = [...desk].map((session) => ({
  ...session,
  days: session.days.map((day) => ({ ...day, lastOpeningSecond: 60_000, lastFillSecond: 60_000 })),
}));
const cut = stoppedDesk(desk, free, 60);
const LAST = free.length - 1;
const dateOf = (at: number) => free[at]?.sessionDate ?? '';
const request = { limitBasis: 'realised', limitLifetime: 'until-changed', defaultLimit: 5_000 } as const;

async function stored(sessions: readonly SimulatedSession[], events: readonly NewLimitEvent[]) {
  const stores = await temporaryStores();
  await storeRoster(stores, desk);
  await storeDays(stores, sessions);
  await stores.limits.record(events);
  return stores;
}

/** The forecasts of every morning, by one walk over the whole history. */
async function walked(stores: Stores) {
  const ports = learnPorts(stores);
  const roster = rosterTraders(await stores.roster.all(), 5_000);
  const through = calendar.previousSession(dateOf(LAST));
  const drawn = new Map();
  const history = await historyBefore(ports, roster, dateOf(0), through, drawn);
  const walk = new WalkForwardModel(walkOptions);
  const range = {
    from: dateOf(0),
    through,
    basis: 'realised',
    lifetime: 'until-changed',
    roster,
    drawn,
  } as const;
  const forecasts = [];
  for await (const { forecast } of walkSessions(ports, walk, history, range))
    forecasts.push(forecastContents(forecast));
  return [...forecasts, forecastContents(walk.forecast(dateOf(LAST), history.members(through)))];
}

const forecastOn = async (stores: Stores, at: number) =>
  forecastContents(await forecastsOn(learnPorts(stores), dateOf(at)));

describe('a desk with obeyed limits', () => {
  let known: Awaited<ReturnType<typeof walked>> | null = null;
  const oneWalk = async () => {
    known ??= await walked(await stored(cut.sessions, cut.events));
    return known;
  };

  it('makes the same forecasts in one walk, and in mornings that go on from what was learned', async () => {
    const stores = await stored(cut.sessions, cut.events);
    const forecasts = await oneWalk();
    for (let at = LAST - 12; at <= LAST; at++) expect(await forecastOn(stores, at)).toEqual(forecasts[at]);
    const drawn = await stores.learning.drawnCloses(dateOf(LAST));
    expect([...drawn.values()].flatMap((ofSession) => [...ofSession]).length).toBeGreaterThan(20);
  });

  it('forecasts from nothing after the session before', async () => {
    const at = 120;
    const stores = await stored(
      cut.sessions.slice(0, at),
      cut.events.filter(({ sessionDate }) => sessionDate <= dateOf(at)),
    );
    expect(await forecastOn(stores, at)).toEqual((await oneWalk())[at]);
  });

  it('forecasts larger losses than from the days as seen', async () => {
    const asSeen = await walked(await stored(cut.sessions, []));
    const sum = (of: Awaited<ReturnType<typeof walked>>) =>
      (of.at(-1)?.traders ?? []).reduce((total, { forecast }) => total + (forecast?.valueAtRisk95 ?? 0), 0);
    expect(sum(await oneWalk())).toBeGreaterThan(1.02 * sum(asSeen));
  });

  it('learns again what an answer changed, as if it had been given before', async () => {
    const changed = cut.stopped.find(({ sessionDate }) => sessionDate > dateOf(120));
    const answer = limitEvent({
      ...changed,
      dollars: 100_000,
      baseLimit: 100_000,
      recordedAt: new Date('2026-03-04T11:00:00Z'),
    });
    const late = await stored(cut.sessions, cut.events);
    await forecastOn(late, LAST);
    await late.limits.record([answer]);
    const early = await stored(cut.sessions, [...cut.events, answer]);
    const expected = await forecastOn(early, LAST);
    expect(expected).not.toEqual((await oneWalk())[LAST]);
    expect(await forecastOn(late, LAST)).toEqual(expected);
  });

  it('knows of each stopped day the close that it was learned with, and what such days became', async () => {
    const stores = await stored(cut.sessions, cut.events);
    await forecastOn(stores, LAST);
    const ports = { ...learnPorts(stores), roster: stores.roster };
    const { days } = await readClassifiedDays(ports, dateOf(100), dateOf(LAST - 1), request);
    const stopped = days.filter(({ kind }) => kind === 'stopped');
    const expected = cut.stopped.filter(
      ({ sessionDate }) => sessionDate >= dateOf(100) && sessionDate < dateOf(LAST),
    );
    const keys = (of: typeof cut.stopped) =>
      of.map(({ sessionDate, trader }) => `${sessionDate} ${trader}`).sort();
    expect(keys(stopped)).toEqual(keys(expected));
    const drawn = await stores.learning.drawnCloses(dateOf(LAST));
    for (const day of stopped) {
      expect(day.uncensoredNetPnl).toBe(drawn.get(day.sessionDate)?.get(day.trader) ?? null);
      expect(day.continuations.length).toBeGreaterThan(0);
    }
    expect(
      days.filter(({ kind }) => kind === 'free').every(({ uncensoredNetPnl }) => uncensoredNetPnl === null),
    ).toBe(true);
  });
});

describe('a desk on which no trader was stopped', () => {
  it('has the forecasts of a desk without limits, bit for bit, whatever limits were not reached', async () => {
    const plain = await walked(await stored(free, []));
    // Half of the base limits, on traders and sessions that stay far from them, and base limits confirmed.
    const events = free.slice(40).flatMap(({ sessionDate, days }) =>
      desk.roster.map(({ trader, baseLimit }) => {
        const worst = days.find((day) => day.trader === trader)?.worstRunningPnl ?? 0;
        const realised =
          days.find((day) => day.trader === trader)?.lowWaterMarks.realised.at(-1)?.runningPnl ?? 0;
        const isFar = Math.min(worst, realised) > -0.5 * baseLimit;
        return limitEvent({ trader, sessionDate, dollars: isFar ? 0.5 * baseLimit : baseLimit, baseLimit });
      }),
    );
    expect(events.filter(({ dollars, baseLimit }) => dollars !== baseLimit).length).toBeGreaterThan(200);
    expect(await walked(await stored(free, events))).toEqual(plain);
  });

  it('has the forecasts as seen where the limit is unknown, or was ignored', async () => {
    const plain = await walked(await stored(free, []));
    const unknown = limitEvent({
      kind: 'unknown',
      trader: null,
      sessionDate: dateOf(50),
      dollars: null,
      baseLimit: null,
    });
    expect(await walked(await stored(free, [unknown]))).toEqual(plain);
    // Every limit of the stopped desk, on the desk where trading went on.
    expect(await walked(await stored(free, cut.events))).toEqual(plain);
  });
});
