import { z } from 'zod';
import type { Answer } from '../../../domain/limits/answer.ts';
import { typedDollars } from '../../../domain/limits/answerAmount.ts';
import { limitDollars } from '../../../domain/text/money.ts';
import { cleanLine } from '../../../domain/text/outsideText.ts';
import type { AnswerSheet, AnswerSheetLine } from '../../../ports/answerSheets.ts';
import type { NamedAnswer } from './formSeal.ts';

const LONGEST_REASON = 200;

/** What was chosen and typed for one change; empty texts where nothing was. */
export interface LineEntry {
  readonly choice: string;
  readonly amount: string;
  readonly reason: string;
  /** What is wrong, in words; null: nothing. */
  readonly problem: string | null;
  /** The field that is wrong. */
  readonly wrongField: 'choice' | 'amount' | 'reason' | null;
}

export interface PostedForm {
  readonly seal: string;
  /** The choice for all changes together: `set`, `each`, or on the second page `confirm`, `again`. */
  readonly all: string;
  readonly entries: readonly LineEntry[];
  /** The answers, where every entry is right. */
  readonly answers: readonly NamedAnswer[];
  readonly isComplete: boolean;
}

const fields = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({});

/** The name of a form's field: the only change needs no number. */
export function fieldName(name: string, place: number, sheet: Pick<AnswerSheet, 'lines'>): string {
  return sheet.lines.length === 1 ? name : `${name}-${place + 1}`;
}

/** Reads a posted form. A field that came twice, or has another form, counts as empty. */
export function readPostedForm(body: unknown, sheet: AnswerSheet): PostedForm {
  const posted = fields.parse(body ?? {});
  const text = (name: string) => {
    const value = posted[name];
    return typeof value === 'string' ? value : '';
  };
  const all = text('all');
  const read = sheet.lines.map((line, place) => {
    const at = (name: string) => text(fieldName(name, place, sheet));
    const ofAll = all === 'set' && line.given === null && sheet.lines.length > 1 ? 'set' : '';
    return readEntry(line, { choice: at('choice') || ofAll, amount: at('amount'), reason: at('reason') });
  });
  const answers = read.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const isComplete = answers.length > 0 && read.every(({ entry }) => entry.problem === null);
  return { seal: text('seal'), all, entries: read.map(({ entry }) => entry), answers, isComplete };
}

function readEntry(
  line: AnswerSheetLine,
  typed: Pick<LineEntry, 'choice' | 'amount' | 'reason'>,
): { readonly entry: LineEntry; readonly answer: NamedAnswer | null } {
  const right = (answer: Answer | null) => ({
    entry: { ...typed, problem: null, wrongField: null },
    answer: answer && { trader: line.trader, answer },
  });
  const wrong = (wrongField: 'amount' | 'reason', problem: string) => ({
    entry: { ...typed, problem, wrongField },
    answer: null,
  });
  switch (typed.choice) {
    case 'set':
      return right({ kind: 'applied' });
    case 'different': {
      const dollars = typedDollars(typed.amount);
      const problem = amountProblem(dollars, line);
      return problem !== null || dollars === null
        ? wrong('amount', problem ?? '')
        : right(dollars === line.target ? { kind: 'applied' } : { kind: 'different', dollars });
    }
    case 'not-today': {
      const reason = cleanLine(typed.reason);
      if (!/[\p{L}\p{N}]/u.test(typed.reason))
        return wrong('reason', 'Give the reason why it is not set today.');
      if (reason.length > LONGEST_REASON) return wrong('reason', `Use at most ${LONGEST_REASON} characters.`);
      return right({ kind: 'not-applied', reason });
    }
    default:
      return right(null);
  }
}

/** A link may not raise a limit above the base limit: that needs an override that someone approves. */
function amountProblem(dollars: number | null, { baseLimit, target }: AnswerSheetLine): string | null {
  const most = Math.max(baseLimit, target);
  if (dollars === null || dollars < 1)
    return 'Give the limit in dollars that the platform holds, for example 3,200.';
  return dollars <= most
    ? null
    : `At most ${limitDollars(most)}, the base limit. A higher limit needs an override on the desk page.`;
}
