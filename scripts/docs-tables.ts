import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Argument, Command } from 'commander';
import { loadProfile, shippedProfiles } from '../src/adapters/files/profiles/loadProfiles.ts';
import { profileMeanings } from '../src/adapters/files/profiles/profileFields.ts';
import { profileDefaults } from '../src/adapters/files/profiles/profileSchema.ts';
import { metrics } from '../src/adapters/web/health/metrics.ts';
import { commandTable } from '../src/commands/commandTable.ts';
import { settings } from '../src/config/settings.ts';
import { findingRules } from '../src/domain/compliance/findings/findingRegistry.ts';
import { criticalAlertRules } from '../src/domain/decision/criticalAlerts.ts';
import { warningRules } from '../src/domain/decision/warnings.ts';
import { indicators } from '../src/domain/indicators/registry.ts';
import { limitEventKinds } from '../src/domain/limits/limitEvent.ts';
import { overrideReasons } from '../src/domain/limits/override.ts';
import { challengers } from '../src/pipeline/compare.ts';
import { publishedCosts, publishedOutcomes } from './scaling/published.ts';

/**
 * Writes the generated parts of the manual: `node --import tsx scripts/docs-tables.ts`. A generated table
 * stands between `<!-- name -->` and `<!-- /name -->` in any page. docs/indicators.md and docs/glossary.md
 * are generated whole. tests/docs/docs.test.ts fails while a page differs from what this script writes.
 */
export const docsTables: Readonly<Record<string, () => string>> = {
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
  'compliance-findings': () =>
    table(
      ['finding', 'what was found', 'threshold', 'grade'],
      findingRules.map(({ id, title, threshold, grade }) => [`\`${id}\``, title, threshold, grade]),
    ),
  'limits-profiles': () =>
    table(
      ['profile', 'platform', 'checked against', 'not checked', 'basis'],
      shippedProfiles()
        .map((name) => loadProfile(name))
        .map(({ name, platform, checkedAgainst, notChecked, basis }) => [
          `\`${name}\``,
          platform,
          checkedAgainst.join('; '),
          notChecked.join('; '),
          basis,
        ]),
    ),
  'profile-fields': () =>
    table(
      ['field', 'default', 'meaning'],
      Object.entries(profileMeanings).map(([field, meaning]) => [
        `\`${field}\``,
        field in profileDefaults ? `\`${JSON.stringify(profileDefaults[field])}\`` : '',
        meaning,
      ]),
    ),
  'scaling-costs': publishedCosts,
  'scaling-desks': publishedOutcomes,
  metrics: () =>
    table(
      ['metric', 'labels', 'meaning'],
      metrics.map(({ name, labels, help }) => [
        `\`${name}\``,
        labels.map((label) => `\`${label}\``).join(', '),
        help,
      ]),
    ),
  warnings: () =>
    table(
      ['warning', 'raised when'],
      warningRules.map(({ code, rule }) => [`\`${code}\``, rule]),
    ),
  challengers: () =>
    table(
      ['model', 'what it is'],
      challengers().map(({ name, description }) => [name, description]),
    ),
  'limit-events': () =>
    table(
      ['event', 'in force afterwards', 'source'],
      [
        ['none', 'the base limit', '`base`'],
        ...Object.values(limitEventKinds).map(({ event, inForce, source }) => [
          event,
          inForce,
          `\`${source}\``,
        ]),
      ],
    ),
  'override-reasons': () =>
    table(
      ['reason', 'means'],
      Object.entries(overrideReasons).map(([code, words]) => [`\`${code}\``, words]),
    ),
  'critical-alerts': () =>
    table(
      ['critical alert', 'raised when'],
      criticalAlertRules.map(({ code, rule }) => [`\`${code}\``, rule]),
    ),
};

/** The pages that have no text of their own, by path. */
export const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/indicators.md': indicatorsPage,
  'docs/glossary.md': () =>
    `${generatedFrom('src/domain/GLOSSARY.md')}\n\n${readFileSync('src/domain/GLOSSARY.md', 'utf8')}`,
};

/** README.md and every page of the manual, sorted. */
export function docsPages(): readonly string[] {
  const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
  return ['README.md', ...pages.sort().map((name) => `docs/${name}`)];
}

