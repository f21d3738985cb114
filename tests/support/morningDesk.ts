import { fakeClock, manualRepeater, noProgress, recordingLog } from '../../scripts/simulation/fakes.ts';
import { createMailRenderer } from '../../src/adapters/email/mailRenderer.ts';
import { createMailSealer } from '../../src/adapters/email/mailSealer.ts';
import type { Stores } from '../../src/commands/world.ts';
import type { Fill } from '../../src/domain/ledger/fill.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import {
  type CompletedMorning,
  type MorningPorts,
  type MorningRequest,
  type MorningResult,
  runMorning,
} from '../../src/pipeline/morning.ts';
import type { SealedMail, SendResult } from '../../src/ports/mail.ts';
import type { RunLease } from '../../src/ports/runLedger.ts';
import type { FillSource } from '../../src/ports/source.ts';
import { trade } from './desk.ts';
import { append } from './stores.ts';

const calendar = createCalendar('nyse');
/** 31 sessions up to Monday 2 March 2026; the morning is Tuesday's. */
export const sessions = calendar.sessionsBetween('2026-01-15', '2026-03-02');

export const request: MorningRequest = {
  sessionDate: '2026-03-03',
  dryRun: false,
  force: false,
  allowStale: false,
  recipients: ['ann@desk.example', 'bob@desk.example'],
  deskRecipients: ['ann@desk.example', 'bob@desk.example'],
  begins: new Date('2026-03-03T10:00:00Z'),
  deadline: new Date('2026-03-03T14:25:00Z'),
  closesAt: new Date('2026-03-03T21:00:00Z'),
  lateAt: new Date('2026-03-03T13:30:00Z'),
  owner: 'host:1:a',
  leaseMs: 90_000,
  waitsForOther: true,
  retriesRefused: true,
  defaultLimit: 5000,
  maxReductionPct: 80,
  limitBasis: 'realised',
  limitLifetime: 'until-changed',
  walk: {
    retrainEverySessions: 5,
    cutsRequireProof: false,
    maxReductionPct: 80,
    tiers: { high: 2, neutral: 1.3 },
    stop: { slippageBasisPoints: 5, limitRoundTo: 50 },
  },
  shadowStrategies: [],
  fillsRetentionDays: null,
  recorded: {
    version: '0.0.0',
    opensAt: new Date('2026-03-03T14:30:00Z'),
    maxPositionPct: null,
    maxPortfolioRiskPct: 2,
  },
};

export const accepted: SendResult = { outcome: 'accepted', response: '250 ok' };

/** STEADY alternates small gains and losses; STREAK loses on the last five sessions. */
export function history(): Fill[] {
  return sessions.flatMap((session, index) => [
    ...trade('STEADY', session, index % 2 === 0 ? 120 : -100),
    ...trade('STREAK', session, index >= sessions.length - 5 ? -50 : index % 2 === 0 ? 120 : -100),
  ]);
}

/** Stores the history up to the last session but one; its last four sessions as those of earlier mornings. */
export async function storePast(stores: Stores, fills: readonly Fill[]): Promise<void> {
  const earlier = sessions.slice(-5, -1);
  const [first = '', last = ''] = [earlier[0], earlier.at(-1)];
  await append(
    stores,
    fills.filter(({ sessionDate }) => sessionDate < first),
  );
  const fetched = fills.filter(({ sessionDate }) => sessionDate >= first && sessionDate <= last);
  const ingest = await stores.fills.replaceRange(first, last);
  await ingest.add(fetched);
  const fetchedAt = new Date('2026-02-28T10:00:00Z');
  await ingest.commit(earlier.map((sessionDate) => ({ sessionDate, fills: 1, fetchedAt })));
}

export function morningPorts<Given extends Stores>(
  stores: Given,
  source: FillSource,
  send: (mail: SealedMail) => Promise<SendResult>,
  clock = fakeClock('2026-03-03T10:00:00Z'),
) {
  return {
    ...stores,
    clock,
    log: recordingLog(),
    progress: noProgress,
    repeater: manualRepeater(),
    calendar,
    source,
    sourceName: 'propreports' as const,
    rejectsOf: () => ({ add: () => undefined, close: () => null, discard: () => undefined }),
    renderer: createMailRenderer(),
    sealer: createMailSealer({ from: 'Daybreak <risk@desk.example>' }),
    answerLinks: null,
    outboxFiles: { write: async () => ({ html: 'h', text: 't', eml: 'e', limits: 'l' }) },
    limitFiles: { isUsed: false, write: () => [] },
    transport: { send },
    unrecorded: unrecordedInMemory(),
    jobs: null,
  };
}

/** The record of unrecorded mails of one process. */
export function unrecordedInMemory(): MorningPorts['unrecorded'] {
  const ids = new Set<string>();
  return { has: (id) => ids.has(id), add: (id) => void ids.add(id) };
}

/** Runs a morning that acquires the lease. */
export async function runOwn(ports: MorningPorts, changes: Partial<MorningRequest> = {}) {
  return completed(await runMorning(ports, { ...request, ...changes }));
}

export function completed(result: MorningResult): CompletedMorning {
  if (result.outcome === 'held-by-another') throw new Error(`held by ${result.holder.owner}`);
  return result;
}

/** Acquires the lease of a session. */
export async function leaseOf(
  stores: Pick<Stores, 'runs'>,
  sessionDate: string,
  owner = 'host:1:a',
  at = new Date(`${sessionDate}T10:00:00Z`),
): Promise<RunLease> {
  const acquisition = await stores.runs.acquire(sessionDate, owner, at, new Date(at.getTime() + 90_000));
  if (acquisition.kind === 'held') throw new Error(`held by ${acquisition.holder.owner}`);
  return acquisition.lease;
}
