import { CUT_CURVES } from '../../src/domain/engines/cutCurve.ts';
import type { CutProof } from '../../src/domain/engines/cutProof.ts';
import type { GateDecision } from '../../src/domain/engines/gate.ts';
import { featureIds } from '../../src/domain/engines/model/features.ts';
import type {
  BacktestResult,
  Coverage,
  EngineScores,
  MonthResult,
  TierScores,
  TraderResult,
} from '../../src/domain/evaluation/backtestResult.ts';
import type { CutRates } from '../../src/domain/evaluation/cutRates.ts';
import type { EqualCuts } from '../../src/domain/evaluation/equalCuts.ts';
import type { ImpactByStrategy, StrategyImpact } from '../../src/domain/evaluation/impact.ts';
import type { MailedMonth } from '../../src/domain/evaluation/mailedMonth.ts';
import { type ModelFit, stabilityOf } from '../../src/domain/evaluation/modelHistory.ts';
import type { MonthlyReview } from '../../src/domain/evaluation/reviewResult.ts';
import type { RulesWorth, Worth } from '../../src/domain/evaluation/rulesWorth.ts';
import type { SwitchDecision } from '../../src/domain/evaluation/switchAccumulator.ts';
import type { TailComparison, TailFigure } from '../../src/domain/evaluation/tailComparison.ts';
import type { TraderMonth } from '../../src/domain/evaluation/tradersToDiscuss.ts';
import { WorthAccumulator } from '../../src/domain/evaluation/worthAccumulator.ts';
import { kupiecTest } from '../../src/domain/statistics/varBacktest.ts';
import { driftLookOf } from './driftLooks.ts';

const FIRST = Date.UTC(2024, 0, 2);
const DAY = 86_400_000;

/** Weekdays from 2 January 2024 on. */
export function weekdays(many: number): readonly string[] {
  return Array.from({ length: Math.ceil((many * 7) / 5) + 7 }, (_, day) => new Date(FIRST + day * DAY))
    .filter((date) => date.getUTCDay() % 6 !== 0)
    .slice(0, many)
    .map((date) => date.toISOString().slice(0, 10));
}

/** A rule that finds bad days, one that does not, and a depth; the tiers never occurred. */
const ourWorth: RulesWorth = {
  rules: [
    worth({
      name: 'loss_streak 30',
      days: 412,
      largeLosses: 91,
      net: 8_150,
      netInterval: [1_200, 15_100],
      verdict: 'helped',
    }),
    worth({
      name: 'drawdown 40',
      days: 260,
      largeLosses: 33,
      difference: -0.02,
      differenceInterval: [-0.06, 0.02],
    }),
    worth({ name: 'volatility 25', days: 0, largeLosses: 0 }),
  ],
  tiers: [],
  depths: [worth({ name: '40-45', days: 9, largeLosses: 1, differenceInterval: null })],
};

function worth(own: Partial<Worth> & Pick<Worth, 'name' | 'days' | 'largeLosses'>): Worth {
  return {
    rate: own.days === 0 ? null : own.largeLosses / own.days,
    otherDays: 16_000,
    otherLargeLosses: 2_400,
    otherRate: 0.15,
    difference: 0.071,
    differenceInterval: [0.031, 0.112],
    ...impact(),
    ...own,
  };
}

export function impact(override: Partial<StrategyImpact> = {}): StrategyImpact {
  return {
    avoided: 82_400,
    opportunityCost: 51_250.4,
    net: 31_149.6,
    bindingDays: 212,
    netInterval: [4_120, 58_900],
    verdict: 'helped',
    ...override,
  };
}

export const nothing: StrategyImpact = impact({
  avoided: 0,
  opportunityCost: 0,
  net: 0,
  bindingDays: 0,
  netInterval: [0, 0],
  verdict: 'not enough to tell',
});

