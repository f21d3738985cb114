import type { Decision } from '../../src/domain/decision/decision.ts';
import type { LimitLine } from '../../src/domain/decision/limitLine.ts';
import type { MorningReport, TraderHistory } from '../../src/domain/report/report.ts';
import { notProven } from './mornings.ts';
import { cut, decision, history, reason, report, withLine } from './report.ts';

const assumed = (since: string): Partial<LimitLine> => ({ inForceSource: 'assumed', inForceSince: since });

/**
 * The tenth morning of a desk: limits to lower, to raise and to leave, overrides, a trader whose limit had no
 * effect, one whose P&L is not proven, and one with too little history.
 */
export function tenthMorning(override: Partial<MorningReport> = {}): MorningReport {
  return report({
    decisions: [...changed(), ...unchanged()],
    histories: [
      withLimits(
        history(
          'NET010',
          [310, -150, 640, 210, -380, 120, 505, -90, 330, 210, 85, -420, 160, 75, -610, -940, -1534],
        ),
        [
          5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 4000, 4000, 4000, 4000, 4000,
          4000,
        ],
      ),
      withLimits(history('NET003', [900, -1200, 2100, -640, 480, 1500, -2900, 3100]), [
        ...Array.from({ length: 5 }, () => 8000),
        6000,
        6000,
        6000,
      ]),
    ],
    traderPnl: ['NET010', 'NET003', 'NET002', 'NET001', 'NET005'].map((trader, index) => ({
      trader,
      yesterday: [-1534, 3100, -212.4, null, -3000][index] ?? null,
      fiveSessions: [-2849, 4180, 120, 0, -3310][index] ?? 0,
      monthToDate: [-1534, 3100, -212.4, 0, -3000][index] ?? 0,
    })),
    deskPnl: { yesterday: -4210.55, week: -4210.55, monthToDate: 12950.2 },
    yesterday: {
      cuts: 5,
      stopped: [{ trader: 'NET005', secondOfDay: 42_120, limit: 3000, isAssumed: true, continuation: -640 }],
      ignored: [{ trader: 'NET004', secondOfDay: 41_000, limit: 3000 }],
      notReached: 2,
      nearLimit: [{ trader: 'NET008', usedPct: 86.4 }],
      usedPct: { NET010: 38.3, NET003: 0, NET005: 104, NET008: 86.4 },
      saved: 640,
      cost: 0,
      interval: [-420, 1510],
      notKnown: 1,
      overrides: [{ trader: 'NET007', by: 'risk-1', dollars: -300 }],
    },
    endedOverrides: [
      {
        trader: 'NET007',
        dollars: 9000,
        firstSession: '2026-09-30',
        lastSession: '2026-10-05',
        because: 'over',
      },
    ],
    longCuts: [{ trader: 'NET005', sessions: 12 }],
    alerts: [
      {
        code: 'CAPITAL_AT_RISK',
        trader: 'NET011',
        text: 'lost 62% of the risk capital since Thu 3 Sep ($124,000 of $200,000, 20 times the base limit; low on Fri 2 Oct, 8% recovered): decide whether to go on',
      },
      {
        code: 'DISTRESSED_BEHAVIOUR',
        trader: 'NET002',
        text: 'chasing losses: after a loss re-enters 2.3 times as fast as otherwise and 1.8 times as large as after a win; worst on Fri 2 Oct, 7 entries in 19 minutes',
      },
      ...['NET010', 'NET005', 'NET008', 'NET006', 'NET001'].map((trader) => ({
        code: 'REPEATED_HIGH_RISK',
        trader,
        text: 'high risk on 4 mornings in a row, since Thu 1 Oct',
      })),
      { code: 'UNRECONCILED', trader: 'NET009', text: 'P&L does not tie out: no recommendation' },
      { code: 'ENGINE_CHANGED', text: 'today the rules decided, on the last morning the model did' },
    ],
    ...override,
  });
}

