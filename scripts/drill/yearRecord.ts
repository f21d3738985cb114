import type { Stores } from '../../src/commands/world.ts';
import type { Decision } from '../../src/domain/decision/decision.ts';
import { STEPS } from './moments.ts';
import { faultOfAudit, faultsOfStore } from './storeState.ts';
import type { YearDesk } from './yearDesk.ts';
import type { YearFault } from './yearFaults.ts';
import type { Arrival } from './yearWorld.ts';

/** The result of one recipient's morning in the outbox and in the inbox. */
export interface YearLine {
  readonly sessionDate: string;
  readonly recipient: string;
  /** `none`: no mail was queued; the run ledger has the reason. */
  readonly status: string;
  readonly reason: string | null;
  /** Copies of the message in the inbox. */
  readonly copies: number;
}

export interface YearRecord {
  readonly played: PlayedYear;
  readonly corrections: number;
  readonly lines: readonly YearLine[];
  readonly sessions: number;
  /** Sessions with the same cuts as in the undisturbed year, among those decided in both. */
  readonly sameCuts: number;
  readonly decided: number;
  readonly violations: readonly string[];
}

export interface YearToRead {
  readonly desk: YearDesk;
  readonly recipients: readonly string[];
  readonly calm: PlayedYear;
  readonly year: PlayedYear;
  readonly startOf: (sessionDate: string) => Date;
  readonly deadlineOf: (sessionDate: string) => Date;
}

/** Checks inbox, outbox and run ledger line by line, and compares the cuts with the undisturbed year. */
export async function readYear(toRead: YearToRead): Promise<YearRecord> {
  const { desk, calm, year } = toRead;
  const [stores, calmStores] = [await year.open(), await calm.open()];
  try {
    const lines = await readLines(toRead, stores);
    const cuts = await compareCuts(desk, stores, calmStores);
    const audit = await faultOfAudit(stores.database);
    return {
      played: year,
      corrections: desk.corrections,
      lines,
      sessions: desk.sessions.length,
      sameCuts: cuts.decided - cuts.other.length,
      decided: cuts.decided,
      violations: [
        ...year.unexpectedErrors,
        ...calm.unexpectedErrors.map((surprise) => `undisturbed · ${surprise}`),
        ...lines.flatMap((line) => lineViolations(line)),
        ...arrivalViolations(toRead, lines),
        ...(await ledgerViolations(lines, stores)),
        ...cuts.other.map((sessionDate) => `${sessionDate} · other cuts than in the undisturbed year`),
        ...(await faultsOfStore(stores.database)),
        ...(audit === null ? [] : [audit]),
      ],
    };
  } finally {
    await stores.database.close();
    await calmStores.database.close();
  }
}

async function readLines(
  { desk, recipients, year }: YearToRead,
  { outbox, runs }: Stores,
): Promise<readonly YearLine[]> {
  const lines: YearLine[] = [];
  for (const sessionDate of desk.sessions) {
    const entries = await outbox.entries(sessionDate, 'morning');
    const steps = await runs.steps(sessionDate);
    const whyNone = steps.find(({ status }) => status === 'failed')?.error ?? readyTooLate(steps);
    for (const recipient of recipients) {
      const own = entries.filter((entry) => entry.recipient === recipient);
      const [entry] = own;
      if (own.length > 1) throw new Error(`${sessionDate} · ${recipient} has ${own.length} rows`);
      const copies = year.inbox.filter(({ messageId }) => messageId === entry?.messageId).length;
      const end = entry
        ? { status: entry.status, reason: entry.response }
        : { status: 'none', reason: whyNone };
      lines.push({ sessionDate, recipient, copies, ...end });
    }
  }
  return lines;
}

/** The reason if the mail was rendered but the deadline passed before it was queued. */
function readyTooLate(steps: readonly { readonly step: string }[]): string | null {
  const taken = new Set(steps.map(({ step }) => step));
  return taken.has('render') && !taken.has('queue') ? 'ready after the deadline' : null;
}

