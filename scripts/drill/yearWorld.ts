import type { Fill } from '../../src/domain/ledger/fill.ts';
import type { MailTransport, SendResult } from '../../src/ports/mail.ts';
import type { Clock } from '../../src/ports/runtime.ts';
import type { FillBatch, FillSource } from '../../src/ports/source.ts';
import type { ErrorCode } from '../../src/shared/errorCodes.ts';
import { SourceError } from '../../src/shared/errors.ts';
import type { YearDesk } from './yearDesk.ts';
import type { YearFault, YearFaultKind } from './yearFaults.ts';

/** A copy of a mail in an inbox. */
export interface Arrival {
  readonly messageId: string;
  readonly recipient: string;
  readonly handedOverAt: Date;
  readonly bytes: Buffer;
}

/** The fake source and mail server of one morning, with their faults. */
export interface YearWorld {
  readonly source: FillSource;
  readonly transport: MailTransport;
}

export interface WorldOptions {
  readonly desk: YearDesk;
  readonly clock: Clock & { set(instant: string): void };
  readonly sessionDate: string;
  /** 05:00 of the session. */
  readonly begins: Date;
  readonly recipients: readonly string[];
  readonly faults: readonly YearFault[];
  readonly inbox: Arrival[];
  /** Runs another process while this one fetches or sends. */
  readonly interrupt: (during: 'fetch' | 'send') => Promise<void>;
}

const MINUTE_MS = 60_000;

export function createYearWorld(options: WorldOptions): YearWorld {
  const { desk, clock, sessionDate, begins, faults } = options;
  const find = <K extends YearFaultKind>(kind: K) =>
    faults.find((fault): fault is Extract<YearFault, { kind: K }> => fault.kind === kind);
  const since = () => (clock.now().getTime() - begins.getTime()) / MINUTE_MS;
  const disturb = faultInjector(options);
  const known = [...desk.past, ...desk.sessions].filter((date) => date < sessionDate);
  const newest = known.at(-1);
  let [halfPages, tokens] = [find('half page')?.times ?? 0, find('token expiry')?.times ?? 0];
  const wholeOrHalf = function* (fills: readonly Fill[]): Generator<FillBatch> {
    halfPages -= 1;
    yield { fills: halfPages >= 0 ? fills.slice(0, 3) : fills, rejected: [] };
    if (halfPages >= 0) throw retryableError('source_trailer_missing', 'a page ended half-way');
  };
  const source: FillSource = {
    name: 'propreports',
    async accounts() {
      await disturb('fetch');
      tokens -= 1;
      if (tokens >= 0) throw retryableError('source_token', 'the token is not taken');
      return desk.traders.map((name, index) => ({
        id: String(index + 1),
        name,
        firstTraded: null,
        lastTraded: null,
      }));
    },
    async *fills(from, to) {
      for (const date of known.filter((each) => each >= from && each <= to)) {
        const fills = desk.fills(date, sessionDate);
        if (date !== newest) yield { fills, rejected: [] };
        else if (since() >= (find('source late')?.minutes ?? 0)) yield* wholeOrHalf(fills);
      }
    },
    totals: async (_, from, to) =>
      known.filter((date) => date >= from && date <= to).flatMap((date) => desk.totals(date, sessionDate)),
    close: async () => undefined,
  };
  return { source, transport: { send: sender(options, find, since, disturb) } };
}

/** Injects each clock jump and second owner once per morning. */
function faultInjector({
  faults,
  clock,
  interrupt,
}: WorldOptions): (during: 'fetch' | 'send') => Promise<void> {
  const left = new Set(faults);
  return async (during) => {
    for (const fault of [...left]) {
      if (!('during' in fault) || fault.during !== during) continue;
      left.delete(fault);
      if (fault.kind === 'second owner') await interrupt(during);
      else clock.set(new Date(clock.now().getTime() + fault.minutes * MINUTE_MS).toISOString());
    }
  };
}

function sender(
  { inbox, clock, recipients }: WorldOptions,
  find: <K extends YearFaultKind>(kind: K) => Extract<YearFault, { kind: K }> | undefined,
  since: () => number,
  disturb: (during: 'send') => Promise<void>,
): MailTransport['send'] {
  const refusals = find('refused for now');
  const lost = find('ambiguous end');
  let [refusalsLeft, lostLeft] = [refusals?.times ?? 0, lost?.times ?? 0];
  return async (mail): Promise<SendResult> => {
    // A clock jump during the hand-over does not count against the sender.
    const handedOverAt = clock.now();
    const arrive = () => void inbox.push({ ...mail, handedOverAt });
    await disturb('send');
    if (since() < (find('mail server down')?.minutes ?? 0))
      return { outcome: 'unreachable', response: 'connect ECONNREFUSED' };
    const recipient = recipients.indexOf(mail.recipient);
    if (find('refused for good')?.recipient === recipient)
      return { outcome: 'refused', permanent: true, response: '550 5.1.1 no such user' };
    if (refusals?.recipient === recipient && refusalsLeft-- > 0)
      return { outcome: 'refused', permanent: false, response: '451 4.7.1 come back later' };
    if (lost && lostLeft-- > 0) {
      if (lost.taken) arrive();
      return { outcome: 'ambiguous', response: 'connection lost after the final dot' };
    }
    arrive();
    return { outcome: 'accepted', response: '250 2.0.0 taken' };
  };
}

function retryableError(code: ErrorCode, found: string): SourceError {
  return new SourceError(code, `Source · ${found} · expected the whole answer`, {
    hint: 'Wait and try again.',
    retryable: true,
  });
}
