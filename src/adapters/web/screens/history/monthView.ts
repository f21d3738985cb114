import { engineName } from '../../../../domain/report/engineWords.ts';
import { pastMorningWords } from '../../../../domain/report/screens/pastMorningWords.ts';
import { longMonth, shortDay } from '../../../../domain/text/dates.ts';
import { withMaskedAddresses } from '../../../../domain/text/maskedAddress.ts';
import { count } from '../../../../domain/text/words.ts';
import type { PastMorning } from '../../../../ports/screens/pastMornings.ts';
import { numbers, words } from '../../pages/blocks.ts';
import { type LinkedCell, linkedTable } from '../frame/linkedTable.ts';

export interface Month {
  readonly month: string;
  readonly months: readonly string[];
  readonly mornings: readonly PastMorning[];
  readonly timezone: string;
}

/** The mornings of one month, and the way to the others. */
export function monthView({ month, months, mornings, timezone }: Month) {
  const place = months.indexOf(month);
  return {
    heading: longMonth(month),
    months: months.map((each) => ({ value: each, name: longMonth(each), isShown: each === month })),
    newer: monthLink(months[place - 1]),
    older: monthLink(place < 0 ? undefined : months[place + 1]),
    summary: summaryOf(mornings),
    table: mornings.length === 0 ? null : monthTable(mornings, timezone),
    hasMornings: months.length > 0,
  };
}

function monthLink(month: string | undefined) {
  return month === undefined ? null : { path: `/history?month=${month}`, name: longMonth(month) };
}

function summaryOf(mornings: readonly PastMorning[]): string {
  const mailed = mornings.filter(({ mails }) =>
    mails.some(({ kind, status }) => kind === 'morning' && status === 'sent'),
  ).length;
  const [asked, answered] = [sumOf(mornings, 'asked'), sumOf(mornings, 'answered')];
  return `${count(mornings.length, 'session')}, ${mailed} mailed; ${answered} of ${count(asked, 'change')} answered.`;
}

function sumOf(mornings: readonly PastMorning[], figure: 'asked' | 'answered'): number {
  return mornings.reduce((sum, morning) => sum + morning[figure], 0);
}

function monthTable(mornings: readonly PastMorning[], timezone: string) {
  return linkedTable(
    'Mornings, the newest first. Lower and raise: changes against the limits in force.',
    [
      ...words('Session', 'State'),
      ...numbers('Traders', 'Cut', 'Lower', 'Raise'),
      ...words('Answered', 'Correction', 'Mails', 'Engine'),
    ],
    mornings.map((morning) => morningRow(morning, timezone)),
  );
}

function morningRow(morning: PastMorning, timezone: string): readonly (string | LinkedCell)[] {
  const { sessionDate, decided, mails, asked, answered } = morning;
  const state = pastMorningState(morning, timezone);
  const session = {
    text: shortDay(sessionDate),
    ...(decided === null ? {} : { link: `/mornings/${sessionDate}` }),
  };
  const sent =
    mails.length === 0
      ? 'none'
      : {
          text: count(mails.length, 'mail'),
          link: `/history/${sessionDate}`,
          about: `of ${shortDay(sessionDate)}`,
        };
  if (decided === null) return [session, state, ...Array.from({ length: 6 }, () => '–'), sent, '–'];
  const { traders, cuts, lowered, raised, set, revision, engine } = decided;
  return [
    session,
    state,
    String(traders),
    String(cuts),
    { text: String(lowered), ...(set === 0 ? {} : { under: `${set} to set` }) },
    String(raised),
    answeredWords(asked, answered),
    revision === 0 ? 'none' : String(revision),
    sent,
    engineName(engine),
  ];
}

function answeredWords(asked: number, answered: number): string | LinkedCell {
  if (asked === 0) return 'nothing asked';
  const text = `${answered} of ${asked}`;
  return answered === asked ? `✓ ${text}` : text;
}

/** The state with the addresses of errors masked. */
export function pastMorningState(morning: PastMorning, timezone: string): LinkedCell {
  const { text, tone } = pastMorningWords({ ...morning, isDecided: morning.decided !== null }, timezone);
  return { text: withMaskedAddresses(text), tone };
}
