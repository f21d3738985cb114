import type { MailedLine } from '../adapters/demo/riskDesk.ts';
import type { NewOverride } from '../domain/limits/override.ts';
import type { Stores, World } from './world.ts';

const RISK = 'risk@example.com';
const HEAD_OF_RISK = 'head-of-risk@example.com';

/** The risk desk of the demo on the morning of a session. */
export interface DemoMorning {
  readonly stores: Stores;
  readonly sessionDate: string;
  /** Minutes after the mail. */
  readonly minutesLater: (minutes: number) => Date;
}

/** An answer to the mail of a revision that waits for a confirmation. */
export async function keepUnconfirmed(
  { stores, sessionDate, minutesLater }: DemoMorning,
  { trader }: MailedLine,
  revision: number,
): Promise<void> {
  await stores.unconfirmed.add([
    {
      sessionDate,
      trader,
      answer: { kind: 'applied' },
      revision,
      by: RISK,
      at: minutesLater(revision === 0 ? 1 : 38),
      because: 'it came without the address of the page it was sent from',
    },
  ]);
}

/** The limits of these lines are set on the platform. */
export async function answerLines(
  { stores, sessionDate, minutesLater }: DemoMorning,
  lines: readonly (MailedLine & { readonly revision: number })[],
): Promise<void> {
  await stores.limits.record(
    lines.map(({ trader, baseLimit, limit, revision }) => ({
      kind: 'applied',
      trader,
      sessionDate,
      recordedAt: minutesLater(40),
      dollars: limit.target,
      baseLimit,
      revision,
      reason: null,
      by: RISK,
      through: 'link',
    })),
  );
}

/**
 * Of the traders without a change one override waits for approval, one is approved and one was ended. The
 * last change is overridden by half of it.
 * @returns the trader of the approved override; null: every trader has a change.
 */
export async function overrideLines(
  morning: DemoMorning,
  { calendar }: World,
  lines: readonly MailedLine[],
): Promise<string | null> {
  const { stores, sessionDate, minutesLater } = morning;
  const lastSession = calendar.nextSession(sessionDate);
  const give = (line: MailedLine, changes: Pick<NewOverride, 'dollars' | 'reason' | 'by' | 'at'>) =>
    stores.limits.addOverride({
      trader: line.trader,
      firstSession: sessionDate,
      lastSession,
      note: null,
      baseLimit: line.baseLimit,
      recommended: line.limit.recommendedLimit,
      renewals: 0,
      ...changes,
    });
  const raise = (line: MailedLine, minutes: number) =>
    give(line, {
      dollars: roundedDollars(line.baseLimit * 1.25),
      reason: 'hedged',
      by: RISK,
      at: minutesLater(minutes),
    });
  const changed = lines.findLast(({ limit }) => limit.change !== 'stay');
  if (changed !== undefined)
    await give(changed, {
      dollars: halfOf(changed),
      reason: 'spoken-to',
      by: HEAD_OF_RISK,
      at: minutesLater(10),
    });
  const [pending, approved, ended] = lines.filter(isAtBase);
  if (ended !== undefined) {
    const { id } = await raise(ended, 14);
    await stores.limits.endOverride(id, sessionDate, HEAD_OF_RISK, minutesLater(20));
  }
  if (approved !== undefined) {
    const { id } = await raise(approved, 22);
    await stores.limits.approveOverride(id, HEAD_OF_RISK, minutesLater(30));
  }
  if (pending !== undefined) await raise(pending, 35);
  return approved?.trader ?? null;
}

function isAtBase({ limit, baseLimit }: MailedLine): boolean {
  return limit.change === 'stay' && limit.override === null && limit.target === baseLimit;
}

/** Half way between the limit in force and the mailed one. Example: $4,000 → $3,200: $3,600. */
function halfOf({ limit: { limitInForce, target }, baseLimit }: MailedLine): number {
  return roundedDollars(((limitInForce ?? baseLimit) + target) / 2);
}

function roundedDollars(dollars: number): number {
  return Math.max(50, 50 * Math.round(dollars / 50));
}
