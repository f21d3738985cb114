import { describe, expect, it } from 'vitest';
import { type AcceptedDay, coverOf } from '../../../src/domain/decision/acceptedDay.ts';
import { dayKey, doubtsOf, type ProofFacts, proofByTrader } from '../../../src/domain/decision/proof.ts';

const SESSION = '2026-11-17';
const day = { trader: 'ANN', sessionDate: SESSION };

const nothing: ProofFacts = {
  findings: [],
  incompleteDays: [],
  mismatches: [],
  accepted: [],
  netPnl: new Map([[dayKey(day), -45_015]]),
  hasShortSides: true,
  positionsProvenFrom: null,
};
const mismatch = { ...day, ourNetPnl: -45_015, theirNetPnl: 435, missingAccounts: [] };
const finding = (override: Partial<ProofFacts['findings'][number]> = {}) => ({
  ...day,
  code: 'position_not_explained' as const,
  account: 'ANN-1',
  symbol: 'KLMN',
  currency: '',
  weight: 'doubt' as const,
  fills: 2,
  text: 'sold 500 with nothing held',
  ...override,
});
const incomplete = {
  ...day,
  account: 'ANN-1',
  rows: 3,
  where: 'fills.csv',
  reason: 'Qty “1,500” is not a number',
};
const of = (facts: Partial<ProofFacts>) => {
  const { notProven = [], notes = [] } = proofByTrader({ ...nothing, ...facts }).get('ANN') ?? {};
  return { notProven: notProven.map(({ code }) => code), notes: notes.map(({ code }) => code) };
};
const accepted = (facts: Partial<ProofFacts>, netPnl: number | null = -45_015): AcceptedDay => ({
  ...day,
  reason: 'a split',
  by: 'ann',
  covers: coverOf(doubtsOf({ ...nothing, ...facts }), netPnl),
});

describe('what is not proven of a trader', () => {
  it('is nothing without facts', () => {
    expect(proofByTrader(nothing)).toEqual(new Map());
  });

  it('names both figures of a session that does not tie out', () => {
    expect(proofByTrader({ ...nothing, mismatches: [mismatch] }).get('ANN')).toEqual({
      notProven: [
        {
          code: 'untied',
          session: SESSION,
          symbol: null,
          text: 'net of Tue 17 Nov −$45,015 here, $435 at the source',
        },
      ],
      notes: [],
    });
  });

  it('names the rows and the file of an incomplete day', () => {
    expect(proofByTrader({ ...nothing, incompleteDays: [incomplete] }).get('ANN')?.notProven).toEqual([
      {
        code: 'day_incomplete',
        session: SESSION,
        symbol: null,
        text: '3 rows of ANN-1 on Tue 17 Nov could not be read (fills.csv: Qty “1,500” is not a number)',
      },
    ]);
  });

  it.each([
    { weight: 'doubt', hasShortSides: false, withholds: true },
    { weight: 'onShortSides', hasShortSides: true, withholds: true },
    { weight: 'onShortSides', hasShortSides: false, withholds: false },
    { weight: 'note', hasShortSides: true, withholds: false },
  ] as const)(
    'a finding of weight $weight, with short sides $hasShortSides, withholds: $withholds',
    ({ weight, hasShortSides, withholds }) => {
      const code = ['position_not_explained'];
      expect(of({ findings: [finding({ weight })], hasShortSides })).toEqual({
        notProven: withholds ? code : [],
        notes: withholds ? [] : code,
      });
    },
  );

  it('does not contain findings about the whole desk', () => {
    expect(
      of({
        findings: [finding({ code: 'multiplier_assumed' }), finding({ code: 'currency_converted' })],
      }),
    ).toEqual({ notProven: [], notes: [] });
  });

  it('keeps at most twenty items, the newest first, and counts the others', () => {
    const findings = Array.from({ length: 30 }, (_, n) =>
      finding({ sessionDate: `2026-10-${String(n + 1).padStart(2, '0')}` }),
    );
    const items = proofByTrader({ ...nothing, findings }).get('ANN')?.notProven ?? [];
    expect(items).toHaveLength(21);
    expect(items[0]?.session).toBe('2026-10-30');
    expect(items.at(-1)).toMatchObject({ session: '2026-10-01', text: '10 more, back to Thu 1 Oct' });
  });
});

