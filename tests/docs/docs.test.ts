import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docsPages, docsTables, generated, generatedPages, withTables } from '../../scripts/docs-tables.ts';
import { commandTable } from '../../src/commands/commandTable.ts';
import { settings } from '../../src/config/settings.ts';
import { indicators } from '../../src/domain/indicators/registry.ts';
import { anchorsOf, linksOf, markdownPages, readPage } from '../support/markdown.ts';
import { settingsReadIn } from '../support/settingsRead.ts';
import { sourceFiles } from '../support/sourceFiles.ts';

const readme = readPage('README.md');
const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

describe('the generated parts of the manual (node --import tsx scripts/docs-tables.ts)', () => {
  it.each(docsPages())('%s equals what the code says', (path) => {
    const page = readPage(path);
    expect(generated(path, page)).toBe(page);
  });

  it.each(Object.keys(docsTables))('shows the table of %s on a page', (name) => {
    const pages = docsPages().filter((path) => readPage(path).includes(`<!-- ${name} -->\n`));
    expect(pages).not.toEqual([]);
  });

  it('notices a table that the code no longer makes', () => {
    const stale = '<!-- warnings -->\n| old |\n<!-- /warnings -->\n';
    expect(withTables('page.md', stale)).toContain('REVENGE_TRADING');
    expect(() => withTables('page.md', '<!-- warnings -->\n| old |\n')).toThrow(
      'page.md · no end of table warnings',
    );
  });

  it('has an entry for every indicator, under an anchor of its id', () => {
    const anchors = anchorsOf(generatedPages['docs/indicators.md']?.() ?? '');
    for (const { id } of indicators) expect(anchors).toContain(id);
  });
});

describe('the settings', () => {
  it('stand in .env.example with their defaults, and nothing else does', () => {
    const lines = readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toEqual(settings.map(({ name, fallback }) => `${name}=${fallback ?? ''}`));
  });

  it('are all that the code reads from the environment', () => {
    const read = sourceFiles('src')
      .filter(({ text }) => /\benv(ironment)?\b/.test(text))
      .flatMap(({ text }) => settingsReadIn(text));
    expect(read).toContain('LATE_AT');
    expect(notListed(read)).toEqual([]);
  });

  it('would not be, were one read that is not in the table', () => {
    const planted = [
      "const a = process.env['SMTP_HOST'] ?? process.env.SMTP_HOTS;",
      "const b = environment['API_PASS_FILE'] ?? environment['API_USER_FILE'];",
      'const { DB_PATH, LOG_FOLDER: folder } = process.env;',
    ].join('\n');
    expect(notListed(settingsReadIn(planted))).toEqual(['SMTP_HOTS', 'API_USER_FILE', 'LOG_FOLDER']);
  });
});

/** Names that are neither a setting nor the file of a secret one. */
function notListed(names: readonly string[]): readonly string[] {
  const listed = new Set<string>(
    settings.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])),
  );
  return names.filter((name) => !listed.has(name));
}

describe('README.md', () => {
  it('begins with the two commands that work', () => {
    expect(readme).toContain('npm ci && npm run morning -- --dry-run\nnpm test\n');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['morning', 'test', 'check']));
  });

  it('is 6 to 8 KB: long enough to start with, short enough to read whole', () => {
    const bytes = Buffer.byteLength(readme);
    expect(bytes).toBeGreaterThan(6 * 1024);
    expect(bytes).toBeLessThan(8 * 1024);
  });

  it('has every command as an npm script', () => {
    const program = commandTable(new Proxy({} as Parameters<typeof commandTable>[0], {}), () => undefined);
    for (const command of program.commands.map((each) => each.name()))
      expect(scripts[command]).toContain(`src/main.ts ${command}`);
  });
});

describe('the links of the manual', () => {
  it.each(markdownPages())('%s links only to files and headings that exist', (path) => {
    expect(brokenLinks(path, readPage(path))).toEqual([]);
  });

  it('reports a missing file and a missing heading', () => {
    const page = '[a](missing.md) [b](README.md#none) [c](README.md) [d](#here)\n\n## Here\n';
    expect(brokenLinks('page.md', page)).toEqual(['missing.md', 'README.md#none']);
  });

  it('index every page of the manual in docs/README.md', () => {
    const linked = linksOf(readPage('docs/README.md')).map((target) => `docs/${target.split('#')[0]}`);
    const pages = docsPages().filter((path) => path !== 'README.md' && path !== 'docs/README.md');
    expect(linked).toEqual(expect.arrayContaining(pages));
  });
});

function brokenLinks(path: string, page: string): readonly string[] {
  return linksOf(page).filter((target) => {
    const [file = '', anchor] = target.split('#');
    const linked = file === '' ? path : normalize(join(dirname(path), file));
    if (file !== '' && !existsSync(linked)) return true;
    if (anchor === undefined) return false;
    return !anchorsOf(file === '' ? page : readPage(linked)).has(anchor);
  });
}
