import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { busyQuarter, QUARTER, quarterSessions } from '../../../../scripts/simulation/complianceQuarter.ts';
import { at, deskFacts, quietMorning, trail } from '../../../../scripts/simulation/trailRecords.ts';
import { complianceSummary } from '../../../../src/adapters/web/pages/compliance/summarySection.ts';
import { compliancePage } from '../../../../src/adapters/web/pages/compliancePage.ts';
import { complianceReport } from '../../../../src/domain/compliance/complianceReport.ts';
import type { TrailRecord } from '../../../../src/domain/compliance/trailRecord.ts';
import { htmlProblems } from '../../../support/htmlProblems.ts';

const HEAD = { sequence: 4321, hash: 'abcdef01'.repeat(8) };
const BROWSER = '/usr/bin/chromium';

function page(records: readonly TrailRecord[], sessions = quarterSessions): string {
  return compliancePage(complianceReport(records, { ...QUARTER, sessions }, HEAD));
}

describe('the page of a compliance report', () => {
  it('opens and closes with the head of the trail, and says what it is', async () => {
    const html = page(busyQuarter(12));
    expect(html.split(HEAD.hash)).toHaveLength(3);
    expect(html).toContain('Evidence for the firm&#x27;s annual review under SEC 15c3-5; not legal advice.');
    expect(html).not.toMatch(/compliant with/i);
    expect(await htmlProblems(html)).toEqual([]);
  });

  it('says in words what a quiet period does not have', async () => {
    const html = page(trail(quietMorning(deskFacts('2026-03-03', '2026-03-02'))), ['2026-03-03']);
    for (const words of [
      'No findings.',
      'The rules found nothing in this period.',
      'No limit was changed in this period.',
      'No exception was made in this period.',
      'No file was imported, no correction made and no backup restored.',
      'Roster and keys did not change.',
    ])
      expect(html).toContain(words);
    expect(await htmlProblems(html)).toEqual([]);
  });

  it('has a short form for the monthly review, which says so where there is no report', () => {
    const report = complianceReport(busyQuarter(12), { ...QUARTER, sessions: quarterSessions }, HEAD);
    const kinds = complianceSummary(report).blocks.map(({ kind }) => kind);
    expect(kinds).toEqual(['verdicts', 'paragraph', 'paragraph', 'table', 'paragraph', 'paragraph']);
    expect(complianceSummary({ refused: 'Audit trail, entry 1' }).blocks).toEqual([
      { kind: 'paragraph', text: 'No compliance report: Audit trail, entry 1' },
    ]);
  });

  it('escapes what other programs and individuals wrote', () => {
    const html = page(
      trail(quietMorning(deskFacts('2026-03-03', '2026-03-02')), {
        kind: 'acceptance',
        at: at('2026-03-03', '12:30'),
        trader: '<script>NET001',
        sessionDate: '2026-03-03',
        reason: '<img src=x>',
        by: 'ann',
      }),
    );
    expect(html).not.toMatch(/<script|<img/);
  });

  it.skipIf(!existsSync(BROWSER))(
    'prints a busy quarter of 200 traders on three sheets of A4, and fits a telephone',
    async () => {
      const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
      onTestFinished(() => browser.close());
      const tab = await browser.newPage({ viewport: { width: 375, height: 800 } });
      await tab.setContent(page(busyQuarter(200)));
      expect(await tab.evaluate<number>('document.documentElement.scrollWidth')).toBe(375);
      const margin = '12mm';
      const pdf = await tab.pdf({
        format: 'A4',
        margin: { top: margin, bottom: margin, left: margin, right: margin },
      });
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
    },
    60_000,
  );
});