export function strategies(override: Partial<ImpactByStrategy> = {}): ImpactByStrategy {
  return {
    limit: impact(),
    sizing: impact({ net: -12_300, netInterval: [-40_200, 9_100], verdict: 'could be chance' }),
    filtering: impact({ net: -61_300, netInterval: [-90_200, -19_100], verdict: 'cost' }),
    combined: { ...nothing, bindingDays: 4, net: 300, avoided: 300 },
    ...override,
  };
}

const cutRates: CutRates = {
  largeLosses: { days: 420, cut: 133, share: 133 / 420 },
  ownLargeLosses: { days: 2_710, cut: 702, share: 702 / 2_710 },
  profitable: { days: 9_033, cut: 1_322, share: 1_322 / 9_033 },
  all: { days: 18_020, cut: 2_980, share: 2_980 / 18_020 },
};
const noDays = { days: 0, cut: 0, share: null };
export const noRates: CutRates = {
  largeLosses: noDays,
  ownLargeLosses: noDays,
  profitable: noDays,
  all: noDays,
};

export function equalCuts(override: Partial<EqualCuts> = {}): EqualCuts {
  return {
    depths: [
      { reductionPct: 0, traderDays: 14_940, share: 14_940 / 18_040 },
      { reductionPct: 30, traderDays: 2_100, share: 2_100 / 18_040 },
      { reductionPct: 60, traderDays: 1_000, share: 1_000 / 18_040 },
    ],
    equal: { net: 17_400, netInterval: [2_100, 33_800], verdict: 'helped' },
    targeting: { net: 13_749.6, netInterval: [-2_900, 30_100], verdict: 'could be chance' },
    ...override,
  };
}

const noNet = { net: 0, netInterval: [0, 0], verdict: 'not enough to tell' } as const;
/** Without any judged trader-day. */
export const noEqualCuts: EqualCuts = { depths: [], equal: noNet, targeting: noNet };

/** The figures of a tail: before and after in dollars, with bounds $900 either side. */
function tailFigure(
  before: number,
  after: number,
  improvement: number,
  verdict: TailFigure['verdict'],
): TailFigure {
  const estimate = (value: number): TailFigure['before'] => ({ value, interval: [value - 900, value + 900] });
  return { before: estimate(before), after: estimate(after), improvement: estimate(improvement), verdict };
}

export function tail(override: Partial<TailComparison> = {}): TailComparison {
  return {
    sessions: 500,
    figures: {
      worstDay: tailFigure(-21_400, -17_250, 4_150, 'helped'),
      day05: tailFigure(-5_316, -6_247, -931, 'cost'),
      shortfall05: tailFigure(-9_840, -9_310, 530, 'could be chance'),
      maxDrawdown: tailFigure(48_200, 40_900, 7_300, 'helped'),
    },
    verdict: 'could be chance',
    ...override,
  };
}

export function engine(override: Partial<EngineScores> = {}): EngineScores {
  return { cutRates, limit: impact(), equalCuts: equalCuts(), regret: 0.07312, ...override };
}

export function gateDecision(override: Partial<GateDecision> = {}): GateDecision {
  return {
    decidedFor: '2025-11-24',
    inForce: true,
    why: 'better than the rules by 14.2% over 120 sessions',
    improvement: 0.142,
    lowerBound: 0.061,
    evenImprovement: 0.08,
    evenLowerBound: 0.02,
    sessions: 120,
    zone: 'green',
    ...override,
  };
}

export function switchDecision(proof: Partial<CutProof> = {}, cutsOff: string | null = null): SwitchDecision {
  return {
    proof: {
      decidedFor: '2025-11-24',
      sessions: 250,
      effective: 96,
      net: 41_200,
      lowerBound: 3_400,
      upperBound: 60_100,
      shortfallUncut: 4_120,
      shortfallCut: 3_690,
      ...proof,
    },
    cutsOff,
  };
}

export function coverage(exceptions: number, forecasts: number): Coverage {
  const test = forecasts === 0 ? null : kupiecTest(exceptions, forecasts);
  return {
    forecasts,
    exceptions,
    rate: forecasts === 0 ? null : exceptions / forecasts,
    kupiec: test,
    christoffersen: test,
    conditionalCoverage: test,
    zone: forecasts === 0 ? null : 'green',
    pinball: forecasts === 0 ? null : 0.1042,
  };
}

