import type { Command } from 'commander';
import { addCommand, type Group } from './addCommand.ts';
import type { ExitCode, Handlers, JsonOption } from './commandOptions.ts';

/** `positions`, `actions` and `fx`: what people state about the history. */
export function addCorrectionCommands(
  program: Command,
  handlers: Handlers,
  done: (code: ExitCode) => void,
): void {
  addImport(program, {
    name: 'positions',
    description: 'positions that were open before the first fill, or that the ledger has wrong',
    columns: 'positions at the open of a date: date,account,symbol,quantity,price,currency',
    file: 'positions.csv',
    handler: async (file, options) => done(await handlers.positionsImport(file, options)),
  });
  addImport(program, {
    name: 'actions',
    description: 'splits and renames of symbols',
    columns: 'splits and renames at the open of a date: date,symbol,action,ratio,new_symbol',
    file: 'actions.csv',
    handler: async (file, options) => done(await handlers.actionsImport(file, options)),
  });
  addImport(program, {
    name: 'fx',
    description: 'exchange rates',
    columns: 'exchange rates, BASE_CURRENCY for one unit: date,currency,rate',
    file: 'rates.csv',
    handler: async (file, options) => done(await handlers.fxImport(file, options)),
  });
}

interface ImportText {
  readonly name: string;
  readonly description: string;
  readonly columns: string;
  readonly file: string;
  readonly handler: (file: string, options: JsonOption) => Promise<void>;
}

function addImport(program: Command, { name, description, columns, file, handler }: ImportText): void {
  const parent = program
    .command(name)
    .description(description)
    .summary(`${description}\nnpm run ${name} -- import ${file}`)
    .addHelpText('after', `\nExample:\n  npm run ${name} -- import ${file}`)
    .helpGroup('Desk:' satisfies Group);
  addCommand(parent, {
    name: 'import',
    description: `import ${columns}; prints what changes`,
    example: `${name} -- import ${file}`,
  })
    .argument('<file>')
    .action(handler);
}
