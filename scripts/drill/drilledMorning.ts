import { simpleParser } from 'mailparser';
import type { Stores } from '../../src/commands/world.ts';
import type { DrillDesk } from './drillDesk.ts';
import type { ProcessResult } from './killableProcess.ts';
import { type KillMoment, nameOf, STEPS } from './moments.ts';
import {
  differences,
  faultOfAudit,
  faultsOfStore,
  resultsOf,
  type StoreResults,
  staleFiles,
} from './storeState.ts';

export interface DrilledMorning {
  readonly name: string;
  /** The kills that ended a process; a kill may come too late. */
  readonly kills: readonly KillMoment[];
  readonly processes: number;
  /** Second copies of messages that the server had accepted before. */
  readonly repeats: number;
  /** Mails that ended as `ambiguous`: two processes ended while the server may have accepted the mail. */
  readonly ambiguousMails: number;
  readonly results: StoreResults;
  readonly violations: readonly Violation[];
  /** The duration of the last process, which was not killed. */
  readonly milliseconds: number;
}

export type Check =
  | 'completed'
  | 'outbox'
  | 'mail'
  | 'results'
  | 'file'
  | 'audit'
  | 'ledger'
  | 'temporary files';

export interface Violation {
  readonly check: Check;
  readonly found: string;
}

interface Run {
  readonly name: string;
  readonly recipients: readonly string[];
  readonly folder: string;
  readonly ended: readonly ProcessResult[];
}

/** Logged by the next process for a mail whose result was not recorded. */
const CLAIM_FOUND = 'a mail had been claimed by a process that ended';
/** Restarts without a kill before the morning counts as hanging. */
const LAST_RESTARTS = 3;

/**
 * Starts the morning, kills it at each of these moments, restarts it until it ends by itself, and then
 * inspects the results.
 * @param expected results of an undisturbed morning; null for that morning itself.
 */
export async function drillMorning(
  desk: DrillDesk,
  name: string,
  plan: readonly KillMoment[],
  expected: StoreResults | null,
): Promise<DrilledMorning> {
  const recipients = ['ann', 'bob'].map((person) => `${person}.${name}@desk.example`);
  const folder = await desk.freshFolder(name);
  const settings = {
    ...desk.settings,
    ...desk.stores.settings(folder),
    EMAIL_RECIPIENTS: recipients.join(','),
  };
  const start = (kill: KillMoment | null) =>
    desk.run(folder, ['morning', '--date', desk.sessionDate, '--json'], settings, kill);
  const ended: ProcessResult[] = [];
  const kills: KillMoment[] = [];
  for (const moment of [...plan, ...Array<null>(LAST_RESTARTS).fill(null)]) {
    const end = await start(moment);
    ended.push(end);
    if (!end.killed) break;
    await desk.stores.endLeases(folder);
    if (moment !== null) kills.push(moment);
  }
  return { ...(await inspect(desk, { name, recipients, folder, ended }, expected)), kills };
}

export function describeKills(kills: readonly KillMoment[]): string {
  return kills.map(nameOf).join(', ');
}

async function inspect(
  desk: DrillDesk,
  run: Run,
  expected: StoreResults | null,
): Promise<Omit<DrilledMorning, 'kills'>> {
  const { name, folder, ended } = run;
  const last = ended.at(-1);
  const copies = await copiesByRecipient(desk, run);
  const stale = staleFiles(folder).map((file): Violation => ({ check: 'temporary files', found: file }));
  const stores = await desk.stores.open(folder);
  try {
    const results = await resultsOf(stores.database);
    const statuses = await outboxOf(stores, desk.sessionDate);
    const audit = await faultOfAudit(stores.database);
    return {
      name,
      processes: ended.length,
      repeats: [...copies.values()].reduce((sum, ids) => sum + ids.length - new Set(ids).size, 0),
      ambiguousMails: [...statuses.values()].filter((status) => status === 'ambiguous').length,
      results,
      milliseconds: last?.milliseconds ?? 0,
      violations: [
        ...completionViolations(last, statuses),
        ...mailViolations(run, statuses, copies),
        ...(expected ? differences(results, expected) : []).map((what) =>
          violation('results', `other ${what}`),
        ),
        ...(await faultsOfStore(stores.database)).map((fault) => violation('file', fault)),
        ...(audit === null ? [] : [violation('audit', audit)]),
        ...(await stepsNotDone(stores, desk.sessionDate)).map((step) => violation('ledger', step)),
        ...stale,
      ],
    };
  } finally {
    await stores.database.close();
  }
}

