import type { Check, DrilledMorning } from './drilledMorning.ts';
import { BOUNDARIES, nameOf } from './moments.ts';

/** A row of the drill's table: what was checked, how often it held, and the verdict. */
export interface DrillRow {
  readonly what: string;
  readonly found: string;
  readonly verdict: 'pass' | 'fail' | 'noted';
}

const CHECKS: readonly { readonly check: Check; readonly what: string }[] = [
  { check: 'completed', what: 'the morning ended by itself, with the exit code of its outcome' },
  { check: 'outbox', what: 'one outbox row per recipient, sent, or ambiguous for a reason' },
  { check: 'mail', what: 'one message per recipient in the inbox, by Message-ID and bytes' },
  { check: 'results', what: 'fills, P&L, learning, cuts and report as of an undisturbed morning' },
  { check: 'file', what: 'the store finds no fault in itself' },
  { check: 'audit', what: 'the audit chain holds' },
  { check: 'ledger', what: 'every step done in the run ledger' },
  { check: 'temporary files', what: 'no temporary files left' },
];

export function killRows(mornings: readonly DrilledMorning[], wanted: number): readonly DrillRow[] {
  const kills = mornings.flatMap((morning) => morning.kills);
  const struck = new Set(kills.filter(({ kind }) => kind === 'boundary').map(nameOf));
  const sum = (of: (morning: DrilledMorning) => number) =>
    mornings.reduce((total, each) => total + of(each), 0);
  return [
    row('kills that struck a process', kills.length, wanted),
    note('boundaries among them', `${struck.size} of ${BOUNDARIES.length}`),
    note('kills at random moments', String(kills.filter(({ kind }) => kind === 'random').length)),
    note('processes', String(sum(({ processes }) => processes))),
    ...CHECKS.map(({ check, what }) => {
      const bad = mornings.filter(({ violations }) => violations.some((each) => each.check === check));
      return row(what, mornings.length - bad.length, mornings.length);
    }),
    note(
      'second copies with the same Message-ID, after an unrecorded end',
      String(sum(({ repeats }) => repeats)),
    ),
    note(
      'ambiguous mails after two unrecorded ends',
      String(sum(({ ambiguousMails: leftToPerson }) => leftToPerson)),
    ),
  ];
}

function row(what: string, found: number, expected: number): DrillRow {
  return { what, found: `${found} of ${expected}`, verdict: found === expected ? 'pass' : 'fail' };
}

function note(what: string, found: string): DrillRow {
  return { what, found, verdict: 'noted' };
}
