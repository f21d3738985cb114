import type { Calendar } from '../../domain/session/calendar.ts';
import type { DeskRiskStore } from '../../ports/deskRiskStore.ts';
import type { LedgerStore } from '../../ports/ledgerStore.ts';
import { InputError } from '../../shared/errors.ts';

export interface SessionPorts {
  readonly calendar: Calendar;
  readonly ledger: Pick<LedgerStore, 'datesWithFacts'>;
  readonly deskRisk: Pick<DeskRiskStore, 'lastDate'>;
}

/**
 * The session at whose close a desk is stressed: the one asked for, or else the last stored one. A closed day
 * with fills counts as the close of the session before it.
 * @param where the option or route, for messages.
 * @returns null where no trader-day is stored at all and no session was asked for.
 * @throws InputError `session_without_days` for a date on which no trader has a day.
 */
export async function stressSession(
  { calendar, ledger, deskRisk }: SessionPorts,
  asked: string | null,
  where: string,
): Promise<string | null> {
  const last = await deskRisk.lastDate();
  if (asked === null)
    return last === null || calendar.isSession(last) ? last : calendar.previousSession(last);
  const stored = await ledger.datesWithFacts(asked, asked);
  if (stored.length > 0 && calendar.isSession(asked)) return asked;
  const [before] = last === null ? [] : (await ledger.datesWithFacts('0000-01-01', asked)).slice(-1);
  const [after] = await ledger.datesWithFacts(asked, '9999-12-31');
  const known = [before, after].filter((date) => date !== undefined);
  throw new InputError(
    'session_without_days',
    `${where} ${asked} · found no trader-day of a session · expected ${known.length === 0 ? 'a stored session; nothing is stored yet' : `a stored session, the nearest: ${known.join(' or ')}`}`,
    { hint: 'Leave it out for the last stored session.' },
  );
}
