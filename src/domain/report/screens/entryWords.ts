import { shortDay } from '../../text/dates.ts';
import { limitDollars } from '../../text/money.ts';
import { auditWords } from './auditWords.ts';
import { mailKindWords } from './mailWords.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * What an entry of the audit trail records, in words for a list: `cut to $2,800 for Tue 24 Nov, base $4,000`.
 * A kind without words of its own, or an entry of another version, shows its values.
 */
export function entryWords(kind: string, body: Body): string {
  const { by: _, ...facts } = body;
  return ownWords(kind, facts) ?? auditWords(facts);
}

function ownWords(kind: string, body: Body): string | null {
  switch (kind) {
    case 'decision':
      return decisionWords(body);
    case 'limit':
      return limitWords(body);
    case 'mail':
      return mailWords(body);
    case 'run':
      return runWords(body);
    default:
      return null;
  }
}

function decisionWords(body: Body): string | null {
  const { action, newLimit, baseLimit, sessionDate, engine, confidence } = body;
  if (typeof action !== 'string' || typeof newLimit !== 'number' || typeof baseLimit !== 'number')
    return null;
  const what = action === 'cut' ? `cut to ${limitDollars(newLimit)}` : `${action}: ${limitDollars(newLimit)}`;
  return `${what} for ${day(sessionDate)}, base ${limitDollars(baseLimit)}, engine ${text(engine)}, confidence ${text(confidence)}`;
}

const events: Readonly<Record<string, string>> = {
  mailed: 'mailed',
  applied: 'answered: set to',
  different: 'answered: set to',
  'not-applied': 'answered: not set today',
  set: 'stated: the platform holds',
  readback: 'read back: the platform holds',
};

function limitWords({ event, dollars, sessionDate, reason, through }: Body): string | null {
  const what = typeof event === 'string' ? events[event] : undefined;
  if (what === undefined) return null;
  const amount = typeof dollars === 'number' ? ` ${limitDollars(dollars)}` : '';
  const why = typeof reason === 'string' ? `, reason: ${reason}` : '';
  return `${what}${amount} for ${day(sessionDate)}${why}, by way of: ${text(through)}`;
}

function mailWords({ kind, recipient, sessionDate, status, response, attempts }: Body): string | null {
  if (typeof kind !== 'string' || typeof recipient !== 'string') return null;
  const reply = typeof response === 'string' ? `: ${response}` : '';
  return `${mailKindWords(kind)} of ${day(sessionDate)} to ${recipient}, ${text(status)}${tries(attempts)}${reply}`;
}

function runWords({ step, status, attempts, error }: Body): string | null {
  if (typeof step !== 'string') return null;
  const problem = typeof error === 'string' ? `: ${error}` : '';
  return `step ${step}: ${text(status)}${tries(attempts)}${problem}`;
}

function tries(attempts: unknown): string {
  return typeof attempts === 'number' && attempts > 1 ? `, try ${attempts}` : '';
}

function day(sessionDate: unknown): string {
  const isDate = typeof sessionDate === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(sessionDate);
  return isDate ? shortDay(sessionDate) : text(sessionDate);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown';
}
