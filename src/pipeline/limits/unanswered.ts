import { answerToMail } from '../../domain/limits/answer.ts';
import { eventsOf } from '../../domain/limits/inForce.ts';
import type { LimitStore } from '../../ports/limits.ts';

export interface UnansweredPorts {
  readonly limits: Pick<LimitStore, 'events'>;
}

/** The traders whose limits the mails of a session changed, and for whom no answer has come since. */
export async function unansweredTraders(
  { limits }: UnansweredPorts,
  sessionDate: string,
): Promise<ReadonlySet<string>> {
  const events = await limits.events(sessionDate);
  const mailed = events.flatMap((event) =>
    event.kind === 'mailed' && event.sessionDate === sessionDate && event.trader !== null
      ? [event.trader]
      : [],
  );
  const isOpen = (trader: string) => answerToMail(eventsOf(events, trader), sessionDate) === null;
  return new Set(mailed.filter(isOpen));
}
