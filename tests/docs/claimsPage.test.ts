import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CLAIMS, SIZES } from '../../scripts/claims/claims.ts';
import { requirementText } from '../../scripts/claims/claimsTable.ts';

const page = readFileSync('docs/claims.md', 'utf8');
const [, measured = ''] = /<!-- claims -->\n(.*?)<!-- \/claims -->/s.exec(page) ?? [];
const rows = measured
  .trim()
  .split('\n')
  .slice(2)
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/claims.md', () => {
  it('has a row with a rate for each claim and source, as npm run claims -- --markdown prints them', () => {
    const expected = ['facts', 'fills'].flatMap((source) =>
      CLAIMS.map(({ id, words, mode, size, requirement }) => {
        const { traders, sessions } = SIZES[size];
        const desks = `${mode} ${traders} × ${sessions} ${source}`;
        return [`\`${id}\``, words, desks, requirementText(requirement)];
      }),
    );
    expect(rows.map(([, id, words, desks, , , , , required]) => [id, words, desks, required])).toEqual(
      expected,
    );
    for (const [, , , , , rate] of rows) expect(rate).toMatch(/^\d+(\.\d)? %$/);
  });

  it('describes every mode', () => {
    for (const { mode } of CLAIMS) expect(page).toContain(`| \`${mode}\` |`);
  });
});
