import { describe, expect, it } from 'vitest';
import type { Table } from '../../../../src/adapters/web/pages/document.ts';
import { equitySection } from '../../../../src/adapters/web/screens/desk/equitySection.ts';
import { equityVerdict } from '../../../../src/adapters/web/screens/desk/equityWords.ts';
import type { EquityDay } from '../../../../src/domain/risk/deskEquity.ts';

const equityDay = (day: Partial<EquityDay>): EquityDay => ({
  sessionDate: '2026-03-02',
  asItWas: 0,
  withoutCuts: day.asItWas ?? 0,
  cutsKept: day.asItWas ?? 0,
  underCut: 0,
  stopped: 0,
  ignored: 0,
  estimated: 0,
  notKnown: 0,
  ...day,
});

const stopped = equityDay({
  sessionDate: '2025-12-31',
  asItWas: -1000,
  withoutCuts: -1600,
  underCut: 2,
  stopped: 2,
  estimated: 1,
  notKnown: 1,
});

describe('the equity of the desk', () => {
  it('says of stopped days what the stops saved, that it is an estimate, and what is not known', () => {
    expect(equityVerdict([stopped, equityDay({ asItWas: 300 })])).toBe(
      'The desk lost $700 in 2 stored sessions. 2 trader-days had a limit below the base limit in force; 2 reached it. ' +
        'The stops saved about $600: an estimate from 1 stopped day, each with the close of a similar day. ' +
        'For 1 trader-day it is not known what the limit changed: they count as they were.',
    );
  });

  it('says that stops cost where the days would have recovered', () => {
    const recovered = { ...stopped, withoutCuts: -400, notKnown: 0, estimated: 2 };
    expect(equityVerdict([recovered])).toContain(
      'The stops cost about $600: an estimate from 2 stopped days',
    );
  });

  it('marks the estimates in both tables', () => {
    const { blocks } = equitySection([stopped, equityDay({ asItWas: 300 })]);
    const sums = blocks.find((block): block is Table => block.kind === 'table');
    expect(sums?.caption).toBe('Net P&L of the desk, Wed 31 Dec 2025 to Mon 2 Mar 2026');
    expect(sums?.rows.map(({ title, cells }) => [title, ...cells.map(({ text }) => text)])).toEqual([
      ['As it was', '−$700', '−$1,000', '−$1,000'],
      ['Without cuts (estimate)', '−$1,300', '−$1,600', '−$1,600'],
      ['Cuts kept', '−$700', '−$1,000', '−$1,000'],
    ]);
    const folded = blocks.find((block) => block.kind === 'details');
    const days = folded?.blocks.find((block): block is Table => block.kind === 'table');
    expect(days?.rows.at(-1)?.cells.at(-1)?.text).toBe('1 close estimated; 1 not known, as it was');
  });

  it('draws each line that differs, by its own dash', () => {
    const days = [stopped, equityDay({ asItWas: 300, cutsKept: 500, underCut: 1, ignored: 1 })];
    const [drawing] = equitySection(days).blocks.find((block) => block.kind === 'figure')?.drawings ?? [];
    for (const name of ['as it was', 'without cuts', 'cuts kept'])
      expect(drawing?.shapes).toContain(`>${name}<`);
  });
});