export function traderResult(trader: string, place: number): TraderResult {
  const net = Math.round(3_000 * Math.sin(place * 1.7)) + place;
  return {
    trader,
    rows: 500,
    tradedDays: 440 - place,
    netPnl: 12_000 * Math.cos(place),
    cutDays: 60 + place,
    limit: {
      avoided: Math.max(net, 0) + 900,
      opportunityCost: Math.max(-net, 0) + 900,
      net,
      bindingDays: 12 + place,
    },
    netInterval: [net - 1_500, net + 1_400],
    verdict: net > 1_500 ? 'helped' : net < -1_400 ? 'cost' : 'could be chance',
    ownLargeLosses: 66,
    coverage: coverage(12 + (place % 21), 400),
  };
}

function monthResult(month: string, place: number): MonthResult {
  const net = Math.round(2_500 * Math.sin(place));
  return {
    month,
    sessions: 21,
    ridgeSessions: place > 5 ? 21 : 0,
    netPnl: 40_000 * Math.cos(place),
    limit: {
      avoided: Math.max(net, 0) + 2_000,
      opportunityCost: Math.max(-net, 0) + 2_000,
      net,
      bindingDays: 14,
    },
    netInterval: [net - 3_000, net + 3_100],
    verdict: 'could be chance',
    varForecasts: 780,
    varExceptions: 30 + (place % 17),
    varRateInterval: [0.024 + (place % 17) / 1_000, 0.058 + (place % 17) / 700],
    regret: 0.07 + place / 1_000,
  };
}

const ourTiers: TierScores = {
  high: { days: 1_900, largeLosses: 702, rate: 702 / 1_900 },
  neutral: { days: 3_000, largeLosses: 610, rate: 610 / 3_000 },
  low: { days: 13_000, largeLosses: 1_398, rate: 1_398 / 13_000 },
  hitRate: 1_312 / 2_710,
  verdict: 'told',
};
const fixedTiers: TierScores = {
  high: { days: 0, largeLosses: 0, rate: null },
  neutral: { days: 42, largeLosses: 19, rate: 19 / 42 },
  low: { days: 17_858, largeLosses: 2_691, rate: 2_691 / 17_858 },
  hitRate: 19 / 2_710,
  verdict: 'told',
};

function fitOn(session: string, place: number): ModelFit {
  return {
    id: `ridge-${session}-0a1b2c3d`,
    firstUsed: session,
    trainedThrough: session,
    rows: 900 * place,
    sessions: 5 * place,
    penalties: [place < 8 ? null : 1_000, 31.6228],
    curve: CUT_CURVES[place % CUT_CURVES.length] ?? { beginsAt: 1, fullAt: 2 },
    weights: featureIds.map((id, index) => ({
      feature: id,
      location: Math.sin(index + place / 9) / 60,
      logScale: Math.cos(index * 1.3 + place / 30) / 14,
    })),
  };
}

/** 41 traders over 500 sessions. */
export function backtestResult(override: Partial<BacktestResult> = {}): BacktestResult {
  return longResult(500, 41, override);
}

