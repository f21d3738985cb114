import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withTables } from '../scripts/readme-tables.ts';
import { commandTable } from '../src/commands/commandTable.ts';
import { settings } from '../src/config/settings.ts';
import { sourceFiles } from './support/sourceFiles.ts';

const readme = readFileSync('README.md', 'utf8');
const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

describe('the documentation', () => {
  it('has tables that say what the code does (node --import tsx scripts/readme-tables.ts)', () => {
    expect(withTables(readme)).toBe(readme);
  });

  it('lists in .env.example every setting with its default, and nothing else', () => {
    const lines = readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toEqual(settings.map(({ name, fallback }) => `${name}=${fallback ?? ''}`));
  });

  it('offers every command as an npm script', () => {
    const program = commandTable(new Proxy({} as Parameters<typeof commandTable>[0], {}), () => undefined);
    for (const command of program.commands.map((each) => each.name()))
      expect(scripts[command]).toContain(`src/main.ts ${command}`);
  });

  it('begins with the two commands that work', () => {
    expect(readme).toContain('npm ci && npm run morning -- --dry-run\nnpm test\n');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['morning', 'test', 'check']));
  });

  it('mentions only npm scripts that exist', () => {
    const mentioned = [...readme.matchAll(/npm run ([a-z][a-z-]*)/g)].map((match) => match[1] ?? '');
    for (const script of mentioned) expect(Object.keys(scripts)).toContain(script);
  });

  it('mentions only pictures and files that exist', () => {
    for (const [, file] of readme.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g))
      expect(readFileSync(file ?? '').length).toBeGreaterThan(1000);
  });
});

describe('the code', () => {
  it('reads no setting that is not in the list', () => {
    const listed = new Set<string>(settings.flatMap(({ name }) => [name, `${name}_FILE`]));
    const read = sourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/process\.env\[?['".]([A-Z_]+)/g)].map((match) => match[1] ?? ''),
    );
    for (const name of read) expect(listed).toContain(name);
  });
});