function lineViolations({ sessionDate, recipient, status, reason, copies }: YearLine): readonly string[] {
  const fault = (what: string) => [`${sessionDate} · ${recipient} · ${status} · ${what}`];
  if (reason === null) return fault('no reason is given');
  switch (status) {
    case 'sent':
      return copies >= 1 && copies <= 2 ? [] : fault(`${copies} copies in the inbox`);
    case 'ambiguous':
      return copies <= 2 ? [] : fault(`${copies} copies in the inbox`);
    case 'refused':
    case 'expired':
    case 'none':
      return copies === 0 ? [] : fault(`${copies} copies in the inbox`);
    default:
      return fault('not settled');
  }
}

/**
 * Checks that every mail in the inbox was queued, arrived within its morning, and equals its other copies.
 */
function arrivalViolations({ year, desk, startOf, deadlineOf }: YearToRead, lines: readonly YearLine[]) {
  const found: string[] = [];
  const first = new Map<string, Arrival>();
  const known = new Set(lines.map(({ sessionDate, recipient }) => `${sessionDate} ${recipient}`));
  for (const mail of year.inbox) {
    const sessionDate = desk.sessions.find((date) => mail.messageId.includes(`.${date}.`)) ?? 'unknown';
    const fault = (what: string) => found.push(`${sessionDate} · ${mail.recipient} · ${what}`);
    if (!known.has(`${sessionDate} ${mail.recipient}`)) fault('a mail that was not queued');
    else if (mail.handedOverAt > deadlineOf(sessionDate))
      fault(`stale: handed over at ${mail.handedOverAt.toISOString()}`);
    else if (mail.handedOverAt.getTime() < startOf(sessionDate).getTime() - LONGEST_JUMP_BACK_MS)
      fault('came too early');
    const earlier = first.get(mail.messageId) ?? mail;
    first.set(mail.messageId, earlier);
    if (!earlier.bytes.equals(mail.bytes)) fault('a second copy with other bytes');
  }
  return found;
}

/** The largest backward clock jump among the faults. */
const LONGEST_JUMP_BACK_MS = 3_600_000;

/** A morning with sent mails must have every step done, even after a killed process. */
async function ledgerViolations(lines: readonly YearLine[], { runs }: Stores): Promise<readonly string[]> {
  const found: string[] = [];
  for (const sessionDate of new Set(
    lines.filter(({ status }) => status === 'sent').map((line) => line.sessionDate),
  )) {
    const steps = new Map((await runs.steps(sessionDate)).map(({ step, status }) => [step, status]));
    for (const step of STEPS)
      if (steps.get(step) !== 'done')
        found.push(`${sessionDate} · step ${step} is ${steps.get(step) ?? 'missing'}`);
  }
  return found;
}

async function compareCuts(desk: YearDesk, { decisions }: Stores, calm: Stores) {
  let decided = 0;
  const other: string[] = [];
  for (const sessionDate of desk.sessions) {
    const [own, expected] = [
      await decisions.decisions(sessionDate, sessionDate),
      await calm.decisions.decisions(sessionDate, sessionDate),
    ];
    if (own.length === 0) continue;
    decided += 1;
    if (JSON.stringify(own.map(ownDecision)) !== JSON.stringify(expected.map(ownDecision)))
      other.push(sessionDate);
  }
  return { decided, other };
}

/**
 * The decision without what depends on the mails before it. After a mail that did not arrive, the limit in
 * force is another one, and with it the change and the limit of a trader who is not decided automatically.
 */
function ownDecision(decision: Decision): unknown {
  const { limit: _, newLimit, ...own } = decision;
  const isDecided = decision.action === 'cut' || decision.action === 'keep';
  return isDecided ? { ...own, newLimit } : own;
}

/** The simulated year that is checked. */
export interface PlayedYear {
  /** Opens the store of the year. */
  readonly open: () => Promise<Stores>;
  readonly inbox: readonly Arrival[];
  readonly faults: ReadonlyMap<string, readonly YearFault[]>;
  /** Errors that no fault explains, with their session. */
  readonly unexpectedErrors: readonly string[];
  readonly processes: number;
}
