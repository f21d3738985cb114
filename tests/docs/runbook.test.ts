import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withRunbook } from '../../scripts/docs-runbook.ts';
import { errorCodeGroups, errorCodes } from '../../src/shared/errorCodes.ts';
import { type SourceFile, sourceFiles } from '../support/sourceFiles.ts';

const runbook = readFileSync('docs/runbook.md', 'utf8');
const users = sourceFiles('src').filter(({ path }) => !path.startsWith('src/shared/errorCodes'));

/** The codes that no file names in quotes. */
function unusedCodes(codes: readonly string[], files: readonly SourceFile[]): readonly string[] {
  return codes.filter((code) => !files.some(({ text }) => text.includes(`'${code}'`)));
}

describe('the runbook', () => {
  it('has the tables of the registry (node --import tsx scripts/docs-runbook.ts)', () => {
    expect(withRunbook(runbook)).toBe(runbook);
  });

  it('needs a place for the tables', () => {
    expect(() => withRunbook('# Runbook\n')).toThrow('no place marked');
  });

  it('lists only codes that the program uses', () => {
    expect(unusedCodes(Object.keys(errorCodes), users)).toEqual([]);
  });

  it('would notice a code that the program does not use', () => {
    expect(unusedCodes(['source_login', 'planted_code'], users)).toEqual(['planted_code']);
  });

  it('has each code once, in alphabetical order within its origin', () => {
    const groups = errorCodeGroups.map(({ codes }) => Object.keys(codes));
    for (const codes of groups) expect(codes).toEqual([...codes].sort());
    expect(groups.flat().sort()).toEqual(Object.keys(errorCodes).sort());
    expect(new Set(groups.flat()).size).toBe(groups.flat().length);
  });

  it('gives each code a meaning and something to do, in whole sentences', () => {
    for (const [code, { meaning, whatToDo }] of Object.entries(errorCodes))
      for (const text of [meaning, whatToDo]) expect(`${code}: ${text}`).toMatch(/: [^a-z].{10,}\.$/);
  });
});
