import type { MailAddressing, RenderedMail, SealedMail } from '../../ports/mail.ts';
import type { NoticePorts } from './noticeContext.ts';

/** A rendered notice and its recipients. Kind and code identify it within a session. */
export interface Notice {
  readonly kind: Exclude<MailAddressing['kind'], 'morning' | 'correction' | 'test' | 'review'>;
  /** The code of an alert; null for other notices. */
  readonly code: string | null;
  readonly recipients: readonly string[];
  /** The mail, or the one of each recipient where they differ. */
  readonly mail: RenderedMail | ((recipient: string) => Promise<RenderedMail>);
  readonly expiresAt: Date;
}

/** The key of a notice in `ProcessState.notified`. */
export function keyOf({ kind, code }: Pick<Notice, 'kind' | 'code'>): string {
  return code === null ? kind : `${kind} ${code}`;
}

/** The finished notice of each recipient. Sequence 0 is part of the Message-ID of a notice without a code. */
export function sealAll(
  { sealer, clock }: NoticePorts,
  sessionDate: string,
  notice: Notice,
): Promise<readonly SealedMail[]> {
  const { kind, code, recipients, mail } = notice;
  const date = clock.now();
  return Promise.all(
    recipients.map(async (recipient) =>
      sealer.seal(typeof mail === 'function' ? await mail(recipient) : mail, {
        recipient,
        sessionDate,
        kind,
        code,
        date,
        ...(code === null ? { sequence: 0 } : {}),
      }),
    ),
  );
}
