import { type Command, Option } from 'commander';
import { capitalAmount, multiplierAmount } from '../shared/limitAmounts.ts';
import { addCommand, type Group } from './addCommand.ts';
import type {
  ExitCode,
  Handlers,
  JsonOption,
  NewNamesOption,
  RosterListOptions,
  RosterSetOptions,
} from './commandOptions.ts';
import { collectAccounts, dollarsOption, limitDollarsOption, oneName, yesNo } from './optionParsers.ts';

const DESCRIPTION = 'traders with their limits, risk capital, desks and accounts; contract multipliers';

const EXAMPLES = `
Examples:
  npm run roster -- list
  npm run roster -- import roster.csv
  npm run roster -- set NET001 --limit 5000
  npm run roster -- set NET015 --new --desk Equities --account NET015
  npm run roster -- multiplier 'ES*' 50

roster.csv begins with trader,desk,base_limit,risk_capital,active,accounts. An empty cell keeps
the stored value. Each command prints what it changed: before → after.`;

/** `roster` and the commands below it. */
export function addRosterCommands(
  program: Command,
  handlers: Handlers,
  done: (code: ExitCode) => void,
): void {
  const roster = program
    .command('roster')
    .description(DESCRIPTION)
    .summary(`${DESCRIPTION}\nnpm run roster -- list`)
    .addHelpText('after', EXAMPLES)
    .helpGroup('Desk:' satisfies Group);

  addCommand(roster, {
    name: 'list',
    description: 'list the traders by name, with the limit in force next to the base limit',
    example: 'roster -- list --desk Equities --active',
  })
    .option('--trader <name>', 'only this trader', oneName)
    .option('--desk <name>', 'only the traders of this desk', oneName)
    .option('--active', 'only traders who get decisions', false)
    .addOption(new Option('--retired', 'only traders who get none').default(false).conflicts('active'))
    .action(async (options: RosterListOptions) => done(await handlers.rosterList(options)));

  addCommand(roster, {
    name: 'set',
    description: 'change one trader, or create one with --new; prints before → after',
    example: 'roster -- set NET001 --limit 5000 --desk Equities',
  })
    .argument('<trader>', 'name of the trader', oneName)
    .option('--limit <dollars>', 'daily loss limit, 1 to 1,000,000,000', limitDollarsOption)
    .option(
      '--risk-capital <dollars>',
      'capital that drawdown is measured against',
      dollarsOption(capitalAmount),
    )
    .option('--desk <name>', 'desk', oneName)
    .addOption(new Option('--active <yes|no>', 'no: the trader gets no decisions').argParser(yesNo))
    .option(
      '--account <code>',
      'account of the trader, as fills name it; may be repeated',
      collectAccounts,
      [],
    )
    .option('--new', 'the trader, or an account, is a new one and not a typing error', false)
    .action(async (trader: string, options: RosterSetOptions) =>
      done(await handlers.rosterSet(trader, options)),
    );

  addCommand(roster, {
    name: 'multiplier',
    description: 'set the contract multiplier of a symbol, or of every symbol with a prefix: ES*',
    example: "roster -- multiplier 'ES*' 50",
  })
    .argument('<symbol>', 'symbol, or prefix*', oneName)
    .argument('<multiplier>', 'dollars a point', dollarsOption(multiplierAmount))
    .action(async (symbol: string, multiplier: number, options: JsonOption) =>
      done(await handlers.rosterMultiplier(symbol, multiplier, options)),
    );

  addCommand(roster, {
    name: 'import',
    description:
      'import a roster CSV: trader,desk,base_limit,risk_capital,active,accounts; or symbol,multiplier',
    example: 'roster -- import roster.csv',
  })
    .argument('<file>')
    .option('--new', 'names that look like a typing error are new ones', false)
    .action(async (file: string, options: NewNamesOption) =>
      done(await handlers.rosterImport(file, options)),
    );
}
