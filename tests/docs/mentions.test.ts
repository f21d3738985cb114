import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commandTable } from '../../src/commands/commandTable.ts';
import { codeOf, markdownPages, readPage } from '../support/markdown.ts';

const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
const program = commandTable(new Proxy({} as Parameters<typeof commandTable>[0], {}), () => undefined);

/** Flags of the tools that are no command of the product: a word of their source. */
const toolSources: Readonly<Record<string, string>> = {
  bench: 'scripts/bench/main.ts',
  drill: 'scripts/drill/main.ts',
  claims: 'scripts/claims/main.ts',
  './setup-cron.sh': 'setup-cron.sh',
};

describe('the manual', () => {
  it.each(markdownPages())('%s mentions only npm scripts, flags and files that exist', (path) => {
    expect(unknownMentions(codeOf(readPage(path)))).toEqual([]);
  });

  it('would fail on a script, a flag or a file that does not exist', () => {
    const planted = [
      'npm run mornings',
      'npm run morning -- --dry-rum',
      'backup -- --verify --forec',
      '--frce',
      'npm run bench -- --quik',
      './setup-cron.sh --sytemd',
      'src/commands/mornin.ts',
      'npm run roster -- set TRADER --limit 5000 --desk A',
    ];
    expect(unknownMentions(planted)).toEqual([
      'npm run mornings',
      'morning --dry-rum',
      'backup --forec',
      '--frce',
      'bench --quik',
      './setup-cron.sh --sytemd',
      'src/commands/mornin.ts',
    ]);
  });
});

function unknownMentions(code: readonly string[]): readonly string[] {
  return code.flatMap((line) => line.split(/&&|[|;]/).flatMap((part) => unknownIn(part.trim())));
}

function unknownIn(part: string): readonly string[] {
  const files = [...part.matchAll(/\b(?:src|scripts|tests|templates)\/[\w./-]+\.[a-z_]+\b/g)]
    .map((match) => match[0])
    .filter((file) => !existsSync(file));
  const npm = /^npm run (?:--silent )?([a-z][a-z-]*)/.exec(part)?.[1];
  if (npm !== undefined && scripts[npm] === undefined) return [`npm run ${npm}`, ...files];
  const name = npm ?? part.split(' ')[0] ?? '';
  const flags = [...part.matchAll(/(?<=^|[\s[])--[a-z][a-z-]*/g)].map((match) => match[0]);
  const known = knownFlags(name);
  if (known === null) return files;
  return [
    ...flags.filter((flag) => !known(flag)).map((flag) => (name.startsWith('-') ? flag : `${name} ${flag}`)),
    ...files,
  ];
}

/** Which flags a command or tool takes; for a lone flag, those of all of them; null for another program. */
function knownFlags(name: string): ((flag: string) => boolean) | null {
  const command = program.commands.find((each) => each.name() === name);
  if (command) return (flag) => flagsOf(command).includes(flag);
  const source = toolSources[name];
  if (source !== undefined) return (flag) => isFlagOfTool(source, flag);
  if (!name.startsWith('--')) return null;
  return (flag) =>
    flagsOf(program).includes(flag) || Object.values(toolSources).some((tool) => isFlagOfTool(tool, flag));
}

function flagsOf(command: Command): readonly string[] {
  const own = command.options.map(({ long }) => long ?? '');
  return ['--help', '--silent', ...own, ...command.commands.flatMap(flagsOf)];
}

function isFlagOfTool(source: string, flag: string): boolean {
  const text = readFileSync(source, 'utf8');
  return new RegExp(`${flag}(?![a-z-])|['"]?\\b${flag.slice(2)}['"]?:`).test(text);
}
