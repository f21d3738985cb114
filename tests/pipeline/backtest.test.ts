import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulateDesk } from '../../scripts/simulation/simulatedDesk.ts';
import { BacktestAccumulator } from '../../src/domain/evaluation/backtestAccumulator.ts';
import type { BacktestResult } from '../../src/domain/evaluation/backtestResult.ts';
import type { BacktestRow, JudgedRow } from '../../src/domain/evaluation/backtestRow.ts';
import { independenceTest } from '../../src/domain/statistics/varBacktest.ts';
import { type BacktestPorts, type BacktestRequest, backtest, planWalk } from '../../src/pipeline/backtest.ts';
import { backtestRequestOf, deskInStore, emptyDesk, saveSessions } from '../support/backtestDesk.ts';
import { facts } from '../support/facts.ts';
import { type EvaluatedDay, plainCutRates, plainImpact, plainSlippageCases } from '../support/plainImpact.ts';
import { saveDay } from '../support/stores.ts';
import { transitionsOf } from '../support/transitions.ts';

const PLAN = { traders: 20, sessions: 160, seed: 5, truth: 'tilt' } as const;
const SAMPLING = { seed: 20_250_109 };

interface Run {
  readonly result: BacktestResult;
  readonly rows: readonly JudgedRow[];
}

async function run(ports: BacktestPorts, override: Partial<BacktestRequest> = {}): Promise<Run> {
  const rows: JudgedRow[] = [];
  const result = await backtest(ports, backtestRequestOf(override), async (session) => {
    rows.push(...session);
  });
  return { result, rows };
}

