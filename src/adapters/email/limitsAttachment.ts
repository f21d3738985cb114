import { limitsCsv } from '../../domain/report/limitsFile.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import type { MailAttachment } from '../../ports/mail.ts';

/** Name of the attached file with every trader's limit for the session of the mail. */
export const LIMITS_FILE = 'limits.csv';

/** Every trader's limit as an attached CSV file. */
export function limitsAttachment(
  limits: Pick<MorningReport, 'sessionDate' | 'decisions' | 'accounts'>,
  filename = LIMITS_FILE,
): MailAttachment {
  return {
    filename,
    contentType: 'text/csv; charset=utf-8',
    content: Buffer.from(limitsCsv(limits), 'utf8'),
  };
}
