import { median } from '../../src/domain/statistics/descriptive.ts';
import { endStarted } from './childProcess.ts';
import type { Size } from './desk.ts';
import { againstTarget, atLeast, atMost, type BenchRow, timeOnly } from './rows.ts';
import type { Answered } from './web/load.ts';
import {
  type AloneRun,
  type Compared,
  type LoadTimes,
  type MorningRun,
  measureAlone,
  measureMorning,
  STEADY,
} from './web/measureWeb.ts';
import { prepareDesk, type ServedDesk, startNextDay } from './web/servedDesk.ts';

/** i the web server. */
export type WebPart = 'i';

/** Short loads in turn: a machine that slows down slows all compared servers. */
export const FULL_LOAD: LoadTimes = { rounds: 7, seconds: 3 };
export const QUICK_LOAD: LoadTimes = { rounds: 3, seconds: 1 };

export interface WebPlan {
  readonly folder: string;
  readonly size: Size;
  readonly parts: readonly string[];
  readonly repeat: number;
  readonly load: LoadTimes;
  readonly profile: string | null;
  readonly logProgress: (text: string) => void;
}

/** Targets. */
const SHARE_OF_BARE = 0.7;
const KNOWN_PER_SECOND = 3_000;
const WHOLE_PER_SECOND = 300;
const WHOLE_P99_MILLISECONDS = 400;
const PAGE_P99_MILLISECONDS = 150;
const STEADY_P99_MILLISECONDS = 400;
const MORNING_TIMES_AS_LONG = 1.3;
const SERVER_MEGABYTES = 300;

/** Compares the web server with bare Fastify routes, and with itself during a morning. */
export async function runWebBench(plan: WebPlan): Promise<readonly BenchRow[]> {
  if (!plan.parts.includes('i')) return [];
  const { folder, size, load, logProgress } = plan;
  logProgress('writing a desk with a mailed morning');
  const desk = await prepareDesk(folder, size);
  logProgress(`${load.rounds} rounds of load on the web server`);
  const profile = plan.profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${plan.profile}`];
  try {
    const alone = await measureAlone(desk, load, profile);
    return [...aloneRows(alone), ...morningRows(await measureMornings(plan, desk), size)];
  } finally {
    endStarted();
  }
}

async function measureMornings(
  { folder, size, repeat, logProgress }: WebPlan,
  desk: ServedDesk,
): Promise<readonly MorningRun[]> {
  const next = await startNextDay(folder, size);
  try {
    const mornings: MorningRun[] = [];
    while (mornings.length < repeat) {
      logProgress(`morning with readers ${mornings.length + 1} of ${repeat}`);
      mornings.push(await measureMorning(desk, next, String(mornings.length)));
    }
    return mornings;
  } finally {
    await next.close();
  }
}

function aloneRows({ rounds, answerBytes, peakMegabytes }: AloneRun): readonly BenchRow[] {
  const known = rounds.map((round) => round.known);
  const whole = rounds.map((round) => round.whole);
  const kilobytes = Math.round(answerBytes / 1_000);
  const same = '(i) the same';
  return [
    // No target: a route that checks a key with the public plugins reaches 0.61 of one that does nothing.
    {
      ...comparedRow('(i) web server, 100 clients: an answer that the client knows, 304', known, 'bare'),
      ratioTarget: { atMost: null, atLeast: null, text: 'none' },
    },
    comparedRow(same, known, 'checked'),
    goalRow(same, known, KNOWN_PER_SECOND),
    comparedRow(`(i) 100 clients: the whole morning, ${kilobytes} KB`, whole, 'bare'),
    comparedRow(same, whole, 'checked'),
    goalRow(same, whole, WHOLE_PER_SECOND),
    p99Row(
      `${same}, 99 % within`,
      whole.map(({ ours }) => ours),
      WHOLE_P99_MILLISECONDS,
    ),
    {
      ...p99Row(
        '(i) 20 clients: the page of the morning, 99 % within',
        rounds.map(({ page }) => page),
        PAGE_P99_MILLISECONDS,
      ),
      peakMegabytes,
      peakTargetMegabytes: SERVER_MEGABYTES,
    },
  ];
}

const others = {
  bare: 'a bare Fastify route that sends the same bytes',
  checked: 'Fastify with helmet, cookies and a key',
} as const;

function comparedRow(what: string, runs: readonly Compared[], other: keyof typeof others): BenchRow {
  return {
    ...timeOnly,
    what,
    measured: perSecond(median(runs.map(({ ours }) => ours.perSecond))),
    against: `${others[other]} ${perSecond(median(runs.map((run) => run[other].perSecond)))}`,
    // Of each round, because its parts ran next to each other.
    ratio: median(runs.map((run) => run.ours.perSecond / run[other].perSecond)),
    ratioTarget: atLeast(SHARE_OF_BARE),
  };
}

function goalRow(what: string, runs: readonly Compared[], goal: number): BenchRow {
  const own = median(runs.map(({ ours }) => ours.perSecond));
  return {
    ...timeOnly,
    what,
    measured: perSecond(own),
    against: perSecond(goal),
    ratio: own === null ? null : own / goal,
    ratioTarget: atLeast(1),
  };
}

function p99Row(what: string, runs: readonly Pick<Answered, 'p99Milliseconds'>[], target: number): BenchRow {
  const own = median(runs.map(({ p99Milliseconds }) => p99Milliseconds)) ?? Number.NaN;
  return { ...againstTarget(own, target, 'ms', 0), what };
}

function morningRows(runs: readonly MorningRun[], { fills }: Size): readonly BenchRow[] {
  const during = `during a morning of ${fills.toLocaleString('en-US')} fills`;
  const { clients, perSecond: requests } = STEADY;
  const [alone, serving] = [
    median(runs.map(({ aloneSeconds }) => aloneSeconds)),
    median(runs.map(({ servingSeconds }) => servingSeconds)),
  ];
  return [
    p99Row(
      `(i) ${during}: ${requests} requests/s of ${clients} clients, 99 % within`,
      runs,
      STEADY_P99_MILLISECONDS,
    ),
    {
      ...timeOnly,
      what: '(i) that morning',
      measured: `${(serving ?? Number.NaN).toFixed(2)} s`,
      against: `alone ${(alone ?? Number.NaN).toFixed(2)} s`,
      ratio: median(runs.map(({ aloneSeconds, servingSeconds }) => servingSeconds / aloneSeconds)),
      ratioTarget: atMost(MORNING_TIMES_AS_LONG),
    },
  ];
}

function perSecond(value: number | null): string {
  return value === null ? '' : `${Math.round(value).toLocaleString('en-US')}/s`;
}
