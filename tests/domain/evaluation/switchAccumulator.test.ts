import { describe, expect, it } from 'vitest';
import { simulateDesk } from '../../../scripts/simulation/simulatedDesk.ts';
import { walkDesk } from '../../../scripts/simulation/walkedDesk.ts';
import type { CutProof } from '../../../src/domain/engines/cutProof.ts';
import type { SessionForecast } from '../../../src/domain/engines/model/sessionForecast.ts';
import { firstModel } from '../../../src/domain/engines/model/trainedModel.ts';
import { BacktestAccumulator } from '../../../src/domain/evaluation/backtestAccumulator.ts';
import { SwitchAccumulator } from '../../../src/domain/evaluation/switchAccumulator.ts';
import { DEFAULT_STOP } from '../../../src/domain/outcome/counterfactual.ts';
import { switchDecision } from '../../support/backtestResult.ts';

const proofOn = (decidedFor: string) => switchDecision({ decidedFor }).proof;

function morning(sessionDate: string, cutProof: CutProof | null, cutsOff: string | null): SessionForecast {
  return {
    sessionDate,
    model: firstModel,
    gate: null,
    breaker: null,
    decayed: [],
    cutProof,
    cutsOff,
    cutEngine: 'rules',
    engine: cutsOff === null ? 'rules' : 'no-cut',
    traders: [],
  };
}

describe('the switch in a backtest', () => {
  it('has each decision once, the last one before the period, and counts sessions and changes', () => {
    const tally = new SwitchAccumulator(DEFAULT_STOP);
    const [early, first, second, third] = ['02', '09', '16', '23'].map((day) => proofOn(`2026-03-${day}`));
    tally.addSession(morning('2026-03-01', null, null), false);
    tally.addSession(morning('2026-03-02', early ?? null, 'they cost'), false);
    tally.addSession(morning('2026-03-09', first ?? null, null), false);
    tally.addSession(morning('2026-03-10', first ?? null, null), true);
    tally.addSession(morning('2026-03-16', second ?? null, 'they cost'), true);
    tally.addSession(morning('2026-03-17', second ?? null, 'they cost'), true);
    tally.addSession(morning('2026-03-23', third ?? null, null), true);
    expect(tally.history(['2026-03-10'], { seed: 1 })).toMatchObject({
      decisions: [
        { proof: first, cutsOff: null },
        { proof: second, cutsOff: 'they cost' },
        { proof: third, cutsOff: null },
      ],
      offSessions: 2,
      changes: 2,
    });
  });
});

describe('a backtest of a desk on which cuts are switched off', () => {
  const desk = simulateDesk({ traders: 12, sessions: 260, seed: 901, truth: 'meanReversion' });
  const walked = [...walkDesk(desk, desk)];
  const tally = new BacktestAccumulator({
    source: 'stored',
    roster: desk.roster,
    riskCapitals: new Map(),
    settings: {
      maxReductionPct: 80,
      retrainEverySessions: 5,
      cutsRequireProof: false,
      limitBasis: 'realised',
      largeLossThreshold: 2_000,
      tiers: { high: 2, neutral: 1.3 },
      ...DEFAULT_STOP,
    },
    closedDays: { traderDays: 0, netPnl: 0 },
    first: '0000-01-01',
    last: '9999-12-31',
    shadowStrategies: [
      { name: 'chain', definition: 'engine:chain', engine: 'chain', maxReductionPct: null, curve: null },
      { name: 'always', definition: 'engine:rules', engine: 'rules', maxReductionPct: null, curve: null },
    ],
  });
  const rows = walked.flatMap((session) => tally.add(session));
  const result = tally.result();
  const off = new Set(
    walked.filter(({ forecast }) => forecast.cutsOff !== null).map(({ forecast }) => forecast.sessionDate),
  );
  const netOf = (sessions: typeof walked) =>
    sessions.reduce((total, { record: { cutOutcomes } }) => total + cutOutcomes.net, 0);

  it('has sessions without cuts, decided by no-cut', () => {
    expect(off.size).toBeGreaterThan(20);
    expect(result.cutSwitch.offSessions).toBe(off.size);
    expect(result.gate.noCutSessions).toBe(off.size);
    for (const { row } of rows) {
      expect(row.engine === 'no-cut').toBe(off.has(row.sessionDate));
      if (row.engine === 'no-cut') expect([row.reductionPct, row.newLimit]).toEqual([0, row.baseLimit]);
    }
  });

  it('has the net that the records give, with the switch and without it', () => {
    const { strategies, cutSwitch } = result;
    expect(cutSwitch.limitWithoutSwitch.net).toBeCloseTo(netOf(walked), 6);
    expect(strategies.limit.net).toBeCloseTo(
      netOf(walked.filter(({ forecast }) => forecast.cutsOff === null)),
      6,
    );
    // The cuts of this desk cost money: while they are off they cost nothing.
    expect(cutSwitch.limitWithoutSwitch.net).toBeLessThan(strategies.limit.net);
    expect(result.engines.inForce.limit.net).toBeCloseTo(strategies.limit.net, 6);
  });

  it('regrets as much as no cut on such a session', () => {
    const judged = walked.reduce((sum, { record }) => sum + record.judged, 0);
    const regret = walked.reduce((sum, { forecast, record }) => {
      if (off.has(forecast.sessionDate)) return sum + record.noCutRegret;
      return sum + (forecast.engine === 'ridge' ? record.score.modelRegret : record.score.rulesRegret);
    }, 0);
    expect(result.engines.inForce.regret).toBeCloseTo(regret / judged, 9);
    expect(walked.some(({ record }) => record.noCutRegret !== record.score.rulesRegret)).toBe(true);
  });

  it('compares the shadow chain with the same switch, and the rules alone without it', () => {
    const [chain, always] = ['chain', 'always'].map((name) =>
      result.shadows.find((shadow) => shadow.name === name),
    );
    expect(chain?.difference).toBe(0);
    expect(Math.abs(always?.difference ?? 0)).toBeGreaterThan(0);
  });
});
