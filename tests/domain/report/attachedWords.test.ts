import { describe, expect, it } from 'vitest';
import { attachedToCorrection, attachedWords } from '../../../src/domain/report/attachedWords.ts';
import { report } from '../../support/report.ts';

const files = { profile: 'generic', refused: [], withoutAccount: [], note: null };

describe('what is attached', () => {
  it('is limits.csv, and nothing else is named without a profile', () => {
    expect(attachedWords(report())).toBe("limits.csv: every trader's limit for Tue 6 Oct, with reasons.");
  });

  it('names the files for platforms, which lie on the host', () => {
    const today = { path: 'data/outbox/a.csv', rows: 2, sum: 7500 };
    const restore = { path: 'data/outbox/b.csv', rows: 1, sum: 5000 };
    expect(attachedWords(report({ platformFiles: [{ ...files, today, restore }] }))).toContain(
      "On Daybreak's host, not attached: data/outbox/a.csv (2 rows, $7,500), and to restore the base limits data/outbox/b.csv (1 row, $5,000).",
    );
  });

  it('names the new files of a correction, and that earlier ones no longer count', () => {
    const file = { path: 'data/outbox/a-2.csv', rows: 2, sum: 7500 };
    expect(attachedToCorrection(report())).toBe(
      'limits.csv for Tue 6 Oct; it replaces the one mailed before.',
    );
    expect(attachedToCorrection(report({ platformFiles: [{ ...files, today: file, restore: file }] }))).toBe(
      "limits.csv for Tue 6 Oct; it replaces the one mailed before. On Daybreak's host, not attached: data/outbox/a-2.csv (2 rows, $7,500), and to restore the base limits data/outbox/a-2.csv (2 rows, $7,500). Import no file of an earlier mail.",
    );
  });

  it('does not name a profile that refused: an alert does', () => {
    expect(
      attachedWords(report({ platformFiles: [{ ...files, today: null, restore: null, refused: ['x'] }] })),
    ).toBe(attachedWords(report()));
  });
});
