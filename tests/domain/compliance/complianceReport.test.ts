import { describe, expect, it } from 'vitest';
import {
  at,
  deskFacts,
  limitEntry,
  overrideGiven,
  quietMorning,
  trail,
  type Unnumbered,
} from '../../../scripts/simulation/trailRecords.ts';
import { complianceReport } from '../../../src/domain/compliance/complianceReport.ts';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const HEAD = { sequence: 9, hash: 'f'.repeat(64) };

const facts = deskFacts(TUESDAY, MONDAY);

function report(...entries: readonly (Unnumbered | readonly Unnumbered[])[]) {
  const records = trail(quietMorning(facts), ...entries);
  return complianceReport(records, { from: TUESDAY, to: TUESDAY, sessions: [TUESDAY] }, HEAD);
}

const approved: Unnumbered = {
  kind: 'override',
  change: 'approved',
  at: at(TUESDAY, '11:30'),
  id: 1,
  by: 'bob',
};

describe('the changes of limits', () => {
  it('name time, recommended and set limit, source, author, reason and second approver', () => {
    const set = limitEntry(TUESDAY, {
      event: 'set',
      at: at(TUESDAY, '12:00'),
      dollars: 6000,
      by: 'cho',
      through: 'command',
    });
    const given = overrideGiven(TUESDAY, { dollars: 6000, note: 'against AAPL' });
    expect(report(limitEntry(TUESDAY), given, approved, set).changes).toMatchObject([
      {
        time: at(TUESDAY, '10:01'),
        trader: 'NET001',
        session: TUESDAY,
        recommended: 5000,
        set: 3000,
        source: 'mailed',
        who: 'daybreak',
        why: null,
        secondApprover: null,
      },
      {
        recommended: 3000,
        set: 6000,
        source: 'set',
        through: 'command',
        who: 'cho',
        why: 'the position is hedged: against AAPL',
        secondApprover: 'bob',
      },
    ]);
  });

  it('leave out sessions outside of the period', () => {
    const later = limitEntry('2026-03-04', { at: at('2026-03-04', '10:01') });
    expect(report(later).changes).toEqual([]);
  });
});

describe('the exceptions', () => {
  it('list overrides, other answers, acceptances, unconfirmed answers and stale mornings in order', () => {
    const stale = {
      ...facts,
      revision: 1,
      data: { ...facts.data, isStale: true },
    };
    const exceptions = report(
      { kind: 'desk-facts', at: at(TUESDAY, '10:30'), facts: stale },
      overrideGiven(TUESDAY, { dollars: 6000, renewals: 1 }),
      approved,
      { kind: 'override', change: 'ended', at: at(TUESDAY, '13:00'), id: 1, from: '2026-03-04', by: 'cho' },
      limitEntry(TUESDAY, {
        event: 'not-applied',
        at: at(TUESDAY, '12:00'),
        dollars: null,
        by: 'ann',
        reason: 'spoken to',
      }),
      limitEntry(TUESDAY, { event: 'different', at: at(TUESDAY, '12:10'), dollars: 3500, by: 'ann' }),
      {
        kind: 'acceptance',
        at: at(TUESDAY, '12:30'),
        trader: 'NET001',
        sessionDate: MONDAY,
        reason: 'late fee',
        by: 'ann',
      },
      {
        kind: 'answer',
        at: at(TUESDAY, '12:40'),
        trader: 'NET002',
        sessionDate: TUESDAY,
        by: 'risk@desk.example',
        because: 'no origin',
      },
    ).exceptions;
    expect(exceptions.map(({ kind, who, text }) => [kind, who, text])).toEqual([
      [
        'stale data',
        'the run with --allow-stale',
        `decided with fills through ${MONDAY}; no limit was raised`,
      ],
      [
        'override',
        'ann',
        `$6,000 instead of $3,000 through ${TUESDAY} (the position is hedged); approved by bob; renewal 1; ended from 2026-03-04 by cho`,
      ],
      ['answer', 'ann', 'the mailed change was not applied: spoken to'],
      ['answer', 'ann', '$3,500 was set instead of the mailed limit'],
      ['acceptance', 'ann', 'the P&L is accepted as it is: late fee'],
      ['unconfirmed answer', 'risk@desk.example', 'kept without effect: no origin'],
    ]);
    expect(exceptions[1]?.entries).toHaveLength(3);
  });
});

describe('the lineage and the statement of controls', () => {
  it('say which data each morning used, and who changed data and roster', () => {
    const change = (kind: 'import' | 'roster', subject: string): Unnumbered => ({
      kind,
      at: at(TUESDAY, '09:00'),
      subject,
      what: 'read: 40',
      by: 'op',
    });
    const { lineage, statement } = report(change('import', 'fills.csv'), change('roster', 'NET001'));
    expect(lineage.sessions).toMatchObject([
      { session: TUESDAY, dataThrough: MONDAY, source: 'propreports', fills: 40, compared: 2, untied: 0 },
    ]);
    expect(lineage.changes).toMatchObject([{ kind: 'import', what: 'fills.csv: read: 40', who: 'op' }]);
    expect(statement.changes).toMatchObject([{ kind: 'roster', subject: 'NET001', who: 'op' }]);
    expect(statement.mornings).toEqual({ due: 1, mailed: 1 });
  });

  it('show the rules again only where one of them changed', () => {
    const next = (sessionDate: string, dataThrough: string, maxReductionPct: number, modelId: string) =>
      quietMorning(
        deskFacts(sessionDate, dataThrough, { rules: { ...facts.rules, maxReductionPct, modelId } }),
      );
    const records = trail(
      quietMorning(facts),
      next('2026-03-04', TUESDAY, 80, 'm1'),
      next('2026-03-05', '2026-03-04', 50, 'm1'),
    );
    const sessions = [TUESDAY, '2026-03-04', '2026-03-05'];
    const { statement } = complianceReport(records, { from: TUESDAY, to: '2026-03-05', sessions }, HEAD);
    expect(statement.rules.map(({ since, rules }) => [since, rules.maxReductionPct])).toEqual([
      [TUESDAY, 80],
      ['2026-03-05', 50],
    ]);
  });
});
