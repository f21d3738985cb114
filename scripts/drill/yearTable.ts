import type { DrillRow } from './killTable.ts';
import type { YearLine, YearRecord } from './yearRecord.ts';

export function yearRows(record: YearRecord): readonly DrillRow[] {
  const { lines, sessions, played, violations } = record;
  const count = (status: string) => lines.filter((line) => line.status === status).length;
  const note = (what: string, found: number): DrillRow => ({ what, found: String(found), verdict: 'noted' });
  return [
    note('mornings', sessions),
    note('processes', played.processes),
    ...faultCounts(record).map(([kind, times]) => note(`fault: ${kind}`, times)),
    note('corrections after the fact', record.corrections),
    note('mails sent', count('sent')),
    note('of these a second copy, after an unrecorded or ambiguous end', repeats(lines)),
    note('mails expired at the deadline, with a reason', count('expired')),
    note('mails refused for good', count('refused')),
    note('ambiguous mails, which may have arrived', count('ambiguous')),
    note('mails never queued: the morning could not be decided in time', count('none')),
    {
      what: 'sessions with the cuts of the undisturbed year, of those decided',
      found: `${record.sameCuts} of ${record.decided}`,
      verdict: record.sameCuts === record.decided ? 'pass' : 'fail',
    },
    {
      what: 'mailbox, outbox and run ledger that disagree, stale mails, surprises',
      found: String(violations.length),
      verdict: violations.length === 0 ? 'pass' : 'fail',
    },
  ];
}

function repeats(lines: readonly YearLine[]): number {
  return lines.filter(({ status, copies }) => status === 'sent' && copies > 1).length;
}

function faultCounts({ played }: YearRecord): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { kind } of [...played.faults.values()].flat()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