describe('a backtest of a stored desk', () => {
  const desk = simulateDesk(PLAN);
  let full: Run;
  let middle: Run;

  beforeAll(async () => {
    const [start, end] = [desk.sessionDates[70], desk.sessionDates[110]] as [string, string];
    const { ports } = await deskInStore(PLAN, afterAll);
    full = await run(ports);
    middle = await run(ports, { start, end });
  });

  it('has a row for every trader and session since the first traded one, in order', () => {
    const first = new Map<string, number>();
    for (const [place, { days }] of [...desk].entries())
      for (const { trader } of days) if (!first.has(trader)) first.set(trader, place);
    const expected = desk.sessionDates.flatMap((date, place) =>
      [...first]
        .filter(([, from]) => from <= place)
        .map(([trader]) => `${date} ${trader}`)
        .sort(),
    );
    expect(full.rows.map(({ row }) => `${row.sessionDate} ${row.trader}`)).toEqual(expected);
    expect(full.result.period).toMatchObject({
      traderDays: expected.length,
      sessions: 160,
      traders: first.size,
    });
  });

  it('adds up to the whole P&L of the desk', () => {
    const made = [...desk].flatMap(({ days }) => days).reduce((sum, { netPnl }) => sum + netPnl, 0);
    const equity = full.result.equity.reduce((sum, { asTraded }) => sum + asTraded, 0);
    const traders = full.result.byTrader.reduce((sum, { netPnl }) => sum + netPnl, 0);
    const months = full.result.byMonth.reduce((sum, { netPnl }) => sum + netPnl, 0);
    // Each row is rounded to the cent.
    for (const total of [equity, traders, months])
      expect(Math.abs(total - made)).toBeLessThan(0.005 * full.rows.length);
  });

  it('counts the same as code that has every day at once', () => {
    const days = full.rows.filter(({ row }) => row.traded).map(evaluatedDay);
    const sessions = desk.sessionDates;
    const stop = { slippageBasisPoints: 5, limitRoundTo: 50 };
    const { result } = full;
    for (const engine of ['ridge', 'rules', 'inForce'] as const) {
      const impact = plainImpact(days, engine, { ...stop, ...SAMPLING, sessions });
      expect(result.engines[engine].limit).toEqual(impact.desk.limit);
      expect(result.engines[engine].cutRates).toEqual(plainCutRates(days, engine, 2_000));
    }
    const inForce = plainImpact(days, 'inForce', { ...stop, ...SAMPLING, sessions });
    expect(result.strategies).toEqual(inForce.desk);
    expect(result.slippage).toEqual(plainSlippageCases(days, 'inForce', stop));
    expect(result.byTrader.map(({ trader, netInterval }) => [trader, netInterval])).toEqual(
      [...inForce.byTrader].map(([trader, { limit }]) => [trader, limit.netInterval]),
    );
    expect(result.byMonth.map(({ month, verdict, netInterval }) => [month, verdict, netInterval])).toEqual(
      [...inForce.byMonth].map(([month, { limit }]) => [month, limit.verdict, limit.netInterval]),
    );
  });

  it('tests the independence of breaches within traders, never across them', () => {
    const breaches = full.result.byTrader.map(({ trader }) =>
      full.rows.flatMap(({ row }) =>
        row.trader === trader && row.traded && row.pnlQ05 !== null ? row.netPnl < row.pnlQ05 : [],
      ),
    );
    expect(full.result.valueAtRisk.christoffersen).toEqual(independenceTest(transitionsOf(breaches)));
  });

  it('compares the VaR with that of plain volatility, which differs only in its features', () => {
    const tested = full.rows.filter(({ pinball }) => pinball !== null);
    expect(tested.every(({ plainPinball }) => plainPinball !== null)).toBe(true);
    const { decisions } = full.result.gate;
    const untrained = tested.filter(
      ({ row }) => row.sessionDate < (full.result.models.fits[0]?.firstUsed ?? ''),
    );
    expect(untrained.filter(({ pinball, plainPinball }) => pinball !== plainPinball)).toEqual([]);
    expect(decisions.length).toBeGreaterThan(0);
    const mean = (of: (row: JudgedRow) => number | null) =>
      tested.reduce((sum, row) => sum + (of(row) ?? 0), 0) / tested.length;
    const { benchmark, pinball } = full.result.valueAtRisk;
    expect(benchmark?.plainPinball).toBeCloseTo(
      mean((row) => row.plainPinball),
      12,
    );
    expect(benchmark?.ratio).toBeCloseTo((pinball ?? 0) / (benchmark?.plainPinball ?? 0), 12);
    expect(benchmark?.ratio).not.toBe(1);
  });

  it('counts the days on which a cut limit was reached the same by session and by strategy', async () => {
    const ports = await emptyDesk(desk.roster);
    await saveSessions(ports, desk);
    const plan = await planWalk(ports, backtestRequestOf());
    const tally = new BacktestAccumulator(plan);
    for await (const session of plan.sessions()) tally.add(session);
    const bindingDays = tally.sessions.reduce((sum, session) => sum + session.bindingDays, 0);
    expect(bindingDays).toBeGreaterThan(10);
    expect(bindingDays).toBe(full.result.strategies.limit.bindingDays);
  });

  it('ends the cumulative benefit at the reported one, with the interval of the limits', () => {
    const { cumulativeBenefit, strategies } = full.result;
    const last = cumulativeBenefit.at(-1);
    expect(cumulativeBenefit).toHaveLength(40);
    expect(last?.sessionDate).toBe(desk.sessionDates.at(-1));
    expect(last?.benefit).toBeCloseTo(strategies.limit.net, -1);
  });

  it('states for each session which engine decided, as the gate had chosen it', () => {
    const { gate, period } = full.result;
    expect(gate.ridgeSessions + gate.rulesSessions).toBe(period.sessions);
    for (const { row } of full.rows) {
      const decision = gate.decisions.findLast(({ decidedFor }) => decidedFor <= row.sessionDate);
      const isBroken = gate.breakers.some(({ sessionDate }) => sessionDate === row.sessionDate);
      expect(row.engine).toBe(decision?.inForce && !isBroken ? 'ridge' : 'rules');
    }
  });

  it('makes the same forecasts for a later start or an earlier end', () => {
    const { first, last } = middle.result.period;
    const within = full.rows.filter(({ row }) => row.sessionDate >= first && row.sessionDate <= last);
    expect(middle.rows).toEqual(within);
    expect(middle.result.period).toMatchObject({ sessions: 41, walkedFrom: desk.sessionDates[0] });
    expect(middle.result.byTrader.length).toBeGreaterThan(0);
    const [earliest] = middle.result.gate.decisions;
    expect(earliest && earliest.decidedFor <= first).toBe(true);
  });

  it('makes the same forecasts from a store without later sessions', async () => {
    const last = desk.sessionDates[110]!;
    const ports = await emptyDesk(desk.roster);
    await saveSessions(
      ports,
      [...desk].filter(({ sessionDate }) => sessionDate <= last),
    );
    const past = await run(ports);
    expect(past.rows).toEqual(full.rows.filter(({ row }) => row.sessionDate <= last));
  });

  it('omits the intervals of traders if there are too many rows, and reports that', async () => {
    const { ports, request } = await deskInStore({ ...PLAN, sessions: 40 });
    const plan = await planWalk(ports, request);
    const tally = new BacktestAccumulator({ ...plan, mostRowsWithIntervals: 100 });
    for await (const session of plan.sessions()) tally.add(session);
    const { traderIntervalsLeftOut, byTrader } = tally.result();
    expect(traderIntervalsLeftOut).toMatch(/^\d+ trader-days are more than the 100/);
    expect(byTrader.every(({ netInterval }) => netInterval === null)).toBe(true);
  });
});

