import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Argument } from 'commander';
import { commandTable } from '../src/commands/commandTable.ts';
import { settings } from '../src/config/settings.ts';
import { criticalAlertRules } from '../src/domain/decision/criticalAlerts.ts';
import { warningRules } from '../src/domain/decision/warnings.ts';
import { indicators } from '../src/domain/indicators/registry.ts';

/**
 * The README's tables, made from what the code reads. `node --import tsx scripts/readme-tables.ts` writes them between
 * their marks; the docs test holds them equal.
 */
export const readmeTables: Readonly<Record<string, () => string>> = {
  settings: () =>
    table(
      ['setting', 'default', 'meaning'],
      settings.map(({ name, fallback, meaning, secret }) => [
        `\`${name}\`${secret ? ' (secret)' : ''}`,
        fallback === null ? '' : `\`${fallback}\``,
        meaning,
      ]),
    ),
  commands: () =>
    table(
      ['command', 'does'],
      commands().map(({ usage, description }) => [`\`${usage}\``, description]),
    ),
  indicators: () =>
    table(
      ['indicator', 'what it tells', 'formula', 'sessions', 'needs', 'worse'],
      indicators.map((row) => [
        `\`${row.id}\``,
        row.sentence,
        row.formula,
        String(row.windowSessions),
        String(row.minimumObservations),
        row.worse,
      ]),
    ),
  warnings: () =>
    table(
      ['warning', 'raised when'],
      warningRules.map(({ code, rule }) => [`\`${code}\``, rule]),
    ),
  'critical-alerts': () =>
    table(
      ['critical alert', 'raised when'],
      criticalAlertRules.map(({ code, rule }) => [`\`${code}\``, rule]),
    ),
};

/** The README with every marked table made anew. */
export function withTables(readme: string): string {
  return Object.entries(readmeTables).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
    const [start, end] = [text.indexOf(open), text.indexOf(close)];
    if (start < 0 || end < start) throw new Error(`README.md has no place marked for the ${name} table`);
    return text.slice(0, start + open.length) + make() + text.slice(end);
  }, readme);
}

function commands(): { usage: string; description: string }[] {
  const program = commandTable(new Proxy({} as Parameters<typeof commandTable>[0], {}), () => undefined);
  const all = program.commands.flatMap((command) =>
    command.commands.length > 0 ? command.commands : [command],
  );
  return all.map((command) => {
    const parent = command.parent && command.parent !== program ? `${command.parent.name()} ` : '';
    const words = command.registeredArguments.map((argument) => ` ${argumentName(argument)}`);
    const options = command.options.map(
      ({ long, required, optional, flags }) =>
        ` [${long}${required || optional ? ` ${/<(.+)>/.exec(flags)?.[1] ?? ''}` : ''}]`,
    );
    return {
      usage: `${parent}${command.name()}${words.join('')}${options.join('')}`,
      description: command.description(),
    };
  });
}

function argumentName(argument: Argument): string {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? '…' : ''}`;
  return argument.required ? name : `[${name}]`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('README.md', withTables(readFileSync('README.md', 'utf8')));
}
