import type { AlertKind } from '../../domain/report/notices.ts';
import { clockWords } from '../../domain/report/noticeView.ts';
import type { MorningReport } from '../../domain/report/report.ts';
import { count } from '../../domain/text/words.ts';
import type { OutboxEntry } from '../../ports/outbox.ts';
import type { UndeliveredMail } from '../undelivered.ts';
import type { Failure, Problem } from './problem.ts';

/** What an alert states, before it is rendered as a mail. A session has one alert for each code. */
export interface OperatorAlert {
  readonly kind: AlertKind;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The step that failed. */
  readonly step: string | null;
  readonly attempt: number | null;
  readonly items: readonly { readonly label: string; readonly text: string }[];
  /** What Daybreak does next by itself. */
  readonly next: string;
}

const NO_DETAILS = { step: null, attempt: null, items: [] } as const;

/** Alerts of a report that the operator gets by mail too. */
const OPERATOR_CODES = {
  CIRCUIT_BREAKER: {
    kind: 'circuit_breaker',
    hint: 'Look at the model and at the fills of the last session; the rules decide until it passes.',
  },
  CUTS_COST_MORE: {
    kind: 'self_doubt',
    hint: 'Look at the cuts of these sessions with the head of risk, and at MAX_REDUCTION_PCT.',
  },
  CUTS_OFF: {
    kind: 'cuts_switched',
    hint: 'Nothing is urgent: base limits hold, and cuts come back by themselves once they no longer cost money. `npm run backtest` shows when cuts were off, and why.',
  },
  CUTS_ON: {
    kind: 'cuts_switched',
    hint: 'Nothing is to be done: limits are cut again from this morning on.',
  },
  SCORES_DECAYED: {
    kind: 'score_decay',
    hint: 'Run `npm run drift`: it says which indicators of the desk have changed, and who moves them. Check the fills of the sessions since.',
  },
} as const;

/** @param mailed a sentence about the mail that the desk has. */
export function reportAlerts(
  { alerts }: MorningReport,
  mailed = 'The morning was mailed, and its mail names this alert.',
): readonly OperatorAlert[] {
  return alerts.flatMap(({ code, text }) => {
    if (!isForOperator(code)) return [];
    return [{ ...NO_DETAILS, ...OPERATOR_CODES[code], code, message: text, next: mailed }];
  });
}

function isForOperator(code: string): code is keyof typeof OPERATOR_CODES {
  return Object.hasOwn(OPERATOR_CODES, code);
}

/** About morning mails that may not have arrived; null where all arrived. */
export function undeliveredAlert(mails: readonly OutboxEntry[]): OperatorAlert | null {
  const lost = mails.filter(({ status }) => status !== 'sent');
  if (lost.length === 0) return null;
  return {
    kind: 'mail_undelivered',
    code: 'mail_undelivered',
    message: `${lost.length} of ${mails.length} mails of the morning may not have arrived.`,
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

/** About mails to risk managers that the mail server has not taken yet. */
export function delayedAlert(mails: readonly UndeliveredMail[], timezone: string): OperatorAlert {
  return {
    kind: 'mail_undelivered',
    code: 'mail_delayed',
    message: `${count(mails.length, 'mail')} to risk managers ${mails.length === 1 ? 'has' : 'have'} not been taken by the mail server so far.`,
    hint: 'Ask these recipients whether they have it, and pass it on: `npm run preview` writes it as a file. Look at the answer of the mail server, and run `npm run test-email`.',
    step: 'send',
    attempt: null,
    items: mails.map(({ kind, recipient, attempts, response, queuedAt }) => ({
      label: recipient,
      text: `${kind}, waiting since ${clockWords(queuedAt, timezone, null)}, ${count(attempts, 'try', 'tries')}: ${response ?? 'no answer yet'}`,
    })),
    next: 'Daybreak goes on trying until the mails expire. A second alert follows if they do not arrive.',
  };
}

/** About corrections, LATE and FAILED that may not have arrived. */
export function lostNoticesAlert(mails: readonly UndeliveredMail[]): OperatorAlert {
  return {
    kind: 'mail_undelivered',
    code: 'notice_undelivered',
    message: `${count(mails.length, 'notice')} to risk managers may not have arrived.`,
    hint: 'Call these recipients: a correction, LATE or FAILED changes what they must do. For an address that was refused see EMAIL_RECIPIENTS.',
    step: null,
    attempt: null,
    items: mails.map(({ kind, recipient, status, response }) => ({
      label: recipient,
      text: `${kind}, ${status}${response === null ? '' : `: ${response}`}`,
    })),
    next: 'Nothing more is sent to them by itself.',
  };
}

export function failureAlert({ problem, tries }: Failure, step: string | null, next: string): OperatorAlert {
  return { kind: 'run_failed', ...textsOf(problem), step, attempt: tries, items: [], next };
}

/** What the daemon does next about a failed morning. */
export function nextTryWords({ nextTryAt }: Failure, timezone: string, sessionDate: string): string {
  const nextTry = clockWords(nextTryAt, timezone, sessionDate);
  return `Daybreak tries again by itself until SEND_DEADLINE; the next try is at ${nextTry}. A restart tries at once.`;
}

export function deadlineAlert(failure: Failure | null): OperatorAlert {
  const last = failure === null ? '' : ` The last try: ${failure.problem.message}`;
  return {
    ...NO_DETAILS,
    kind: 'run_failed',
    code: 'deadline_passed',
    message: `No limits were mailed in time.${last}`,
    hint: failure?.problem.hint ?? 'The log of this morning shows which step took so long.',
    attempt: failure?.tries ?? null,
    next: 'The FAILED mail asks the risk managers to keep the limits in force. The next morning runs as usual.',
  };
}

export function missedAlert(sessionDate: string): OperatorAlert {
  return {
    ...NO_DETAILS,
    kind: 'run_failed',
    code: 'morning_missed',
    message: `Daybreak was not running between RUN_AT and SEND_DEADLINE: no limits were mailed for ${sessionDate}.`,
    hint: 'Find out why the host or the service was down. `npm run morning -- --force` mails the limits now.',
    next: 'The next morning runs as usual.',
  };
}

export function backupAlert(problem: Problem): OperatorAlert {
  return {
    ...NO_DETAILS,
    kind: 'backup_failed',
    ...textsOf(problem),
    next: 'The next morning makes a backup again; `npm run backup` makes one now.',
  };
}

function textsOf({ code, message, hint }: Problem): Pick<OperatorAlert, 'code' | 'message' | 'hint'> {
  return { code, message, hint };
}
