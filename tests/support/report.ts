import type { Decision } from '../../src/domain/decision/decision.ts';
import type { LimitLine } from '../../src/domain/decision/limitLine.ts';
import type { Reason } from '../../src/domain/engines/proposal.ts';
import { changeTo } from '../../src/domain/limits/target.ts';
import { sortDecisions } from '../../src/domain/report/order.ts';
import type { MorningReport, TraderHistory } from '../../src/domain/report/report.ts';

/** A trader whose limit stands, with overrides. */
export function decision(override: Partial<Decision> = {}): Decision {
  return {
    trader: 'NET009',
    desk: 'Equities',
    action: 'keep',
    tier: 'low',
    baseLimit: 5000,
    newLimit: 5000,
    reductionPct: 0,
    proposedReductionPct: 0,
    confidence: 'medium',
    reasons: [],
    valueAtRisk95: 1240.5,
    largeLossProbability: 0.11,
    warnings: [],
    reconciled: true,
    activeSessions: 240,
    indicators: {},
    modelId: null,
    passedOver: [],
    ...override,
  };
}

/** A cut of `reductionPct`, with the new limit computed. */
export function cut(trader: string, reductionPct: number, override: Partial<Decision> = {}): Decision {
  const baseLimit = override.baseLimit ?? 5000;
  return decision({
    trader,
    action: 'cut',
    tier: 'high',
    newLimit: Math.floor(baseLimit * (100 - reductionPct)) / 100,
    reductionPct,
    proposedReductionPct: reductionPct,
    confidence: 'high',
    reasons: [reason()],
    largeLossProbability: 0.41,
    ...override,
  });
}

export function reason(override: Partial<Reason> = {}): Reason {
  return { code: 'loss_streak', text: '5 losing sessions in a row', value: 5, reductionPct: 50, ...override };
}

/** A history with one session per weekday up to Monday 5 October 2026. */
export function history(trader: string, netPnl: readonly number[]): TraderHistory {
  const weekdays = Array.from({ length: 60 }, (_, back) => new Date(Date.UTC(2026, 9, 5 - back)))
    .filter((date) => date.getUTCDay() % 6 !== 0)
    .slice(0, netPnl.length)
    .map((date) => date.toISOString().slice(0, 10))
    .reverse();
  return {
    trader,
    sessions: netPnl.map((pnl, index) => ({ sessionDate: weekdays[index] ?? '', netPnl: pnl })),
  };
}

/** A morning of three traders without cuts, with overrides; decisions are sorted. */
export function report(override: Partial<MorningReport> = {}): MorningReport {
  const decisions = override.decisions ?? [
    decision({ trader: 'NET001' }),
    decision({ trader: 'NET002' }),
    decision({ trader: 'NET003' }),
  ];
  return {
    sessionDate: '2026-10-06',
    dataThrough: '2026-10-05',
    source: 'propreports',
    engine: 'rules',
    engineReason: 'The gate is closed: the model beats the rules by 4.1%, and 10% is asked for.',
    gate: { improvement: 0.041, lowerBound: -0.012, sessions: 120, inForce: false },
    desk: { netPnl: -4210.55, fees: 812.4, fills: 48213, activeTraders: 11, losingTraders: 8 },
    histories: [],
    alerts: [],
    dataQuality: [],
    ...override,
    decisions: sortDecisions(decisions),
  };
}

/** A limit line: $5,000 in force and wanted, with overrides. */
export function line(override: Partial<LimitLine> = {}): LimitLine {
  const target = override.target ?? 5000;
  const limitInForce = override.limitInForce === undefined ? target : override.limitInForce;
  return {
    limitInForce,
    inForceSource: limitInForce === null ? 'unknown' : 'base',
    inForceSince: null,
    target,
    change: changeTo(target, limitInForce),
    recommendedLimit: target,
    cutDay: null,
    override: null,
    ...override,
  };
}

/** A decision whose new limit is the target of its line. */
export function withLine(each: Decision, override: Partial<LimitLine>): Decision {
  const limit = line({ target: each.newLimit, ...override });
  return { ...each, newLimit: limit.target, limit };
}
