import { morningTimes } from '../domain/session/schedule.ts';
import { correctMorning } from '../pipeline/daemon/correctMorning.ts';
import { demoMorningRequest, mailDemoMorning, mailedLines } from './demoPast.ts';
import { mailedAt, pastPorts } from './demoPastPorts.ts';
import { answerLines, keepUnconfirmed, overrideLines } from './demoTodayDesk.ts';
import type { Stores, World } from './world.ts';

const MINUTE_MS = 60_000;
/** Before RUN_AT, and on a day without a session, the mail is this old: its answers lie in the past too. */
const MAIL_AGE_MS = 45 * MINUTE_MS;
const CORRECTED_AFTER_MINUTES = 32;

/**
 * Decides for the session due now, records its mail as accepted, lets the risk desk override, corrects the
 * morning and answers a part of it. Does nothing where that has been done: what a visitor answered stays.
 */
export async function mailDemoToday(world: World, stores: Stores, sessionDate: string): Promise<void> {
  if ((await stores.outbox.entries(sessionDate, 'morning')).length > 0) return;
  const latest = new Date(world.clock.now().getTime() - MAIL_AGE_MS);
  const usual = mailedAt(world, sessionDate);
  const at = usual < latest ? usual : latest;
  const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);
  await mailDemoMorning(world, portsAt(world, stores, sessionDate, at), sessionDate, at);
  const desk = { stores, sessionDate, minutesLater };
  const lines = await mailedLines(stores, sessionDate);
  const approved = await overrideLines(desk, world, lines);
  await correct(world, stores, sessionDate, minutesLater(CORRECTED_AFTER_MINUTES));
  const [first, ...others] = lines.filter(({ limit }) => limit.change !== 'stay');
  // The last change is the one that was corrected.
  if (first !== undefined) await keepUnconfirmed(desk, first, others.length > 0 ? 0 : 1);
  const corrected = await mailedLines(stores, sessionDate);
  await answerLines(desk, [
    ...others.slice(0, -1).map((line) => ({ ...line, revision: 0 })),
    ...corrected.filter(({ trader }) => trader === approved).map((line) => ({ ...line, revision: 1 })),
  ]);
}

function portsAt(world: World, stores: Stores, sessionDate: string, at: Date) {
  return {
    ...pastPorts(world, stores, sessionDate, at),
    runs: stores.runs,
  };
}

/** The correction that a daemon mails once an override has changed a limit. */
async function correct(world: World, stores: Stores, sessionDate: string, at: Date): Promise<void> {
  const { calendar, config } = world;
  const times = {
    ...morningTimes(sessionDate, calendar, config),
    deadline: new Date(at.getTime() + MINUTE_MS),
  };
  const ports = portsAt(world, stores, sessionDate, at);
  const request = demoMorningRequest(world, sessionDate, at);
  await correctMorning(ports, request, times, config.timezone, new AbortController().signal);
}
