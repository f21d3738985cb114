import { type Command, Option } from 'commander';
import { keyScopes } from '../ports/accessKeys.ts';
import { addCommand, type Group } from './addCommand.ts';
import type {
  DemoOption,
  ExitCode,
  Handlers,
  KeysAddOptions,
  KeysRevokeOptions,
  ServeOptions,
} from './commandOptions.ts';
import { author, keyId, port, session } from './optionParsers.ts';

const DEMO = 'of the demo desk, while `serve -- --demo` runs or after it';

/** `serve` and `keys`: the desk page and the API, and who may use them. */
export function addWebCommands(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  addCommand(program, {
    name: 'serve',
    description: 'serve the desk page and the API without the daemon, until SIGTERM',
    example: 'serve -- --demo',
    group: 'Desk page and API:',
  })
    .option('--port <number>', 'port to listen on (default: WEB_PORT); 0: any free one', port)
    .option('--demo', 'serve the demo desk, with a past of mailed mornings and answers', false)
    .action(async (options: ServeOptions) => done(await handlers.serve(options)));
  addKeys(program, handlers, done);
}

function addKeys(program: Command, handlers: Handlers, done: (code: ExitCode) => void): void {
  const description = 'keys of the API and the desk page';
  const example = 'keys -- add ann@desk.example --scope answer';
  const keys = program
    .command('keys')
    .description(description)
    .summary(`${description}\nnpm run ${example}`)
    .addHelpText('after', `\nExample:\n  npm run ${example}`)
    .helpGroup('Desk page and API:' satisfies Group);

  addCommand(keys, {
    name: 'add',
    description: 'make a key and print it, this once; the store keeps its hash only',
    example,
  })
    .argument('<name>', 'the individual or program that uses it; the audit trail shows the name', author)
    .addOption(
      new Option(
        '--scope <scope>',
        'read: look; answer: also answer mails, give and approve overrides, read limits back; operate: the same so far',
      )
        .choices(keyScopes)
        .makeOptionMandatory(),
    )
    .option(
      '--expires <date>',
      'the last day on which it is valid, YYYY-MM-DD (default: it does not expire)',
      session,
    )
    .option('--by <name>', 'who makes it (default: the operating-system user)', author)
    .option('--demo', `a key ${DEMO}`, false)
    .action(async (name: string, options: KeysAddOptions) => done(await handlers.keysAdd(name, options)));

  addCommand(keys, {
    name: 'list',
    description: 'list the keys with their owners, scopes and last uses; never a key itself',
    example: 'keys -- list',
  })
    .option('--demo', `the keys ${DEMO}`, false)
    .action(async (options: DemoOption) => done(await handlers.keysList(options)));

  addCommand(keys, {
    name: 'revoke',
    description: 'end a key at once, and every browser that signed in with it',
    example: 'keys -- revoke 0a1b2c3d4e',
  })
    .argument('<id>', 'id of the key, the part between the underscores', keyId)
    .option('--by <name>', 'who ends it (default: the operating-system user)', author)
    .option('--demo', `a key ${DEMO}`, false)
    .action(async (id: string, options: KeysRevokeOptions) => done(await handlers.keysRevoke(id, options)));
}
