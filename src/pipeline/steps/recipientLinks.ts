import type { AnswerUrls } from '../../domain/report/answerUrls.ts';
import { changeCount, groupByChange } from '../../domain/report/limitLines.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { mailboxOf } from '../../domain/text/mailbox.ts';
import type { AnswerLinks } from '../../ports/answerLinks.ts';

export interface LinkPorts {
  /** null: the mails have no links. */
  readonly answerLinks: AnswerLinks | null;
}

/** What decides who gets links, and until when they answer. */
export interface LinkTerms {
  /** EMAIL_RECIPIENTS. */
  readonly deskRecipients: readonly string[];
  readonly closesAt: Date;
}

/** Whether a mail to this recipient changes the limits in force: only the desk sets them. */
export function isToDesk(recipient: string, deskRecipients: readonly string[]): boolean {
  return deskRecipients.some((each) => mailboxOf(each) === mailboxOf(recipient));
}

/**
 * The links of one recipient's mail; null where it has none. A recipient who is not of the desk (`--to`)
 * gets none, because an answer changes the limits in force.
 */
export function recipientLinks(
  { answerLinks }: LinkPorts,
  { sessionDate, revision = 0, decisions }: Pick<MorningReport, 'sessionDate' | 'revision' | 'decisions'>,
  recipient: string,
  { deskRecipients, closesAt }: LinkTerms,
): AnswerUrls | null {
  if (answerLinks === null || !isToDesk(recipient, deskRecipients)) return null;
  if (changeCount(groupByChange(decisions)) === 0) return null;
  return answerLinks.linksFor({ recipient, sessionDate, revision, expiresAt: closesAt });
}