/** A page as this script writes it: generated whole, or with every marked table generated again. */
export function generated(path: string, text: string): string {
  return generatedPages[path]?.() ?? withTables(path, text);
}

/** Throws an Error for a mark that has no end. */
export function withTables(path: string, page: string): string {
  return Object.entries(docsTables).reduce((text, [name, make]) => {
    const [open, close] = [`<!-- ${name} -->\n`, `\n<!-- /${name} -->`];
    const start = text.indexOf(open);
    if (start < 0) return text;
    const end = text.indexOf(close, start);
    if (end < 0) throw new Error(`${path} · no end of table ${name} · expected <!-- /${name} -->`);
    return text.slice(0, start + open.length) + make() + text.slice(end);
  }, page);
}

/** Every command that can be typed, with its arguments and options as `--help` names them. */
export function commands(): { readonly usage: string; readonly description: string }[] {
  const program = commandTable(new Proxy({} as Parameters<typeof commandTable>[0], {}), () => undefined);
  const all = program.commands.flatMap((command) =>
    command.commands.length > 0 ? command.commands : [command],
  );
  return all.map((command) => ({
    usage: usageOf(command, program),
    description: command.description(),
  }));
}

function usageOf(command: Command, program: Command): string {
  const parent = command.parent && command.parent !== program ? `${command.parent.name()} ` : '';
  const words = command.registeredArguments.map((argument) => ` ${argumentName(argument)}`);
  const options = command.options.map(
    ({ long, required, optional, flags }) =>
      ` [${long}${required || optional ? ` ${/<(.+)>/.exec(flags)?.[1] ?? ''}` : ''}]`,
  );
  return `${parent}${command.name()}${words.join('')}${options.join('')}`;
}

function argumentName(argument: Argument): string {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? '…' : ''}`;
  return argument.required ? name : `[${name}]`;
}

const FAMILY_TITLES = {
  momentum: 'Momentum: where the results are heading',
  volatility: 'Volatility: how wide the results swing',
  outcome: 'Outcome: how often and how much the trader wins',
  drawdown: 'Drawdown: how far below the best point',
  activity: 'Activity: how much, where and when the trader trades',
  behaviour: 'Behaviour: what the trader does after losses',
  desk: 'Desk: what the other traders did on the same session',
} as const;

function indicatorsPage(): string {
  const families = Object.entries(FAMILY_TITLES).map(([family, title]) => {
    const rows = indicators.filter((each) => each.family === family);
    return `## ${title}\n\n${rows.map(indicatorEntry).join('\n\n')}`;
  });
  return `${generatedFrom('src/domain/indicators/registry.ts')}

# Indicators

Daybreak computes ${indicators.length} indicators for each trader and morning. Each one is a pure function of the trader's sessions
through the previous session. Position size does not change an indicator: a trader of 100 shares and one of 10,000 shares who trade
alike have the same values.

\`r\` is the net P&L of a session divided by the trader's scale \`S\`, the size of an ordinary day ([methods, section
3](methods.md#3-scale)). A value is empty (\`null\`) when there are fewer observations than its minimum: Daybreak does not guess.
*Worse* is the direction that should worry a risk manager.

${table(
  ['indicator', 'what it shows', 'worse'],
  indicators.map(({ id, sentence, worse }) => [`[\`${id}\`](#${id})`, sentence, worse]),
)}

${families.join('\n\n')}
`;
}

function indicatorEntry(row: (typeof indicators)[number]): string {
  return `### ${row.id}

${row.label}. ${row.sentence}

- Formula: ${row.formula}
- Unit: ${row.unit}. Worse when ${row.worse}.
- Window: ${sessionsOf(row.windowSessions)}. Needs at least ${row.minimumObservations} observation${row.minimumObservations === 1 ? '' : 's'}.
- Empty when: ${row.nullReason}.
- Source: ${row.source}.`;
}

function sessionsOf(count: number): string {
  return count === 1 ? '1 active session' : `${count} active sessions`;
}

function generatedFrom(path: string): string {
  return `<!-- Generated from ${path} by scripts/docs-tables.ts. Edit that file, then run the script. -->`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const path of new Set([...docsPages(), ...Object.keys(generatedPages)])) {
    const text = generatedPages[path] ? '' : readFileSync(path, 'utf8');
    writeFileSync(path, generated(path, text));
  }
}
