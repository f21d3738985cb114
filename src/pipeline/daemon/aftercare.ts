import type { MorningReport } from '../../domain/report/report.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { StepName } from '../../ports/runLedger.ts';
import type { Concern } from './notices.ts';

/** What of a morning's report concerns who operates Daybreak, besides the risk managers. */
const OPERATORS_ALERTS = {
  CIRCUIT_BREAKER: {
    kind: 'circuit_breaker',
    hint: 'Look at the model and at the fills of the last session; the rules decide until it passes.',
  },
  CUTS_COST_MORE: {
    kind: 'self_doubt',
    hint: 'Look at the cuts of these sessions with the head of risk, and at MAX_REDUCTION_PCT.',
  },
} as const;

/** The alerts of a report that its operator is mailed too. */
export function reportConcerns({ alerts }: MorningReport): readonly Concern[] {
  return alerts.flatMap(({ code, text }) => {
    if (code !== 'CIRCUIT_BREAKER' && code !== 'CUTS_COST_MORE') return [];
    const { kind, hint } = OPERATORS_ALERTS[code];
    const next = 'The morning was mailed, and says so.';
    return [{ kind, code, message: text, hint, step: null, attempt: null, items: [], next }];
  });
}

/** Mails of a morning that did not surely arrive; null when all did. */
export function undeliveredConcern(mails: readonly OutboxEntry[]): Concern | null {
  const lost = mails.filter(({ status }) => status !== 'sent');
  if (lost.length === 0) return null;
  return {
    kind: 'mail_undelivered',
    code: 'mail_undelivered',
    message: `${lost.length} of ${mails.length} mails of the morning did not surely arrive.`,
    hint: 'Ask these recipients whether they have it, and pass it on; for an address that was refused see EMAIL_RECIPIENTS.',
    step: 'send',
    attempt: null,
    items: lost.map(({ recipient, status, response }) => ({
      label: recipient,
      text: `${status}${response === null ? '' : `: ${response}`}`,
    })),
    next: 'Nothing more is sent to them for this session; `npm run morning` would try the refused ones again.',
  };
}

export function durationsOf(
  durationMs: Readonly<Partial<Record<StepName, number>>>,
): readonly { readonly step: string; readonly milliseconds: number }[] {
  return Object.entries(durationMs).map(([step, milliseconds]) => ({ step, milliseconds }));
}