/** Expects exit code 1 only if a mail was not sent. */
function completionViolations(
  last: ProcessResult | undefined,
  statuses: ReadonlyMap<string, string>,
): readonly Violation[] {
  if (last === undefined || last.killed) return [violation('completed', 'no process ended by itself')];
  const expected = [...statuses.values()].every((status) => status === 'sent') ? 0 : 1;
  if (last.exitCode === expected) return [];
  return [violation('completed', `exit code ${last.exitCode}: ${last.stderr.slice(-500)}`)];
}

function mailViolations(
  run: Run,
  statuses: ReadonlyMap<string, string>,
  copies: ReadonlyMap<string, readonly string[]>,
): readonly Violation[] {
  const found: Violation[] = [];
  if ([...statuses.keys()].sort().join() !== run.recipients.join())
    found.push(violation('outbox', `rows for ${[...statuses.keys()].join() || 'no recipient'}`));
  for (const recipient of run.recipients) {
    const [status, ids] = [statuses.get(recipient), copies.get(recipient) ?? []];
    const claims = claimsFound(run, recipient);
    if (status !== 'sent' && !(status === 'ambiguous' && claims >= 2))
      found.push(violation('outbox', `${recipient} ${status} after ${claims} lost claims`));
    if (new Set(ids).size !== 1 && status === 'sent')
      found.push(violation('mail', `${recipient} got ${new Set(ids).size} messages`));
    if (ids.length > 1 + claims)
      found.push(violation('mail', `${recipient} got ${ids.length} copies after ${claims} lost claims`));
  }
  return found;
}

function claimsFound({ ended }: Run, recipient: string): number {
  return ended
    .flatMap(({ stderr }) => stderr.split('\n'))
    .filter((line) => line.includes(CLAIM_FOUND) && line.includes(recipient)).length;
}

/** The Message-IDs of every accepted copy; one with other bytes than the first copy is marked. */
async function copiesByRecipient(
  { server }: DrillDesk,
  { recipients }: Run,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const bytesOf = new Map<string, Buffer>();
  const copies = new Map<string, string[]>();
  for (const { to, bytes } of server.received.filter((mail) => recipients.includes(mail.to.join()))) {
    const { messageId = 'without an ID' } = await simpleParser(bytes);
    const first = bytesOf.get(messageId) ?? bytes;
    bytesOf.set(messageId, first);
    const message = first.equals(bytes) ? messageId : `${messageId} with other bytes`;
    copies.set(to.join(), [...(copies.get(to.join()) ?? []), message]);
  }
  return copies;
}

async function outboxOf({ outbox }: Stores, sessionDate: string): Promise<ReadonlyMap<string, string>> {
  const entries = await outbox.entries(sessionDate, 'morning');
  return new Map(entries.map(({ recipient, status }) => [recipient, status]));
}

async function stepsNotDone({ runs }: Stores, sessionDate: string): Promise<readonly string[]> {
  const steps = new Map((await runs.steps(sessionDate)).map((record) => [record.step, record.status]));
  return STEPS.filter((step) => steps.get(step) !== 'done').map(
    (step) => `step ${step} ${steps.get(step) ?? 'not begun'}`,
  );
}

function violation(check: Check, found: string): Violation {
  return { check, found };
}