describe('a backtest', () => {
  it('rejects a store without a session', async () => {
    await expect(run(await emptyDesk([]))).rejects.toThrow('nothing stored');
  });

  it.each([{ start: '2027-01-01' }, { end: '2020-01-01' }, { start: '2026-06-20', end: '2026-06-10' }])(
    'rejects the period %o, which has no stored session',
    async (period) => {
      const { ports } = await deskInStore({ ...PLAN, sessions: 15 });
      await expect(run(ports, period)).rejects.toThrow('found no stored session in this period');
    },
  );

  it('has the results and no forecast of traders without history on their first session', async () => {
    const ports = await emptyDesk([{ trader: 'NET001', baseLimit: 1_000 }]);
    await saveDay(ports, 'NET001', '2026-03-02', {
      facts: facts({ trader: 'NET001', sessionDate: '2026-03-02', netPnl: -12.345 }),
      closingLots: [],
      findings: [],
    });
    const { rows, result } = await run(ports);
    expect(rows.map(({ row }) => row)).toEqual([
      {
        sessionDate: '2026-03-02',
        trader: 'NET001',
        traded: true,
        netPnl: -12.35,
        engine: 'rules',
        tier: 'unknown',
        baseLimit: 1_000,
        reductionPct: 0,
        newLimit: 1_000,
        ridgeReductionPct: null,
        rulesReductionPct: null,
        valueAtRisk95: null,
        pnlQ05: null,
        pnlQ15: null,
        pnlQ50: null,
        largeLossThreshold: null,
        largeLossProbability: null,
        tradeProbability: null,
        stoppedPnl: -12.35,
        stoppedPnlBase: -12.35,
        uncensoredPnl: -12.35,
        sizeMultiplier: 1,
        firedRules: [],
        stoppedPnlByCut: [{ fromPct: 0, pnl: -12.35 }],
        r: null,
        cutEngine: 'rules',
        precedingR: null,
        youngValueAtRisk95: null,
        youngLargeLossProbability: null,
      } satisfies BacktestRow,
    ]);
    expect(result.valueAtRisk).toMatchObject({ forecasts: 0, sessions: 0, zone: null, kupiec: null });
    expect(result.probability).toMatchObject({ days: 0, brier: null, auc: null, reliability: [] });
    expect(result.strategies.limit.verdict).toBe('not enough to tell');
    expect(result.tiers.ours.verdict).toBe('not enough to tell');
    expect(result.matchedControl.verdict).toBe('too few');
  });

  it('has no stopped P&L for a day whose path is unknown', async () => {
    const ports = await emptyDesk([{ trader: 'NET001', baseLimit: 1_000 }]);
    const unknown = { unknownTimeFills: 2, bestRunningPnl: 10, giveBack: 4, overnightNotional: 500 };
    await saveDay(ports, 'NET001', '2026-03-02', {
      facts: facts({ trader: 'NET001', sessionDate: '2026-03-02', netPnl: -50, ...unknown }),
      closingLots: [],
      findings: [],
    });
    const { rows, result } = await run(ports);
    expect(rows[0]?.row).toMatchObject({ netPnl: -50, stoppedPnl: null, stoppedPnlBase: null });
    expect([result.judgedDays, result.unjudgedDays]).toEqual([0, 1]);
    expect(result.equity[0]).toMatchObject({ asTraded: -50, underBaseLimits: -50, underCutLimits: -50 });
  });
});

