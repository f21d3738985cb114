import { describe, expect, it } from 'vitest';
import { combinedRevisions, type Revision } from '../../../src/domain/ledger/revision.ts';
import { correctionAlerts, movedDays } from '../../../src/domain/report/corrections.ts';

function revision(overrides: Partial<Revision> = {}): Revision {
  return {
    trader: 'NET001',
    sessionDate: '2026-02-26',
    netBefore: 120,
    netAfter: 110,
    added: 0,
    changed: 1,
    removed: 0,
    ...overrides,
  };
}

describe('corrections of one trader-day', () => {
  it('found twice are combined into one, from the first net to the last', () => {
    expect(
      combinedRevisions([revision(), revision({ netBefore: 110, netAfter: null, changed: 0, removed: 2 })]),
    ).toEqual([revision({ netAfter: null, removed: 2 })]);
  });

  it.each([
    [120, 120.01, 0],
    [120, 120.02, 1],
    [null, 0.5, 1],
    [0.5, null, 1],
    [null, 0, 0],
  ])('count from more than a cent: %s to %s', (netBefore, netAfter, days) => {
    expect(movedDays([revision({ netBefore, netAfter })])).toHaveLength(days);
  });
});

describe('alerts of corrections', () => {
  it('name trader, session, both nets and the fills', () => {
    const days = [
      revision(),
      revision({ sessionDate: '2026-02-27', netBefore: null, netAfter: -80, added: 2, changed: 0 }),
      revision({ trader: 'NET002', netBefore: 5, netAfter: 1000, changed: 0 }),
    ];
    expect(correctionAlerts(days)).toEqual([
      {
        code: 'LATE_CORRECTION',
        trader: 'NET002',
        text: 'corrected by the source: Thu 26 Feb net $5 → $1,000 (lots carried into it changed)',
      },
      {
        code: 'LATE_CORRECTION',
        trader: 'NET001',
        text: 'corrected by the source: Fri 27 Feb net no fills → −$80 (fills 2 added); Thu 26 Feb net $120 → $110 (fills 1 changed)',
      },
    ]);
  });

  it('of more than ten traders end with a count of the rest', () => {
    const many = Array.from({ length: 13 }, (_, n) => revision({ trader: `NET${n}`, netAfter: 110 - n }));
    const alerts = correctionAlerts(many);
    expect(alerts).toHaveLength(11);
    expect(alerts.at(-1)).toEqual({
      code: 'LATE_CORRECTION',
      text: '3 more traders with an earlier session corrected by the source, each by $12 or less',
    });
  });
});
