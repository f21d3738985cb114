import { describe, expect, it } from 'vitest';
import {
  at,
  deskFacts,
  limitEntry,
  overrideGiven,
  quietMorning,
  traderFacts,
  trail,
  type Unnumbered,
} from '../../../scripts/simulation/trailRecords.ts';
import { complianceReport } from '../../../src/domain/compliance/complianceReport.ts';
import type { CorrelatedPair, DeskFacts, TraderFacts } from '../../../src/domain/compliance/deskFacts.ts';
import { findingRules } from '../../../src/domain/compliance/findings/findingRegistry.ts';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const WEDNESDAY = '2026-03-04';
const SESSIONS = [MONDAY, TUESDAY, WEDNESDAY];
const HEAD = { sequence: 1, hash: 'f'.repeat(64) };

const before: Readonly<Record<string, string>> = {
  [MONDAY]: '2026-02-27',
  [TUESDAY]: MONDAY,
  [WEDNESDAY]: TUESDAY,
};

function quiet(session: string, parts: Partial<DeskFacts> = {}, mailedAt?: string): readonly Unnumbered[] {
  return quietMorning(deskFacts(session, before[session] ?? '', parts), mailedAt);
}

/** The report of three mornings: Monday and Wednesday are quiet, Tuesday is as given. */
function report(...tuesday: readonly (Unnumbered | readonly Unnumbered[])[]) {
  const records = trail(quiet(MONDAY), ...tuesday, quiet(WEDNESDAY));
  return complianceReport(records, { from: MONDAY, to: WEDNESDAY, sessions: SESSIONS }, HEAD);
}

const withTrader = (parts: Partial<TraderFacts>) => ({
  traders: [traderFacts(parts), traderFacts({ trader: 'NET002' })],
});
const pair: CorrelatedPair = {
  first: 'NET001',
  second: 'NET002',
  correlation: 0.83,
  commonSessions: 52,
  sharedNotional: 0.7,
};
const answered = (event: 'applied' | 'different' | 'not-applied' | 'set' | 'readback', clock = '12:00') =>
  limitEntry(TUESDAY, { event, at: at(TUESDAY, clock), by: 'ann', through: 'page' });
const above = (parts: Parameters<typeof limitEntry>[1] = {}) =>
  limitEntry(TUESDAY, { event: 'set', at: at(TUESDAY, '12:00'), dollars: 6000, by: 'ann', ...parts });
const approvedBy = (by: string): Unnumbered => ({
  kind: 'override',
  change: 'approved',
  at: at(TUESDAY, '11:30'),
  id: 1,
  by,
});
const decision = (action: string, newLimit: number): Unnumbered => ({
  kind: 'decision',
  at: at(TUESDAY, '10:02'),
  trader: 'NET001',
  sessionDate: TUESDAY,
  action,
  baseLimit: 5000,
  newLimit,
});
const failedStep: Unnumbered = {
  kind: 'run',
  at: at(TUESDAY, '10:00'),
  sessionDate: TUESDAY,
  step: 'fetch',
  status: 'failed',
  error: 'no answer',
};
const restore: Unnumbered = {
  kind: 'restore',
  at: at(TUESDAY, '09:00'),
  backup: 'daybreak.db.gz',
  replacedSequence: 90,
  by: 'op',
};

type Entries = readonly (Unnumbered | readonly Unnumbered[])[];

/** Id, trader, the entries of Tuesday, and the words of the finding. */
const planted: readonly [string, string | null, Entries, RegExp][] = [
  ['failed-morning', null, [failedStep], /No mail .* step fetch failed: no answer/],
  ['failed-morning', null, [], /no failed step is recorded/],
  ['late-morning', null, [quiet(TUESDAY, {}, '13:45')], /mailed 15 minutes after 13:30 UTC/],
  ['unanswered-change', 'NET001', [quiet(TUESDAY), limitEntry(TUESDAY)], /1 change .* 14:30 UTC: NET001/],
  [
    'unanswered-change',
    'NET001',
    [quiet(TUESDAY), limitEntry(TUESDAY), answered('applied', '14:31')],
    /without an answer/,
  ],
  ['limit-above-base', 'NET001', [quiet(TUESDAY), above()], /\$6,000 .* above the base limit of \$5,000/],
  [
    'limit-above-base',
    'NET001',
    [quiet(TUESDAY), overrideGiven(TUESDAY, { dollars: 6000 }), approvedBy('ann'), above()],
    /without the approval of a second individual/,
  ],
  [
    'limit-above-base',
    'NET001',
    [quiet(TUESDAY), overrideGiven(TUESDAY, { dollars: 5500 }), approvedBy('bob'), above()],
    /\$6,000/,
  ],
  [
    'override-renewed',
    'NET001',
    [quiet(TUESDAY), overrideGiven(TUESDAY, { renewals: 3 })],
    /renewal 3 in a row/,
  ],
  [
    'stop-ignored',
    'NET001',
    [quiet(TUESDAY, withTrader({ stop: 'ignored', limitDuring: 3000 }))],
    /reached the limit of \$3,000 on 2026-03-02 and went on/,
  ],
  [
    'untied-decided',
    'NET001',
    [quiet(TUESDAY, withTrader({ tiedOut: false }))],
    /differs from the source, .* \(keep\)/,
  ],
  [
    'untied-decided',
    'NET001',
    [quiet(TUESDAY, withTrader({ tiedOut: false, limitInForce: 3000 })), decision('withheld', 4000)],
    /\(withheld\)/,
  ],
  [
    'position-size',
    'NET001',
    [
      quiet(TUESDAY, {
        ...withTrader({ largestPositionPct: { value: 31.24, why: null } }),
        rules: { ...deskFacts(TUESDAY, MONDAY).rules, maxPositionPct: 30 },
      }),
    ],
    /31.2 % of the risk capital; MAX_POSITION_PCT was 30/,
  ],
  [
    'portfolio-risk',
    null,
    [
      quiet(TUESDAY, {
        desk: { capital: { value: 100_000, why: null }, valueAtRisk95: { value: 2001, why: null } },
      }),
    ],
    /\$2,001, 2.0 % of its risk capital; MAX_PORTFOLIO_RISK_PCT was 2/,
  ],
  ['correlated-pair', 'NET001', [quiet(TUESDAY, { pairs: [pair] })], /NET001 and NET002 .* 0.83/],
  ['trail-gap', null, [quiet(TUESDAY).filter(({ kind }) => kind !== 'desk-facts')], /facts .* not recorded/],
  ['trail-gap', null, [quiet(TUESDAY), restore], /replaced trail went to entry 90/],
  [
    'trail-gap',
    null,
    [quiet(TUESDAY), { kind: 'unreadable', at: at(TUESDAY, '11:00'), of: 'desk-facts' }],
    /cannot read 1/,
  ],
];

