import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { deskFactsBody } from '../../src/adapters/database/deskFactsBody.ts';
import { appendAudit } from '../../src/adapters/database/store/auditTrail.ts';
import { createVerifiedTrail } from '../../src/adapters/database/store/verifiedTrail.ts';
import { openStores } from '../../src/commands/world.ts';
import { complianceReport } from '../../src/domain/compliance/complianceReport.ts';
import type { TrailRecord } from '../../src/domain/compliance/trailRecord.ts';
import { quantile } from '../../src/domain/statistics/descriptive.ts';
import { busyQuarter, QUARTER, quarterSessions } from '../simulation/complianceQuarter.ts';
import { atMost, type BenchRow } from './rows.ts';

/** k: the compliance report of a quarter. */
export type CompliancePart = 'k';

export interface CompliancePlan {
  readonly folder: string;
  readonly parts: readonly string[];
  readonly logProgress: (text: string) => void;
}

const TRADERS = 200;
const REPORTS = 200;
/** The first reports compile the code. */
const WARM_UP_REPORTS = 30;
const REPORT_MILLISECONDS = 25;
const ENTRIES = 10_000;
const READ_SECONDS = 2;

/** Times the report of a busy quarter from entries in memory, and reading and verifying a trail. */
export async function runComplianceBench(plan: CompliancePlan): Promise<readonly BenchRow[]> {
  if (!plan.parts.includes('k')) return [];
  plan.logProgress(
    `${REPORTS} compliance reports, and a trail of ${ENTRIES.toLocaleString('en-US')} entries`,
  );
  const slowest = slowReportMilliseconds();
  const seconds = await readSeconds(plan.folder);
  return [
    rowOf(
      `(k) compliance report of a quarter, ${TRADERS} traders: 99th of 100`,
      `${slowest.toFixed(1)} ms`,
      `${REPORT_MILLISECONDS} ms`,
      slowest / REPORT_MILLISECONDS,
    ),
    rowOf(
      `(k) reading and verifying ${ENTRIES.toLocaleString('en-US')} entries of the audit trail`,
      `${seconds.toFixed(2)} s`,
      `${READ_SECONDS} s`,
      seconds / READ_SECONDS,
    ),
  ];
}

/** Milliseconds of the processor: another program on the machine would set the p99 of the clock. */
function slowReportMilliseconds(): number {
  const records = busyQuarter(TRADERS);
  const request = { ...QUARTER, sessions: quarterSessions };
  const head = { sequence: records.length, hash: '0'.repeat(64) };
  const times: number[] = [];
  for (let report = 0; report < WARM_UP_REPORTS + REPORTS; report++) {
    const begun = process.cpuUsage();
    complianceReport(records, request, head);
    const { user, system } = process.cpuUsage(begun);
    if (report >= WARM_UP_REPORTS) times.push((user + system) / 1_000);
  }
  return quantile(times, 0.99) ?? Number.NaN;
}

/** Entries of decisions as a morning writes them, and the facts of each quarter's session. */
async function readSeconds(folder: string): Promise<number> {
  const path = join(folder, 'compliance.db');
  const stores = await openStores(path);
  try {
    await stores.database.transaction(async (open) => {
      for (const record of busyQuarter(TRADERS).slice(0, ENTRIES))
        if (record.kind !== 'unreadable')
          await appendAudit(open, record.kind, 'NET001', bodyOf(record), new Date(record.at));
    });
    const begun = performance.now();
    const read = await createVerifiedTrail(stores.database).read({
      ...QUARTER,
      timezone: 'America/New_York',
      keepsRaw: false,
      onVerified: () => undefined,
    });
    if ('fault' in read) throw new Error(`the trail of the bench does not hold: ${read.fault.found}`);
    return (performance.now() - begun) / 1_000;
  } finally {
    await stores.database.close();
    rmSync(path, { force: true });
  }
}

/** The body of an entry as its writer stores it. */
function bodyOf(record: TrailRecord): Readonly<Record<string, unknown>> {
  if (record.kind === 'desk-facts') return deskFactsBody(record.facts);
  const { sequence: _, date: __, at: ___, kind: ____, ...body } = record;
  return record.kind === 'mail' ? { ...body, kind: record.mail } : body;
}

function rowOf(what: string, measured: string, against: string, ratio: number): BenchRow {
  return {
    what,
    measured,
    against,
    ratio,
    ratioTarget: atMost(1),
    peakMegabytes: null,
    peakTargetMegabytes: null,
    skipped: null,
  };
}
