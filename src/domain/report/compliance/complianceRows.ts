import type { ComplianceReport } from '../../compliance/complianceReport.ts';

/** One entry of the audit trail as it is stored. */
export interface TrailEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** Canonical JSON. */
  readonly body: string;
  readonly hash: string;
}

/**
 * The entries of the period as rows of a sheet, with the findings that rest on each. Last comes the head of
 * the trail, so that the file says what it was made from.
 */
export function complianceRows(
  { findings, head, from, to }: ComplianceReport,
  entries: readonly TrailEntry[],
): readonly (readonly (string | number)[])[] {
  const byEntry = new Map<number, string[]>();
  for (const { id, entries: sequences } of findings)
    for (const sequence of sequences) byEntry.set(sequence, [...(byEntry.get(sequence) ?? []), id]);
  const findingsOf = (sequence: number) => [...new Set(byEntry.get(sequence) ?? [])].sort().join(' ');
  return [
    ['entry', 'time', 'kind', 'subject', 'body', 'hash', 'findings'],
    ...entries.map(({ sequence, at, kind, subject, body, hash }) => [
      sequence,
      at,
      kind,
      subject,
      body,
      hash,
      findingsOf(sequence),
    ]),
    [head.sequence, '', 'head', `verified, ${from} to ${to}`, '', head.hash, ''],
  ];
}
