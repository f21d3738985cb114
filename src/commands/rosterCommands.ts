import { type Command, Option } from 'commander';
import { addCommand, type Group } from './addCommand.ts';
import type { ExitCode, Handlers, JsonOption, RosterSetOptions } from './commandOptions.ts';
import { collect, positive, yesNo } from './optionParsers.ts';

/** `roster` and the commands below it. */
export function addRosterCommands(
  program: Command,
  handlers: Handlers,
  done: (code: ExitCode) => void,
): void {
  const roster = program
    .command('roster')
    .description('traders with their limits, risk capital, desks and accounts; contract multipliers')
    .addHelpText('after', '\nExample:\n  npm run roster -- list')
    .helpGroup('Risk managers:' satisfies Group);

  addCommand(roster, { name: 'list', description: 'list every trader', example: 'roster -- list' }).action(
    async (options: JsonOption) => done(await handlers.rosterList(options)),
  );

  addCommand(roster, {
    name: 'set',
    description: 'create or change one trader',
    example: 'roster -- set NET001 --limit 5000 --desk Equities',
  })
    .argument('<trader>')
    .option('--limit <dollars>', 'daily loss limit', positive)
    .option('--risk-capital <dollars>', 'capital that drawdown is measured against', positive)
    .option('--desk <name>', 'desk')
    .addOption(new Option('--active <yes|no>', 'no: the trader gets no decisions').argParser(yesNo))
    .option('--account <code>', 'account of the trader, as fills name it; may be repeated', collect, [])
    .action(async (trader: string, options: RosterSetOptions) =>
      done(await handlers.rosterSet(trader, options)),
    );

  addCommand(roster, {
    name: 'multiplier',
    description: 'set the contract multiplier of a symbol, or of every symbol with a prefix: ES*',
    example: "roster -- multiplier 'ES*' 50",
  })
    .argument('<symbol>')
    .argument('<multiplier>', 'dollars a point', positive)
    .action(async (symbol: string, multiplier: number, options: JsonOption) =>
      done(await handlers.rosterMultiplier(symbol, multiplier, options)),
    );

  addCommand(roster, {
    name: 'import',
    description: 'import a roster CSV: trader,desk,base_limit,risk_capital,active,accounts',
    example: 'roster -- import roster.csv',
  })
    .argument('<file>')
    .action(async (file: string, options: JsonOption) => done(await handlers.rosterImport(file, options)));
}
