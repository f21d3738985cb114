import type { Decision } from '../decision/decision.ts';
import { hasYoungForecast } from '../engines/proposal.ts';
import { limitNumber } from '../text/money.ts';
import type { MorningReport } from './report.ts';

/**
 * The report of a morning as `morning --json` prints it and the API returns it. Dollars have two decimals.
 * Other tools parse it: add fields, but never rename or remove one.
 */
export function reportDocument(report: MorningReport) {
  return {
    sessionDate: report.sessionDate,
    dataThrough: report.dataThrough,
    source: report.source,
    engine: report.engine,
    engineReason: report.engineReason,
    gate: report.gate,
    ...reportLimits(report),
    traders: report.decisions.map(traderDocument),
    alerts: report.alerts,
    dataQuality: report.dataQuality,
  };
}

export type ReportDocument = ReturnType<typeof reportDocument>;

/** One trader of `reportDocument`. */
export function traderDocument(decision: Decision) {
  return {
    trader: decision.trader,
    desk: decision.desk,
    action: decision.action,
    tier: decision.tier,
    baseLimit: limitNumber(decision.baseLimit),
    newLimit: limitNumber(decision.newLimit),
    ...traderLimits(decision),
    reductionPct: decision.reductionPct,
    proposedReductionPct: decision.proposedReductionPct,
    confidence: decision.confidence,
    reasons: decision.reasons.map((reason) => reason.text),
    valueAtRisk95: decision.valueAtRisk95,
    largeLossProbability: decision.largeLossProbability,
    isYoung: hasYoungForecast(decision),
    warnings: decision.warnings,
    warningEvidence: decision.warningEvidence ?? [],
    reconciled: decision.reconciled,
    notProven: decision.notProven ?? [],
    notes: decision.notes ?? [],
    activeSessions: decision.activeSessions,
    indicators: decision.indicators,
  };
}

/** What has to be changed, and what became of the limits of the last session; null in older reports. */
function reportLimits({ changes, stale, desk, deskPnl, yesterday, platformDiffers }: MorningReport) {
  return {
    changes: changes ?? null,
    stale: stale ?? false,
    desk: {
      ...desk,
      netPnl: toCents(desk.netPnl),
      fees: toCents(desk.fees),
      yesterday: orNull(deskPnl?.yesterday, toCents),
      week: orNull(deskPnl?.week, toCents),
      monthToDate: orNull(deskPnl?.monthToDate, toCents),
    },
    yesterday:
      yesterday === undefined
        ? null
        : {
            ...yesterday,
            saved: orNull(yesterday.saved, toCents),
            cost: orNull(yesterday.cost, toCents),
            interval: yesterday.interval?.map(toCents) ?? null,
          },
    platformDiffers: platformDiffers ?? [],
  };
}

/** A decision of an earlier version has no limit line: what is in force is unknown, and has to be set. */
function traderLimits({ limit, newLimit, wouldHaveStopped, modelTier, trackRecord }: Decision) {
  return {
    limitInForce: orNull(limit?.limitInForce, limitNumber),
    inForceSource: limit?.inForceSource ?? 'unknown',
    inForceSince: limit?.inForceSince ?? null,
    target: limitNumber(newLimit),
    change: limit?.change ?? 'set',
    cutDay: limit?.cutDay ?? null,
    override: limit?.override ?? null,
    wouldHaveStopped: wouldHaveStopped ?? null,
    modelTier: modelTier ?? null,
    trackRecord: trackRecord ?? null,
  };
}

/** P&L in dollars, rounded to the cent. Example: −1234.567 is −1234.57. */
export function toCents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

function orNull(value: number | null | undefined, rounded: (dollars: number) => number): number | null {
  return value === null || value === undefined ? null : rounded(value);
}