/** A result for a desk of this size with every section filled. */
export function longResult(
  many: number,
  traders: number,
  override: Partial<BacktestResult> = {},
): BacktestResult {
  const sessions = weekdays(many);
  const weekly = sessions.filter((_, index) => index % 5 === 0);
  const decisions = weekly.map((decidedFor, place) => gateAt(decidedFor, place));
  const fits = weekly.slice(1).map((session, index) => fitOn(session, index + 1));
  const months = [...new Set(sessions.map((session) => session.slice(0, 7)))];
  return {
    source: 'stored',
    closedDays: { traderDays: 0, netPnl: 0 },
    period: {
      first: sessions.at(0) ?? '',
      last: sessions.at(-1) ?? '',
      sessions: many,
      walkedFrom: sessions.at(0) ?? '',
      traders,
      traderDays: many * traders,
      tradedDays: Math.round(many * traders * 0.88),
    },
    settings: {
      maxReductionPct: 80,
      retrainEverySessions: 5,
      cutsRequireProof: false,
      limitBasis: 'total',
      largeLossThreshold: 2_000,
      tiers: { high: 2, neutral: 1.3 },
      slippageBasisPoints: 5,
      limitRoundTo: 50,
    },
    engines: {
      ridge: engine(),
      rules: engine({
        limit: impact({ net: -2_400, netInterval: [-21_000, 18_000], verdict: 'could be chance' }),
        equalCuts: equalCuts({
          targeting: { net: -19_800, netInterval: [-39_000, -1_200], verdict: 'cost' },
        }),
        regret: 0.08534,
      }),
      inForce: engine(),
    },
    gate: {
      decisions,
      latest: decisions.at(-1) ?? null,
      ridgeSessions: 280,
      rulesSessions: many - 280,
      noCutSessions: 0,
      breakers: [{ sessionDate: sessions.at(-9) ?? '', why: 'all cuts are equal' }],
    },
    cutSwitch: {
      decisions: [switchDecision()],
      offSessions: 0,
      changes: 0,
      limitWithoutSwitch: impact(),
    },
    tail: tail(),
    deskPnl: {
      noCut: { pnl: 104_000, interval: [-61_000, 270_000] },
      withCuts: { pnl: 135_149.6, interval: [-22_000, 290_000] },
    },
    strategies: strategies(),
    sizing: {
      alone: impact({ net: 9_800, netInterval: [-4_000, 22_000], verdict: 'could be chance' }),
      withCuts: impact({ net: 36_400, netInterval: [5_100, 66_000] }),
      added: impact({ net: 5_250.4, netInterval: [-900, 11_700], verdict: 'could be chance' }),
      targeting: { ...nothing, bindingDays: 8 },
      days: 18_040,
      reducedDays: 7_020,
      meanMultiplier: 0.93,
    },
    judgedDays: 18_040,
    unjudgedDays: 3,
    estimatedDays: 2,
    slippage: [0, 1, 3].map((multiple) => ({
      multiple,
      slippageBasisPoints: 5 * multiple,
      net: { limit: 40_000 - 9_000 * multiple, sizing: -12_300, filtering: -61_300, combined: 300 },
    })),
    equity: sessions.map((sessionDate, index) => ({
      sessionDate,
      engine: index > 200 ? 'ridge' : 'rules',
      asTraded: 900 * Math.sin(index / 3) + 400 * Math.cos(index * index),
      underBaseLimits: 850 * Math.sin(index / 3) + 380 * Math.cos(index * index) + 4,
      underCutLimits: 800 * Math.sin(index / 3) + 360 * Math.cos(index * index) + 66,
    })),
    cumulativeBenefit: sessions
      .filter((_, index) => (index + 1) % Math.ceil(many / 40) === 0)
      .map((sessionDate, index) => ({
        sessionDate,
        benefit: 800 * index + 900 * Math.sin(index),
        interval: [
          800 * index - 2_000 - 650 * index + 900 * Math.sin(index),
          800 * index + 2_300 + 600 * index,
        ],
      })),
    youngValueAtRisk: { forecasts: 60, exceptions: 4, rate: 4 / 60, rateInterval: [0.0303, 0.1404] },
    valueAtRisk: {
      ...coverage(936, 17_900),
      sessions: many - 20,
      rateInterval: [0.0461, 0.0583],
      effectiveForecasts: 3_421.7,
      benchmark: { plainPinball: 0.1063, ratio: 0.1042 / 0.1063, ratioInterval: [0.962, 0.998] },
    },
    probability: {
      days: 17_900,
      baseRate: 0.1514,
      brier: 0.1221,
      skill: 0.0496,
      auc: 0.671,
      skillInterval: [0.0312, 0.0661],
      aucInterval: [0.652, 0.689],
      expected: 2_828.2,
      came: 2_710,
      reliability: [0.05, 0.09, 0.13, 0.19, 0.33].map((meanForecast, bin) => ({
        count: 3_580,
        meanForecast,
        observedRate: meanForecast + (bin - 1.5) / 150,
        interval: [meanForecast + (bin - 1.5) / 150 - 0.012, meanForecast + (bin - 1.5) / 150 + 0.013],
      })),
    },
    tiers: { ours: ourTiers, fixed: fixedTiers },
    rulesWorth: ourWorth,
    matchedControl: {
      cutDays: 3_100,
      matchedDays: 2_990,
      meanCutR: -0.081,
      meanControlR: 0.012,
      difference: -0.093,
      interval: [-0.16, -0.031],
      verdict: 'worse than the control',
    },
    byTrader: Array.from({ length: traders }, (_, place) =>
      traderResult(`NET${String(place + 1).padStart(3, '0')}`, place),
    ),
    traderIntervalsLeftOut: null,
    byMonth: months.map(monthResult),
    models: { fits, stability: stabilityOf(fits) },
    shadows: [],
    review: null,
    ...override,
  };
}

