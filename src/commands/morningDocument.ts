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
    traders: report.decisions.map((decision) => ({
      trader: decision.trader,
      desk: decision.desk,
      action: decision.action,
      tier: decision.tier,
      baseLimit: limitNumber(decision.baseLimit),
      newLimit: limitNumber(decision.newLimit),
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