describe('the compliance report finds', () => {
  it.each(planted)('%s of %s', (id, trader, tuesday, text) => {
    const { findings, grade } = report(...tuesday);
    expect(findings).toEqual([expect.objectContaining({ id, trader, text: expect.stringMatching(text) })]);
    expect(grade).toBe(findingRules.find((rule) => rule.id === id)?.grade);
  });

  it.each<[string, Entries]>([
    ['on a quiet week', [quiet(TUESDAY)]],
    ...(['applied', 'different', 'not-applied', 'set', 'readback'] as const).map(
      (event): [string, Entries] => [
        `where a change was answered in time (${event})`,
        [quiet(TUESDAY), limitEntry(TUESDAY), answered(event)],
      ],
    ),
    [
      'where a second individual approved a limit above the base limit',
      [quiet(TUESDAY), overrideGiven(TUESDAY, { dollars: 6000 }), approvedBy('bob'), above()],
    ],
    ['where an override was renewed twice', [quiet(TUESDAY), overrideGiven(TUESDAY, { renewals: 2 })]],
    ['where a limit stopped a trader', [quiet(TUESDAY, withTrader({ stop: 'stopped', limitDuring: 3000 }))]],
    [
      'where a decision was withheld because the P&L differs',
      [quiet(TUESDAY, withTrader({ tiedOut: false })), decision('withheld', 5000)],
    ],
    [
      'where no threshold of positions was set',
      [quiet(TUESDAY, withTrader({ largestPositionPct: { value: 400, why: null } }))],
    ],
    [
      'where two traders trade other symbols',
      [
        quiet(TUESDAY, {
          pairs: [
            { ...pair, sharedNotional: 0.4 },
            { ...pair, sharedNotional: null },
          ],
        }),
      ],
    ],
  ])('nothing %s', (_, tuesday) => {
    const { findings, grade } = report(...tuesday);
    expect([findings, grade]).toEqual([[], 'compliant']);
  });

  it('something by every rule of the registry', () => {
    expect(new Set(planted.map(([id]) => id))).toEqual(new Set(findingRules.map(({ id }) => id)));
  });
});

describe('the findings of a period', () => {
  it('name the entries that they rest on', () => {
    const { findings } = report(quiet(TUESDAY), limitEntry(TUESDAY));
    const records = trail(quiet(MONDAY), quiet(TUESDAY), limitEntry(TUESDAY), quiet(WEDNESDAY));
    const [sequence] = records.filter(({ kind }) => kind === 'limit').map((entry) => entry.sequence);
    expect(findings[0]?.entries).toEqual([sequence]);
  });

  it('begin with the first morning of the trail: no session before it is late', () => {
    const records = trail(quiet(WEDNESDAY));
    const request = { from: MONDAY, to: WEDNESDAY, sessions: SESSIONS };
    expect(complianceReport(records, request, HEAD).findings).toEqual([]);
  });

  it('leave out what a version before this one did not record', () => {
    const old = quiet(TUESDAY).filter(({ kind }) => kind !== 'desk-facts');
    const records = trail(old, limitEntry(TUESDAY), quiet(WEDNESDAY));
    const request = { from: TUESDAY, to: WEDNESDAY, sessions: [TUESDAY, WEDNESDAY] };
    const { findings, lineage, statement } = complianceReport(records, request, HEAD);
    expect(findings).toEqual([]);
    expect(lineage.notRecorded).toEqual([TUESDAY]);
    expect(statement.factsSince).toBe(WEDNESDAY);
  });

  it('read the last facts of a session, as its correction recorded them', () => {
    const corrected: Unnumbered = {
      kind: 'desk-facts',
      at: at(TUESDAY, '11:00'),
      facts: deskFacts(TUESDAY, MONDAY, { revision: 1 }),
    };
    expect(report(quiet(TUESDAY, withTrader({ stop: 'ignored' })), corrected).findings).toEqual([]);
  });

  it('are of major grade where one of them is', () => {
    expect(report(quiet(TUESDAY, {}, '13:45'), restore).grade).toBe('major');
  });
});