/** Two limits to lower, two to raise: a cut that ended, and a cut under an override that ended. */
function changed(): readonly Decision[] {
  return [
    withLine(
      cut('NET010', 36, {
        desk: 'Momentum',
        confidence: 'medium',
        reasons: [
          reason({
            code: 'worst_day',
            text: 'lost $1,534 on the last session (a bad day, 1 in 20, is −$627)',
          }),
        ],
        wouldHaveStopped: { sessions: 60, stopped: 2 },
        trackRecord: { cuts: 89, followedByLargeLoss: 17, deskRate: 0.17 },
        warnings: ['HIGH_VOLATILITY', 'LOW_WIN_RATE', 'ELEVATED_RISK'],
        warningEvidence: [
          { code: 'HIGH_VOLATILITY', text: 'daily results swing 1.9 times as much as in the last months' },
          { code: 'LOW_WIN_RATE', text: '4 of the last 20 sessions won, where 11 are usual' },
          { code: 'ELEVATED_RISK', text: '2 signs at once' },
        ],
      }),
      { limitInForce: 4000, ...assumed('2026-10-01') },
    ),
    withLine(
      cut('NET011', 80, {
        baseLimit: 10_000,
        confidence: 'low',
        reasons: [
          reason({
            code: 'drawdown',
            text: 'drawdown of 62% of risk capital over 60 sessions (low on Fri 2 Oct, 8% recovered)',
          }),
        ],
        wouldHaveStopped: { sessions: 52, stopped: 24 },
        trackRecord: { cuts: 0, followedByLargeLoss: 0, deskRate: null },
      }),
      { limitInForce: 10_000 },
    ),
    withLine(decision({ trader: 'NET003', desk: 'Swing', baseLimit: 8000, newLimit: 8000 }), {
      limitInForce: 6000,
      ...assumed('2026-10-01'),
    }),
    withLine(cut('NET007', 25, { baseLimit: 20_000, wouldHaveStopped: { sessions: 60, stopped: 0 } }), {
      limitInForce: 9000,
      inForceSource: 'answered',
      inForceSince: '2026-09-30',
    }),
  ];
}

function unchanged(): readonly Decision[] {
  const override = {
    id: 7,
    dollars: 4500,
    through: '2026-10-07',
    reason: 'spoken-to',
    note: null,
    by: 'risk-1',
  };
  return [
    withLine(cut('NET005', 40, { warnings: ['LARGE_DRAWDOWN'] }), { ...assumed('2026-09-18'), cutDay: 12 }),
    withLine(cut('NET004', 40), { inForceSource: 'answered', inForceSince: '2026-10-02', cutDay: 2 }),
    withLine(
      { ...cut('NET008', 50), newLimit: 4500 },
      { ...assumed('2026-10-05'), cutDay: 1, override, recommendedLimit: 2500 },
    ),
    withLine(
      decision({
        trader: 'NET009',
        action: 'withheld',
        newLimit: 3000,
        reconciled: false,
        proposedReductionPct: 60,
        notProven: notProven('NET009'),
      }),
      { ...assumed('2026-10-02') },
    ),
    withLine(
      decision({
        trader: 'NET022',
        action: 'review',
        tier: 'unknown',
        activeSessions: 7,
        valueAtRisk95: null,
        largeLossProbability: null,
      }),
      {},
    ),
    withLine(
      decision({
        trader: 'NET002',
        tier: 'neutral',
        warnings: ['REVENGE_TRADING'],
        warningEvidence: [{ code: 'REVENGE_TRADING', text: 'after a loss re-enters 2.3 times as fast' }],
      }),
      {},
    ),
    withLine(decision({ trader: 'NET006', tier: 'high', largeLossProbability: 0.31 }), {}),
    withLine(decision({ trader: 'NET001', reconciled: null }), {}),
  ];
}

/** After an upgrade or a restore: what the platform enforces is not known of any trader. */
export function unknownMorning(): MorningReport {
  const { decisions } = tenthMorning();
  return tenthMorning({
    decisions: decisions.map((each) =>
      withLine(each, {
        ...each.limit,
        limitInForce: null,
        inForceSource: 'unknown',
        inForceSince: '2026-10-06',
        change: 'set',
      }),
    ),
    endedOverrides: [],
    longCuts: [],
    alerts: [],
  });
}

/** The newest fills are older than the session before, so no limit is raised. */
export function staleMorning(): MorningReport {
  const { decisions } = tenthMorning();
  const lower = decisions.filter(({ limit }) => limit?.change !== 'raise');
  return tenthMorning({ stale: true, dataThrough: '2026-10-02', decisions: lower, endedOverrides: [] });
}

/** Nothing to key in: two cuts stay. */
export function steadyMorning(): MorningReport {
  const { decisions } = tenthMorning();
  return report({
    decisions: decisions.filter(({ trader }) => ['NET004', 'NET005', 'NET006'].includes(trader)),
    deskPnl: { yesterday: 1698.2, week: -4210, monthToDate: 12950 },
  });
}

