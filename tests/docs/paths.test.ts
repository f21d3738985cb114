import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/sourceFiles.ts';

const architecture = readFileSync('docs/architecture.md', 'utf8');
const bigFolders = [
  'src/domain',
  'src/pipeline',
  'src/adapters',
  'src/ports',
  'src/commands',
  'src/adapters/database',
  'src/domain/engines',
  'src/domain/evaluation',
];

/** Files and folders of the repository that a page names in backticks. */
function pathsOf(page: string): readonly string[] {
  return [...page.matchAll(/`((?:src|tests|scripts|templates)\/[\w./-]*)`/g)].map((match) => match[1] ?? '');
}

const missing = (paths: readonly string[]) => paths.filter((path) => !existsSync(path));

describe('the map of the code', () => {
  it('names only files and folders that exist', () => {
    expect(pathsOf(architecture).length).toBeGreaterThan(40);
    expect(missing(pathsOf(architecture))).toEqual([]);
  });

  it('would notice a file that does not exist', () => {
    expect(missing(pathsOf('see `src/main.ts` and `src/planted.ts`'))).toEqual(['src/planted.ts']);
  });

  it('names functions that some file exports', () => {
    const text = sourceFiles('src')
      .map((file) => file.text)
      .join('\n');
    const named = [...architecture.matchAll(/`([a-zA-Z]+)` in\s+`src\/[\w/.-]+\.ts`/g)].map(
      (match) => match[1],
    );
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !new RegExp(`export .*\\b${name}\\b`).test(text))).toEqual([]);
  });

  it.each(bigFolders)('explains %s in about ten lines, naming only what is there', (folder) => {
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    const lines = page.trim().split('\n');
    expect(lines.length).toBeLessThanOrEqual(14);
    const named = [...page.matchAll(/`([\w-]+(?:\/|\.ts|\.md))`/g)].map((match) => match[1] ?? '');
    const present = readdirSync(folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
    expect(named.filter((name) => !present.includes(name))).toEqual([]);
  });
});