/** First no record, then worse than the rules, then better. */
function gateAt(decidedFor: string, place: number): GateDecision {
  if (place < 12) {
    const none = { improvement: null, lowerBound: null, evenImprovement: null, evenLowerBound: null };
    return gateDecision({
      decidedFor,
      inForce: false,
      why: `${place * 5} sessions of record, of 60 needed`,
      sessions: place * 5,
      zone: null,
      ...(place < 6 ? none : { improvement: -0.8, lowerBound: Number.NEGATIVE_INFINITY }),
    });
  }
  const improvement = 0.02 + 0.12 * Math.sin((place - 12) / 14);
  const inForce = improvement > 0.1;
  const why = inForce ? 'better than the rules by over 10%' : 'better than the rules, which may be chance';
  return gateDecision({ decidedFor, improvement, lowerBound: improvement - 0.09, inForce, why });
}

/** An empty result: one session, no trader, no model, no VaR. */
export function emptyResult(override: Partial<BacktestResult> = {}): BacktestResult {
  const [session = ''] = weekdays(1);
  const silent = engine({ cutRates: noRates, limit: nothing, equalCuts: noEqualCuts, regret: null });
  const noTiers: TierScores = {
    high: { days: 0, largeLosses: 0, rate: null },
    neutral: { days: 0, largeLosses: 0, rate: null },
    low: { days: 0, largeLosses: 0, rate: null },
    hitRate: null,
    verdict: 'not enough to tell',
  };
  return longResult(1, 0, {
    period: {
      first: session,
      last: session,
      sessions: 1,
      walkedFrom: session,
      traders: 0,
      traderDays: 0,
      tradedDays: 0,
    },
    engines: { ridge: silent, rules: silent, inForce: silent },
    gate: { decisions: [], latest: null, ridgeSessions: 0, rulesSessions: 1, noCutSessions: 0, breakers: [] },
    cutSwitch: { decisions: [], offSessions: 0, changes: 0, limitWithoutSwitch: nothing },
    tail: null,
    deskPnl: { noCut: { pnl: 0, interval: [0, 0] }, withCuts: { pnl: 0, interval: [0, 0] } },
    strategies: { limit: nothing, sizing: nothing, filtering: nothing, combined: nothing },
    sizing: {
      alone: nothing,
      withCuts: nothing,
      added: nothing,
      targeting: nothing,
      days: 0,
      reducedDays: 0,
      meanMultiplier: null,
    },
    judgedDays: 0,
    unjudgedDays: 0,
    estimatedDays: 0,
    slippage: [],
    equity: [],
    cumulativeBenefit: [],
    youngValueAtRisk: { forecasts: 0, exceptions: 0, rate: null, rateInterval: null },
    valueAtRisk: {
      ...coverage(0, 0),
      sessions: 0,
      rateInterval: null,
      effectiveForecasts: null,
      benchmark: null,
    },
    probability: {
      days: 0,
      baseRate: null,
      brier: null,
      skill: null,
      auc: null,
      skillInterval: null,
      aucInterval: null,
      expected: 0,
      came: 0,
      reliability: [],
    },
    tiers: { ours: noTiers, fixed: noTiers },
    rulesWorth: new WorthAccumulator().worth([], { seed: 1 }),
    matchedControl: {
      cutDays: 0,
      matchedDays: 0,
      meanCutR: null,
      meanControlR: null,
      difference: null,
      interval: null,
      verdict: 'too few',
    },
    byTrader: [],
    byMonth: [],
    models: { fits: [], stability: null },
    shadows: [],
    ...override,
  });
}

