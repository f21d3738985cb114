import type { MailedLine } from '../adapters/demo/riskDesk.ts';
import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { mailDemoMorning, mailedLines } from './demoPast.ts';
import { mailedAt, pastPorts } from './demoPastPorts.ts';
import type { Stores, World } from './world.ts';

const RISK = 'risk@example.com';
const HEAD_OF_RISK = 'head-of-risk@example.com';
const MINUTE_MS = 60_000;
/** Before RUN_AT, and on a day without a session, the mail is this old: its answers lie in the past too. */
const MAIL_AGE_MS = 45 * MINUTE_MS;

/**
 * Decides for the session due now, records its mail as accepted, and answers a part of it. Does nothing
 * where that has been done: what a visitor answered stays.
 */
export async function mailDemoToday(world: World, stores: Stores, sessionDate: string): Promise<void> {
  if ((await stores.outbox.entries(sessionDate, 'morning')).length > 0) return;
  const latest = new Date(world.clock.now().getTime() - MAIL_AGE_MS);
  const usual = mailedAt(world, sessionDate);
  const at = usual < latest ? usual : latest;
  const ports = {
    ...pastPorts(world, stores, sessionDate, at),
    runs: stores.runs,
    renderer: createMailRenderer(),
  };
  await mailDemoMorning(world, ports, sessionDate, at);
  const lines = await mailedLines(stores, sessionDate);
  const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * MINUTE_MS);
  await answerSome(stores, sessionDate, lines, minutesLater);
  await overrideSome(world, stores, sessionDate, lines, minutesLater);
}

type MinutesLater = (minutes: number) => Date;

/** The last change is answered, where it is not the only one; the first has an unconfirmed answer. */
async function answerSome(
  { limits, unconfirmed }: Stores,
  sessionDate: string,
  lines: readonly MailedLine[],
  minutesLater: MinutesLater,
): Promise<void> {
  const changes = lines.filter(({ limit }) => limit.change !== 'stay');
  const [first, ...others] = changes;
  const last = others.at(-1);
  if (last !== undefined)
    await limits.record([
      {
        kind: 'applied',
        trader: last.trader,
        sessionDate,
        recordedAt: minutesLater(12),
        dollars: last.limit.target,
        baseLimit: last.baseLimit,
        revision: 0,
        reason: null,
        by: RISK,
        through: 'link',
      },
    ]);
  if (first !== undefined)
    await unconfirmed.add([
      {
        sessionDate,
        trader: first.trader,
        answer: { kind: 'applied' },
        revision: 0,
        by: RISK,
        at: minutesLater(1),
        because: 'it came without the address of the page it was sent from',
      },
    ]);
}

/** Of the traders without a change: one override waits for approval, one is approved, one was ended. */
async function overrideSome(
  { calendar }: World,
  { limits }: Stores,
  sessionDate: string,
  lines: readonly MailedLine[],
  minutesLater: MinutesLater,
): Promise<void> {
  const [pending, approved, ended] = lines.filter(
    ({ limit, baseLimit }) =>
      limit.change === 'stay' && limit.override === null && limit.target === baseLimit,
  );
  const give = (line: MailedLine, by: string, minutes: number) =>
    limits.addOverride({
      trader: line.trader,
      dollars: 50 * Math.round((line.baseLimit * 1.25) / 50),
      firstSession: sessionDate,
      lastSession: calendar.nextSession(sessionDate),
      reason: 'hedged',
      note: null,
      by,
      at: minutesLater(minutes),
      baseLimit: line.baseLimit,
      recommended: line.limit.recommendedLimit,
      renewals: 0,
    });
  if (ended !== undefined) {
    const { id } = await give(ended, RISK, 14);
    await limits.endOverride(id, sessionDate, HEAD_OF_RISK, minutesLater(20));
  }
  if (approved !== undefined) {
    const { id } = await give(approved, RISK, 22);
    await limits.approveOverride(id, HEAD_OF_RISK, minutesLater(30));
  }
  if (pending !== undefined) await give(pending, RISK, 35);
}
