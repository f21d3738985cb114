import type { Decision } from '../domain/decision/decision.ts';
import type { MorningReport } from '../domain/report/report.ts';
import { limitNumber } from '../domain/text/money.ts';
import type { CompletedMorning } from '../pipeline/morning.ts';
import type { MailFiles } from '../ports/mail.ts';

/**
 * The document that `morning --json` prints. Other tools parse it: add fields, but never rename or remove
 * one.
 */
export function morningDocument({ outcome, report, delivery, durationMs }: CompletedMorning) {
  return {
    sessionDate: report.sessionDate,
    outcome,
    dataThrough: report.dataThrough,
    source: report.source,
    engine: report.engine,
    engineReason: report.engineReason,
    gate: report.gate,
    ...reportLimits(report),
    traders: report.decisions.map((decision) => ({
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
      warnings: decision.warnings,
      warningEvidence: decision.warningEvidence ?? [],
      reconciled: decision.reconciled,
      notProven: decision.notProven ?? [],
      notes: decision.notes ?? [],
      activeSessions: decision.activeSessions,
      indicators: decision.indicators,
    })),
    alerts: report.alerts,
    dataQuality: report.dataQuality,
    delivery: {
      status: delivery.status,
      recipients: delivery.recipients.map(({ recipient, status, messageId }) => ({
        address: recipient,
        status,
        messageId,
      })),
      files: filesOf(delivery.files, report.platformFiles),
    },
    durationMs,
  };
}

/** The mail's files of a dry run, and under `profiles` those of each limits profile; null without either. */
function filesOf(mail: MailFiles | null, profiles: MorningReport['platformFiles']) {
  return profiles === undefined ? mail : { ...mail, profiles };
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
      yesterday: toCents(deskPnl?.yesterday ?? null),
      week: toCents(deskPnl?.week ?? null),
      monthToDate: toCents(deskPnl?.monthToDate ?? null),
    },
    yesterday:
      yesterday === undefined
        ? null
        : {
            ...yesterday,
            saved: toCents(yesterday.saved),
            cost: toCents(yesterday.cost),
            interval: yesterday.interval?.map(toCents) ?? null,
          },
    platformDiffers: platformDiffers ?? [],
  };
}

/** P&L in dollars, rounded to the cent. */
function toCents(dollars: number | null): number | null {
  return dollars === null ? null : Math.round(dollars * 100) / 100;
}

/** A decision of an earlier version has no limit line: what is in force is unknown, and has to be set. */
function traderLimits({ limit, newLimit, wouldHaveStopped, modelTier, trackRecord }: Decision) {
  const inForce = limit?.limitInForce ?? null;
  return {
    limitInForce: inForce === null ? null : limitNumber(inForce),
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
