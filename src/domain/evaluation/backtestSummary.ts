import type { LikelihoodRatioTest } from '../statistics/varBacktest.ts';
import type { BacktestResult, Coverage, EngineScores } from './backtestResult.ts';
import { judgedZone } from './coverage.ts';
import type { StrategyImpact } from './impact.ts';
import type { SizingScores } from './sizingAccumulator.ts';

/**
 * The document summary.json. Its first keys and their order are an interface that other tools parse; do not
 * rename them.
 */
export function summaryDocument(result: BacktestResult, durationMs: number) {
  const { period, engines, gate, cutSwitch, strategies, probability, valueAtRisk } = result;
  return {
    sessions: period.sessions,
    traderDays: period.traderDays,
    engines: { ridge: engineDocument(engines.ridge), rules: engineDocument(engines.rules) },
    gate: {
      improvement: gate.latest?.improvement ?? null,
      lowerBound: gate.latest?.lowerBound ?? null,
      sessions: gate.latest?.sessions ?? 0,
      inForce: gate.latest?.inForce ?? false,
      why: gate.latest?.why ?? 'no record out of sample yet',
      ridgeSessions: gate.ridgeSessions,
      rulesSessions: gate.rulesSessions,
      breakers: gate.breakers,
      decisions: gate.decisions,
      noCutSessions: gate.noCutSessions,
    },
    strategies: {
      limit: strategyDocument(strategies.limit),
      sizing: strategyDocument(strategies.sizing),
      filtering: strategyDocument(strategies.filtering),
      combined: strategyDocument(strategies.combined),
      limitWithoutSwitch: strategyDocument(cutSwitch.limitWithoutSwitch),
    },
    var: {
      exceptions: valueAtRisk.exceptions,
      sessions: valueAtRisk.sessions,
      ...testDocument(valueAtRisk),
      forecasts: valueAtRisk.forecasts,
      rate: valueAtRisk.rate,
      rateInterval: valueAtRisk.rateInterval,
      effectiveForecasts: valueAtRisk.effectiveForecasts,
      judgedZone: judgedZone(valueAtRisk),
      plainPinball: valueAtRisk.benchmark?.plainPinball ?? null,
      pinballRatio: valueAtRisk.benchmark?.ratio ?? null,
      pinballRatioInterval: valueAtRisk.benchmark?.ratioInterval ?? null,
    },
    probability: {
      brier: probability.brier,
      skill: probability.skill,
      auc: probability.auc,
      days: probability.days,
      baseRate: probability.baseRate,
      reliability: probability.reliability,
      skillInterval: probability.skillInterval,
      aucInterval: probability.aucInterval,
      expected: probability.expected,
      came: probability.came,
    },
    durationMs,
    cutSwitch: {
      offSessions: cutSwitch.offSessions,
      changes: cutSwitch.changes,
      decisions: cutSwitch.decisions.map(({ proof, cutsOff }) => ({ ...proof, cutsOff })),
    },
    source: result.source,
    period,
    settings: result.settings,
    engineInForce: engineDocument(engines.inForce),
    judgedDays: result.judgedDays,
    unjudgedDays: result.unjudgedDays,
    estimatedDays: result.estimatedDays,
    closedDays: result.closedDays,
    slippage: result.slippage,
    tiers: result.tiers,
    matchedControl: result.matchedControl,
    cumulativeBenefit: result.cumulativeBenefit,
    byTrader: result.byTrader.map(({ coverage, limit, ...trader }) => ({
      ...trader,
      ...limit,
      var: { exceptions: coverage.exceptions, forecasts: coverage.forecasts, ...testDocument(coverage) },
    })),
    traderIntervalsLeftOut: result.traderIntervalsLeftOut,
    byMonth: result.byMonth.map(({ limit, ...month }) => ({ ...month, ...limit })),
    models: result.models,
    sizing: sizingDocument(result.sizing),
    rulesWorth: result.rulesWorth,
    tail: result.tail,
    controls: { ...result.deskPnl, ...engines.inForce.equalCuts },
    youngVar: result.youngValueAtRisk,
    ...(result.shadows.length === 0 ? {} : { shadows: result.shadows }),
    ...(result.review === null ? {} : { review: result.review }),
  };
}

export type SummaryDocument = ReturnType<typeof summaryDocument>;

function engineDocument({ cutRates, limit, regret, equalCuts }: EngineScores) {
  return {
    hitRate: cutRates.largeLosses.share,
    falsePositiveRate: cutRates.profitable.share,
    avoided: limit.avoided,
    opportunityCost: limit.opportunityCost,
    net: limit.net,
    netInterval: limit.netInterval,
    regret,
    bindingDays: limit.bindingDays,
    verdict: limit.verdict,
    ownHitRate: cutRates.ownLargeLosses.share,
    cutRates,
    equal: equalCuts.equal,
    targeting: equalCuts.targeting,
  };
}

function strategyDocument({
  avoided,
  opportunityCost,
  net,
  netInterval,
  bindingDays,
  verdict,
}: StrategyImpact) {
  return { avoided, opportunityCost, net, netInterval, bindingDays, verdict };
}

function sizingDocument({ alone, withCuts, added, targeting, ...counts }: SizingScores) {
  return {
    alone: strategyDocument(alone),
    withCuts: strategyDocument(withCuts),
    added: strategyDocument(added),
    targeting: strategyDocument(targeting),
    ...counts,
  };
}

function testDocument({ kupiec, christoffersen, conditionalCoverage, zone, pinball }: Coverage) {
  return {
    kupiecP: pValue(kupiec),
    christoffersenP: pValue(christoffersen),
    conditionalCoverageP: pValue(conditionalCoverage),
    zone,
    pinball,
  };
}

function pValue(test: LikelihoodRatioTest | null): number | null {
  return test?.pValue ?? null;
}