/** The first morning on which cuts are switched off: four cuts end, an override and a withheld limit stay. */
export function switchedOffMorning(): MorningReport {
  const why =
    'over the last 248 sessions the cuts would have cost $41,200, with 80% confidence at least $3,900. The worst 5% of trader-days would have been only 0.9% milder';
  const off = [
    { engine: 'ridge' as const, why: 'the gate is closed' },
    { engine: 'rules' as const, why: 'cuts are switched off' },
  ];
  const { decisions } = tenthMorning();
  return tenthMorning({
    engine: 'no-cut',
    engineReason: `cuts are switched off: ${why}`,
    cutSwitch: { state: 'off', isNew: true, why },
    decisions: decisions.map((each) => withoutCut({ ...each, passedOver: off })),
    endedOverrides: [],
    longCuts: [],
    alerts: [{ code: 'CUTS_OFF', text: `cuts are switched off: ${why}` }],
  });
}

function withoutCut(decided: Decision): Decision {
  if (decided.action !== 'cut') return { ...decided, proposedReductionPct: 0 };
  const { baseLimit, limit } = decided;
  const { wouldHaveStopped: _, trackRecord: __, ...others } = decided;
  const kept: Decision = {
    ...others,
    action: 'keep',
    newLimit: baseLimit,
    reductionPct: 0,
    proposedReductionPct: 0,
    reasons: [],
  };
  if (limit === undefined) return kept;
  if (limit.override !== null) return withLine(kept, { ...limit, recommendedLimit: baseLimit });
  const { inForceSource, inForceSince } = limit;
  const limitInForce = inForceSource === 'base' ? baseLimit : limit.limitInForce;
  return withLine(kept, { limitInForce, inForceSource, inForceSince });
}

/** Two hundred traders on eight desks: a quarter cut, half of those since earlier. */
export function largeDesk(traders = 200): MorningReport {
  const names = Array.from({ length: traders }, (_, index) => `NET${String(index + 1).padStart(3, '0')}`);
  return report({
    decisions: names.map((trader, index) => largeDeskTrader(trader, index)),
    histories: names.map((trader, index) =>
      withLimits(
        history(
          trader,
          Array.from({ length: 20 }, (_, day) => (((index + 1) * (day + 3) * 97) % 2000) - 1100),
        ),
        Array.from({ length: 20 }, (_, day) => (day > 15 ? 3000 : 5000)),
      ),
    ),
    traderPnl: names.map((trader, index) => ({
      trader,
      yesterday: ((index * 97) % 2000) - 1100,
      fiveSessions: ((index * 397) % 9000) - 4100,
      monthToDate: ((index * 597) % 19_000) - 8100,
    })),
    deskPnl: { yesterday: -12_345, week: 4567, monthToDate: -89_012 },
    alerts: names.slice(0, 30).map((trader) => ({
      code: 'REPEATED_HIGH_RISK',
      trader,
      text: 'high risk on 4 mornings in a row, since Thu 1 Oct',
    })),
  });
}

function largeDeskTrader(trader: string, index: number): Decision {
  const desk = `Desk ${index % 8}`;
  const reasons = [
    reason({ text: '5 losing sessions in a row' }),
    reason({
      code: 'drawdown',
      text: 'drawdown of 27% of risk capital over 60 sessions (low on Mon 5 Oct, nothing recovered)',
    }),
  ];
  const record = {
    wouldHaveStopped: { sessions: 60, stopped: index % 25 },
    trackRecord: { cuts: 89, followedByLargeLoss: 17, deskRate: 0.17 },
  };
  const isCut = index % 4 === 0;
  if (isCut && index % 8 === 0)
    return withLine(cut(trader, 10 + (index % 15) * 5, { desk, reasons, ...record }), { limitInForce: 5000 });
  if (isCut)
    return withLine(cut(trader, 40, { desk, reasons, ...record }), { ...assumed('2026-10-01'), cutDay: 4 });
  if (index % 11 === 1)
    return withLine(
      decision({
        trader,
        desk,
        action: 'withheld',
        reconciled: false,
        notProven: notProven(trader),
        proposedReductionPct: 30,
      }),
      {},
    );
  if (index % 6 === 1)
    return withLine(decision({ trader, desk }), { limitInForce: 3000, ...assumed('2026-10-01') });
  return withLine(decision({ trader, desk, tier: index % 5 === 1 ? 'neutral' : 'low' }), {});
}

/** A history with the limit in force of each session, oldest first. */
export function withLimits({ trader, sessions }: TraderHistory, limits: readonly number[]): TraderHistory {
  return {
    trader,
    sessions: sessions.map((session, index) => ({ ...session, limitInForce: limits[index] ?? null })),
  };
}
