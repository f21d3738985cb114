import { reportDocument } from '../domain/report/morningDocument.ts';
import type { MorningReport } from '../domain/report/report.ts';
import type { CompletedMorning } from '../pipeline/morning.ts';
import type { MailFiles } from '../ports/mail.ts';

/**
 * The document that `morning --json` prints. Other tools parse it: add fields, but never rename or remove
 * one.
 */
export function morningDocument({ outcome, report, delivery, durationMs }: CompletedMorning) {
  const { sessionDate, ...document } = reportDocument(report);
  return {
    sessionDate,
    outcome,
    ...document,
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