export function monthlyReview(override: Partial<MonthlyReview> = {}): MonthlyReview {
  return {
    month: '2025-11',
    decided: {
      sessions: 19,
      traderDays: 114,
      cuts: 66,
      agreeing: 105,
      differences: [
        {
          sessionDate: '2025-11-12',
          trader: 'NET007',
          decidedEngine: 'rules',
          decidedPct: 50,
          walkedEngine: 'ridge',
          walkedPct: 0,
          action: 'withheld',
        },
      ],
      differing: 9,
      limit: impact({
        avoided: 10_800,
        opportunityCost: 2_900,
        net: 7_900,
        bindingDays: 14,
        netInterval: [2_100, 13_600],
        verdict: 'helped',
      }),
      estimatedDays: 11,
      overrides: [
        {
          ...impact({
            avoided: 600,
            opportunityCost: 1_800,
            net: -1_200,
            netInterval: [-2_100, -300],
            verdict: 'cost',
            bindingDays: 12,
          }),
          by: 'risk-1',
          reason: 'spoken-to',
          traderDays: 31,
          estimatedDays: 4,
          notKnownDays: 1,
        },
      ],
    },
    mailed: mailedMonthOf(),
    tail: tail({ sessions: 250 }),
    discuss: [
      traderMonthOf('NET004', { ignored: ['2025-11-12', '2025-11-18'], stopped: 1 }),
      traderMonthOf('NET002', { criticalMornings: 2, largeLosses: 6, netPnl: -1_200 }),
      traderMonthOf('NET017', { netPnl: -900 }),
    ],
    data: {
      withoutTrading: [],
      withheld: { days: 4, traders: ['NET007', 'NET011'] },
      unjudgedDays: 2,
      closedDays: { traderDays: 0, netPnl: 0 },
    },
    drift: [
      {
        score: 'varExceptionRate',
        month: 8 / 98,
        before: 0.05,
        differenceInterval: [0.01, 0.06],
        verdict: 'worse',
      },
      {
        score: 'pinballRatio',
        month: 0.97,
        before: 0.98,
        differenceInterval: [-0.03, 0.01],
        verdict: 'could be chance',
      },
      { score: 'regret', month: null, before: 0.07, differenceInterval: null, verdict: 'not enough to tell' },
    ],
    look: driftLookOf({ session: '2025-11-25' }),
    shadows: [],
    ...override,
  };
}

/** A month of 34 changes, and of 60 traded days under a cut. */
export function mailedMonthOf(override: Partial<MailedMonth> = {}): MailedMonth {
  return {
    mornings: 19,
    withoutMail: [],
    changes: { all: 34, lower: 20, raise: 14 },
    answers: { asMailed: 25, other: 2, notSet: 3, unanswered: 4 },
    cutDays: { all: 60, stopped: 12, ignored: 2, unclear: 1, notReached: 45, notApplied: 0 },
    stops: {
      estimated: 11,
      notKnown: 1,
      saved: 9_400,
      cost: 2_100,
      interval: [1_900, 12_800],
      verdict: 'helped',
    },
    ...override,
  };
}

export function traderMonthOf(trader: string, override: Partial<TraderMonth>): TraderMonth {
  return {
    trader,
    tradedDays: 17,
    netPnl: -4_310,
    largeLosses: 2,
    ignored: [],
    stopped: 0,
    criticalMornings: 0,
    worstDay: { sessionDate: '2025-11-18', netPnl: -1_940 },
    ...override,
  };
}
