import { DateTime } from 'luxon';
import { marketDate } from '../session/marketTime.ts';
import { shortDay } from '../text/dates.ts';
import { capitalised, cleanLine, shownName } from '../text/outsideText.ts';

/** The maximum length of a message, hint or reason in a notice; the log has the whole text. */
const TEXT_LENGTH = 600;

export interface FactView {
  readonly label: string;
  readonly text: string;
}

/** The view of every notice: strings and booleans only, as templates require. */
export interface NoticeView {
  readonly subject: string;
  /** The preview line below the subject: 40-90 characters. */
  readonly preheader: string;
  /** The small line above the heading. */
  readonly kicker: string;
  readonly headline: string;
  readonly lead: string;
  /** True if someone has to act: marked in vermillion instead of blue. */
  readonly isGrave: boolean;
  readonly factsCaption: string;
  readonly facts: readonly FactView[];
}

/** An instant in market time: `08:30 EDT`, with its day if that is not `date`. */
export function clockWords(instant: Date, timezone: string, date: string | null): string {
  const clock = DateTime.fromJSDate(instant, { zone: timezone }).setLocale('en-US').toFormat('HH:mm ZZZZ');
  const day = marketDate(instant, timezone);
  return day === date ? clock : `${shortDay(day)} ${clock}`;
}

/** Outside text as a paragraph: one line, capitalised, with a full stop, shortened if very long. */
export function paragraph(text: string): string {
  const shown = capitalised(shortened(text, TEXT_LENGTH));
  return shown === '' || /[.!?…]$/u.test(shown) ? shown : `${shown}.`;
}

export function shortened(text: string, longest: number): string {
  const clean = [...cleanLine(text)];
  return clean.length <= longest ? clean.join('') : `${clean.slice(0, longest - 1).join('')}…`;
}

/** `NET001, NET002 and 12 more`. */
export function listWords(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(shownName).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
