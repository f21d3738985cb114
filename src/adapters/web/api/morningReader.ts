import type { FastifyReply } from 'fastify';
import type { UndecidedMorning } from '../../../ports/deskRecords.ts';
import { problemOf, WebError } from '../server/webError.ts';
import type { WebPorts } from '../server/webPorts.ts';
import { type CachedMorning, createMorningCache } from './morningCache.ts';

/** Reads stored mornings, and says why there is none. */
export interface MorningReader extends Pick<WebPorts, 'calendar' | 'clock' | 'records'> {
  /** null: the session is due, or `latest` is asked for, and no morning has decided. @throws WebError */
  morning(session: string): Promise<CachedMorning | null>;
  /** @throws WebError `no_such_session` for a day without a session, or one still to come. */
  requireSession(sessionDate: string): Promise<void>;
}

export function createMorningReader({
  calendar,
  clock,
  records,
}: Pick<WebPorts, 'calendar' | 'clock' | 'records'>): MorningReader {
  const cached = createMorningCache(records);
  const requireSession = async (sessionDate: string) => {
    const closure = calendar.closure(sessionDate);
    if (closure !== null)
      throw noSession(
        `found ${sessionDate}, on which the market is closed (${closure})`,
        `Try ${calendar.previousSession(sessionDate)} or ${calendar.nextSession(sessionDate)}.`,
      );
    const due = await records.dueSession();
    // A morning may have decided ahead of its time.
    if (sessionDate > due && sessionDate > ((await records.lastDecided()) ?? ''))
      throw noSession(
        `found ${sessionDate}, which is still to come`,
        `The session due now is ${due}; \`latest\` is the newest decided one.`,
      );
  };
  return {
    calendar,
    clock,
    records,
    requireSession,
    async morning(session) {
      const found = await cached(session);
      if (found !== null || session === 'latest') return found;
      await requireSession(session);
      if (session === (await records.dueSession())) return null;
      throw new WebError(
        'no_morning',
        `session · found ${session}, for which no morning decided · expected a decided session`,
        { hint: '`latest` is the newest decided one.' },
      );
    },
  };
}

function noSession(found: string, hint: string): WebError {
  return new WebError('no_such_session', `session · ${found} · expected a session up to the one due now`, {
    hint,
  });
}

/** Answers that the session is due and not decided yet, with when to ask again. */
export async function sendUndecided(
  { records, clock }: MorningReader,
  session: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const sessionDate = session === 'latest' ? await records.dueSession() : session;
  const undecided = await records.undecided(sessionDate);
  const { state, step, beginsAt, askAgainAt } = undecided;
  const problem = problemOf(
    new WebError('no_decision', `session · the morning of ${sessionDate} ${inWords(undecided)}`, {
      hint: 'Ask again after Retry-After seconds. `latest` is the newest decided session.',
    }),
  );
  const seconds = Math.ceil((askAgainAt.getTime() - clock.now().getTime()) / 1000);
  return reply
    .code(problem.status)
    .header('retry-after', Math.max(seconds, 1))
    .type('application/problem+json')
    .send(
      JSON.stringify({
        ...problem,
        sessionDate,
        state,
        step,
        beginsAt: beginsAt.toISOString(),
        askAgainAt: askAgainAt.toISOString(),
      }),
    );
}

function inWords({ state, step, beginsAt }: UndecidedMorning): string {
  const stepWords = step === null ? '' : ` (step ${step})`;
  switch (state) {
    case 'not-begun':
      return `has not begun · it is due at ${beginsAt.toISOString()}`;
    case 'running':
      return `is running${stepWords} · expected soon`;
    case 'failed':
      return `has failed${stepWords} · it is tried again`;
    case 'over':
      return `decided nothing before its deadline${stepWords} · no limits are mailed any more`;
  }
}