describe('days on which the calendar is closed', () => {
  /** Ten sessions and the four weekend days among them, from a Saturday to a Sunday. */
  const CLOSED = ['2026-02-28', '2026-03-07', '2026-03-08', '2026-03-15'];
  const SESSIONS = ['02', '03', '04', '05', '06', '09', '10', '11', '12', '13'].map(
    (day) => `2026-03-${day}`,
  );
  const [firstSession, sixth] = ['2026-03-02', '2026-03-09'];

  async function weekendTrader(dates: readonly string[]) {
    const ports = await emptyDesk([{ trader: 'NET001', baseLimit: 1_000 }]);
    const days = dates.map((sessionDate, at) => facts({ trader: 'NET001', sessionDate, netPnl: 100 + at }));
    await saveSessions(
      ports,
      days.map((day) => ({ sessionDate: day.sessionDate, days: [day] })),
    );
    return ports;
  }

  it('are counted with their P&L, and appear nowhere else', async () => {
    const ports = await weekendTrader([...CLOSED, ...SESSIONS]);
    const { result, rows } = await run(ports);
    expect(result.closedDays).toEqual({ traderDays: 4, netPnl: 100 + 101 + 102 + 103 });
    expect(result.period).toMatchObject({ sessions: 10, tradedDays: 10 });
    expect(rows.map(({ row }) => row.sessionDate)).toEqual(SESSIONS);
  });

  it.each([
    [{ start: firstSession }, 4, 'those before the first session come with it'],
    [{ start: sixth }, 1, 'those before a later start do not'],
    [{ end: '2026-03-08' }, 3, 'those after the end do not'],
    [{ start: '2026-03-07', end: '2026-03-13' }, 2, 'a period may begin on one'],
    [{ end: '2026-12-31' }, 4, 'a period may end beyond the store'],
  ])('belong to the period %o as dates do: %i, %s', async (period, traderDays, _) => {
    const ports = await weekendTrader([...CLOSED, ...SESSIONS]);
    expect((await run(ports, period)).result.closedDays.traderDays).toBe(traderDays);
  });

  it('are part of the history that forecasts need', async () => {
    const weekends = Array.from({ length: 10 }, (_, day) => `2026-02-${String(day + 10).padStart(2, '0')}`);
    const known = async (dates: readonly string[]) => {
      const { rows } = await run(await weekendTrader(dates), { start: firstSession });
      return rows.filter(({ row }) => row.pnlQ05 !== null).length;
    };
    const twelve = [...weekends, '2026-02-21', '2026-02-22'];
    expect(await known([...twelve, ...SESSIONS])).toBeGreaterThan(0);
    expect(await known([...weekends.slice(4), ...SESSIONS])).toBe(0);
  });
});

/** The row in the form that the functions over whole histories take. */
function evaluatedDay({ row, day }: JudgedRow): EvaluatedDay {
  const { tier, ridgeReductionPct, rulesReductionPct, reductionPct } = row;
  const proposal = (percent: number | null) => (percent === null ? null : { reductionPct: percent, tier });
  return {
    sessionDate: row.sessionDate,
    trader: row.trader,
    baseLimit: row.baseLimit,
    netPnl: row.netPnl,
    day,
    proposals: {
      ridge: proposal(ridgeReductionPct),
      rules: proposal(rulesReductionPct),
      inForce: proposal(ridgeReductionPct === null ? null : reductionPct),
    },
    ownLargeLossPnl: row.largeLossThreshold === null ? null : -row.largeLossThreshold,
  };
}
