import { SCENARIOS } from '../../src/domain/risk/stress/scenario.ts';
import { runScenario } from '../../src/domain/risk/stress/scenarioResult.ts';
import { StressDesk } from '../../src/domain/risk/stress/stressDesk.ts';
import type { StressDay, StressInput, StressTrader } from '../../src/domain/risk/stress/stressInput.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { seededRandom } from '../../src/domain/statistics/seededRandom.ts';

/**
 * Times one scenario of a stress test on a prepared desk: `stressAlone.ts TRADERS SYMBOLS RUNS`. Prints
 * `{loadMilliseconds, scenarios: [{name, p50, p99}]}`, milliseconds of processor time: another program on the
 * machine would set the p99 of the clock.
 */
const [traders = '200', symbols = '3000', runs = '2000'] = process.argv.slice(2);
const RESIDUAL_SESSIONS = 250;
const SESSIONS = 60;
const POSITIONS = 30;

const random = seededRandom(7);
const between = (low: number, high: number) => low + (high - low) * random();

process.stdout.write(`${JSON.stringify(timed(madeDesk(Number(traders), Number(symbols)), Number(runs)))}\n`);

function timed(input: StressInput, times: number) {
  const begun = performance.now();
  const desk = new StressDesk(input);
  const loadMilliseconds = performance.now() - begun;
  const scenarios = SCENARIOS.map((scenario) => {
    const took: number[] = [];
    for (let time = 0; time < times; time++) {
      const start = process.cpuUsage();
      runScenario(desk, scenario);
      took.push(millisecondsSince(start));
    }
    return { name: scenario.name, p50: quantile(took, 0.5), p99: quantile(took, 0.99) };
  });
  return { loadMilliseconds, scenarios };
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

function madeDesk(count: number, symbolCount: number): StressInput {
  const names = Array.from({ length: count }, (_, place) => `T${place}`);
  return {
    sessionDate: '2026-03-09',
    traders: names.map((trader) => madeTrader(trader, symbolCount)),
    residuals: Array.from({ length: RESIDUAL_SESSIONS }, (_, day) => ({
      sessionDate: `${day}`,
      byTrader: new Map(names.map((name) => [name, between(-2, 2)])),
    })),
    sessions: Array.from({ length: SESSIONS }, (_, day) => ({
      sessionDate: `${day}`,
      days: names.map(madeDay),
    })),
    worstSessions: [],
    nettedExposure: { netLong: 1e7, netShort: 1e7, gross: 3e7 },
    unvalued: [],
    slippageBasisPoints: 5,
  };
}

function madeTrader(trader: string, symbolCount: number): StressTrader {
  const gross = between(50_000, 500_000);
  const exposure = { netLong: gross, netShort: gross / 2, gross: 1.5 * gross };
  return {
    trader,
    baseLimit: 5_000,
    limitInForce: between(1_000, 5_000),
    positions: Array.from({ length: POSITIONS }, () => ({
      symbol: `S${Math.floor(between(0, symbolCount))}`,
      notional: between(-50_000, 50_000),
    })),
    exposure: { worst: exposure, usual: exposure, days: SESSIONS, tradedNotional: 20 * gross },
    forecast: { meanPnl: 0, deviation: 800, valueAtRisk95: 1_300, expectedShortfall95: 1_800 },
    worstDayPnl: -4_000,
  };
}

function madeDay(trader: string): StressDay {
  const netPnl = between(-1_500, 1_500);
  const marks = Array.from({ length: 12 }, (_, place) => ({
    runningPnl: -(place + 1) * between(100, 160),
    totalPnl: -(place + 1) * 160,
    secondOfDay: 36_000 + 600 * place,
    openNotional: 50_000,
  }));
  return { trader, netPnl, judged: { netPnl, marks, untimedPnl: 0 }, sizeFactor: 1 };
}
