import { waitAfterFailures } from '../../domain/session/backoff.ts';
import type { SealedMail } from '../../ports/mail.ts';
import { type Notice, sealAll } from './notice.ts';
import type { NoticeContext } from './noticeContext.ts';

/** How long one direct send may take: a server that has not answered by then is asked again later. */
const PATIENCE_MS = 60_000;

/**
 * Sends a notice without the store: to each recipient once, however often it is called. A recipient whom the
 * server did not accept for now is tried again, with growing waits, at a later call.
 * @returns whether nothing more is to be sent: each recipient has it, may have it, or is refused for good.
 */
export async function sendDirectly(
  context: NoticeContext,
  sessionDate: string,
  notice: Notice,
): Promise<boolean> {
  const ends: boolean[] = [];
  for (const sealed of await sealAll(context.ports, sessionDate, notice))
    ends.push(await sendOne(context, notice, sealed));
  return ends.every((isSettled) => isSettled);
}

async function sendOne(
  { ports, state }: NoticeContext,
  { kind }: Notice,
  sealed: SealedMail,
): Promise<boolean> {
  const { recipient, messageId } = sealed;
  const earlier = state.directTries.get(messageId) ?? { tries: 0, nextTryAt: null };
  if (earlier.nextTryAt === 'never') return true;
  if (earlier.nextTryAt !== null && ports.clock.now() < earlier.nextTryAt) return false;
  if (ports.unrecorded.has(messageId)) return true;
  const result = await ports.transport.send(sealed, PATIENCE_MS);
  const { outcome, response } = result;
  const isSent = outcome === 'accepted' || outcome === 'ambiguous';
  const words = isSent ? 'a notice was sent without the database' : 'a notice was not taken';
  ports.log.warn(words, { kind, recipient, outcome, response });
  if (isSent) {
    ports.unrecorded.add(messageId);
    return true;
  }
  const isFinal = outcome === 'refused' && result.permanent;
  const tries = earlier.tries + 1;
  const nextTryAt = new Date(ports.clock.now().getTime() + waitAfterFailures(tries, true));
  state.directTries.set(messageId, { tries, nextTryAt: isFinal ? 'never' : nextTryAt });
  return isFinal;
}
