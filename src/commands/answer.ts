import type { Answer } from '../domain/limits/answer.ts';
import { longDay } from '../domain/text/dates.ts';
import { limitDollars, limitNumber } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { type AnsweredLine, answerMail } from '../pipeline/limits/answerMail.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { authorOf } from './author.ts';
import type { AnswerOptions, ExitCode } from './commandOptions.ts';
import { limitDocument, nowWords } from './limits.ts';
import { limitTerms } from './limitTerms.ts';
import { type World, withExistingStores } from './world.ts';

/** `answer`: records what became of the limits that a mail asked for. */
export async function answerCommand(world: World, options: AnswerOptions): Promise<ExitCode> {
  const answer = answerOf(options);
  const request = {
    sessionDate: options.session,
    trader: traderOf(options),
    answer,
    by: authorOf(options.by),
    at: world.clock.now(),
    through: 'command' as const,
  };
  const lines = await withExistingStores(world.config, async (stores) =>
    answerMail({ ...stores, calendar: world.calendar }, await limitTerms(world, stores), request),
  );
  if (options.json) {
    const { sessionDate: session, by } = request;
    const reason = answer.kind === 'not-applied' ? answer.reason : null;
    world.output.json({ session, answer: answer.kind, reason, by, traders: lines.map(lineDocument) });
    return 0;
  }
  world.output.line(
    `Mail of ${longDay(request.sessionDate)}, answered by ${shownName(request.by)}: ${answerWords(answer)}.`,
  );
  for (const line of lines) for (const text of lineWords(line, answer)) world.output.line(text);
  return 0;
}

function answerOf({ applied, limit, notApplied, reason }: AnswerOptions): Answer {
  const given = [applied, limit !== undefined, notApplied].filter(Boolean).length;
  if (given !== 1)
    throw badUsage(
      given === 0 ? 'no answer' : 'several answers',
      'one of --applied, --limit DOLLARS and --not-applied',
    );
  if (notApplied && reason === undefined) throw badUsage('--not-applied without a reason', '--reason TEXT');
  if (!notApplied && reason !== undefined)
    throw badUsage('--reason without --not-applied', '--not-applied with it');
  if (limit !== undefined) return { kind: 'different', dollars: limit };
  return reason === undefined ? { kind: 'applied' } : { kind: 'not-applied', reason };
}

function traderOf({ trader, all, limit }: AnswerOptions): string | null {
  if (all === (trader !== undefined))
    throw badUsage(all ? '--all with a trader' : 'neither --trader nor --all', 'one of --trader T and --all');
  if (all && limit !== undefined)
    throw badUsage('one limit for all traders', '--trader T with --limit DOLLARS');
  return trader ?? null;
}

function answerWords(answer: Answer): string {
  switch (answer.kind) {
    case 'applied':
      return 'applied';
    case 'different':
      return `set to ${limitDollars(answer.dollars)}`;
    case 'not-applied':
      return `not applied: ${answer.reason}`;
  }
}

function lineWords({ trader, mailed, now, wasCorrected }: AnsweredLine, answer: Answer): readonly string[] {
  const asked = `mailed ${limitDollars(mailed)}`;
  const words = now === null ? `${shownName(trader)}: no longer active.` : nowWords(now);
  const note =
    wasCorrected && answer.kind === 'not-applied'
      ? [
          '  A correction had changed this limit. The answer takes back the correction only. If the morning was not applied either, answer with --limit DOLLARS.',
        ]
      : [];
  return [`${words} (${asked})`, ...note];
}

function lineDocument({ trader, mailed, now }: AnsweredLine) {
  const { limitInForce = null, source = null, since = null } = now === null ? {} : limitDocument(now);
  return { trader, mailed: limitNumber(mailed), limitInForce, source, since };
}

function badUsage(found: string, expected: string): ConfigurationError {
  return new ConfigurationError('bad_answer', `answer · found ${found} · expected ${expected}`, {
    hint: 'For example `npm run answer -- --session 2026-11-27 --all --applied`. Nothing was changed.',
  });
}