describe('an acceptance', () => {
  it('turns what it covers into a note that names who accepted it', () => {
    const facts = { mismatches: [mismatch] };
    expect(proofByTrader({ ...nothing, ...facts, accepted: [accepted(facts)] }).get('ANN')).toEqual({
      notProven: [],
      notes: [
        {
          code: 'untied',
          session: SESSION,
          symbol: null,
          text: 'net of Tue 17 Nov −$45,015 here, $435 at the source; accepted by ann: a split',
        },
      ],
    });
  });

  it.each([
    { what: 'the same difference', now: -45_015, withholds: false },
    { what: 'a cent more', now: -45_015.01, withholds: false },
    { what: 'two cents more', now: -45_015.02, withholds: true },
    { what: 'a late fill of $50', now: -45_065, withholds: true },
  ])('of a difference covers $what: withheld again is $withholds', ({ now, withholds }) => {
    const changed = { mismatches: [{ ...mismatch, ourNetPnl: now }] };
    const result = of({ ...changed, accepted: [accepted({ mismatches: [mismatch] })] });
    expect(result.notProven).toEqual(withholds ? ['untied'] : []);
  });

  it('does not cover another account without totals', () => {
    const facts = { mismatches: [mismatch] };
    const now = { mismatches: [{ ...mismatch, missingAccounts: ['ANN-2'] }] };
    expect(of({ ...now, accepted: [accepted(facts)] }).notProven).toEqual(['untied']);
  });

  it.each([
    { what: 'the same rows', rows: 3, net: -45_015, withholds: false },
    { what: 'fewer rows', rows: 2, net: -45_015, withholds: false },
    { what: 'more rejected rows', rows: 4, net: -45_015, withholds: true },
    { what: 'another P&L of the day', rows: 3, net: -45_010, withholds: true },
  ])('of an incomplete day covers $what: withheld again is $withholds', ({ rows, net, withholds }) => {
    const result = of({
      incompleteDays: [{ ...incomplete, rows }],
      netPnl: new Map([[dayKey(day), net]]),
      accepted: [accepted({ incompleteDays: [incomplete] })],
    });
    expect(result.notProven).toEqual(withholds ? ['day_incomplete'] : []);
  });

  it('covers no other cause and no other session', () => {
    const facts = { mismatches: [mismatch] };
    const other = { ...mismatch, sessionDate: '2026-11-18' };
    expect(of({ mismatches: [mismatch, other], accepted: [accepted(facts)] })).toEqual({
      notProven: ['untied'],
      notes: ['untied'],
    });
    expect(of({ ...facts, incompleteDays: [incomplete], accepted: [accepted(facts)] }).notProven).toEqual([
      'day_incomplete',
    ]);
  });
});

describe('after an upgrade', () => {
  const findings = ['2026-10-05', '2026-10-06', '2026-11-20'].map((sessionDate) => finding({ sessionDate }));

  it('positions of earlier sessions are one note', () => {
    const proof = proofByTrader({ ...nothing, findings, positionsProvenFrom: '2026-11-20' }).get('ANN');
    expect(proof?.notProven.map(({ session }) => session)).toEqual(['2026-11-20']);
    expect(proof?.notes).toEqual([
      {
        code: 'position_not_explained',
        session: '2026-10-06',
        symbol: null,
        text: '4 fills of 2 sessions before the upgrade closed more than was held, the last on Tue 6 Oct',
      },
    ]);
  });

  it('every other cause of earlier sessions withholds', () => {
    const split = findings.map((each) => ({ ...each, code: 'looks_like_split' as const }));
    const proof = proofByTrader({ ...nothing, findings: split, positionsProvenFrom: '2026-11-20' });
    expect(proof.get('ANN')?.notProven).toHaveLength(3);
  });
});
