import type { Command } from 'commander';
import { addCommand } from './addCommand.ts';
import type {
  AuditOptions,
  BackupOptions,
  ComplianceOptions,
  CopyStoreOptions,
  ExitCode,
  Handlers,
  JsonOption,
  MigrateOptions,
  RestoreOptions,
  TestEmailOptions,
} from './commandOptions.ts';
import { collectRecipient, instant, oneName, session } from './optionParsers.ts';

/** The commands that check the installation, keep the database safe, and prove the audit trail. */
export function addMaintenanceCommands(
  program: Command,
  handlers: Handlers,
  done: (code: ExitCode) => void,
): void {
  addCommand(program, {
    name: 'doctor',
    description: 'check configuration, database, source, mail server, calendar, disk and clock',
    example: 'doctor',
    group: 'Maintenance:',
  }).action(async (options: JsonOption) => done(await handlers.doctor(options)));

  addCommand(program, {
    name: 'test-email',
    description: 'send a test mail to each recipient and print the answers of the mail server',
    example: 'test-email -- --to risk@example.com',
    group: 'Maintenance:',
  })
    .option(
      '--to <address>',
      'send to this address instead of EMAIL_RECIPIENTS and ALERT_RECIPIENTS; may be repeated',
      collectRecipient,
      [],
    )
    .action(async (options: TestEmailOptions) => done(await handlers.testEmail(options)));

  addCommand(program, {
    name: 'migrate',
    description: 'bring the database to this version and list its migrations',
    example: 'migrate',
    group: 'Maintenance:',
  })
    .option(
      '--adopt',
      'take the database at DB_PATH as this desk’s, or create a new one, although another one vanished',
      false,
    )
    .action(async (options: MigrateOptions) => done(await handlers.migrate(options)));

  addCommand(program, {
    name: 'backup',
    description: 'back up the database while it is in use, verify the copy, remove old backups',
    example: 'backup -- --verify',
    group: 'Maintenance:',
  })
    .argument('[file]', 'with --verify: check only this backup')
    .option('--verify', 'check the existing backups and make none', false)
    .action(async (file: string | undefined, options: BackupOptions) =>
      done(await handlers.backup(file, options)),
    );

  addCommand(program, {
    name: 'restore',
    description: 'replace the database with a backup; unsent mails in the backup are not sent',
    example: 'restore -- data/backups/FILE --force',
    group: 'Maintenance:',
  })
    .argument('<file>', 'a backup; its .sha256 must be in the same folder')
    .option('--force', 'replace an existing database; it is kept under another name', false)
    .action(async (file: string, options: RestoreOptions) => done(await handlers.restore(file, options)));

  addCommand(program, {
    name: 'copy-store',
    description: 'copy a desk from a SQLite file to a Postgres database, or back; the source is only read',
    example: 'copy-store -- --from sqlite:data/daybreak.db --to DATABASE_URL',
    group: 'Maintenance:',
  })
    .requiredOption(
      '--from <place>',
      'sqlite:FILE, postgres://… or DATABASE_URL, the address of that setting',
    )
    .requiredOption(
      '--to <place>',
      'the other store; it must be empty, or an unfinished copy of the same desk',
    )
    .action(async (options: CopyStoreOptions) => done(await handlers.copyStore(options)));

  addCommand(program, {
    name: 'audit',
    description: 'list what was decided, changed and sent, or verify that no entry was altered',
    example: 'audit -- --verify',
    group: 'Audit:',
  })
    .option('--verify', 'recompute the chain of hashes instead of listing the entries', false)
    .option('--from <date>', 'first day (UTC)', session)
    .option('--to <date>', 'last day (UTC)', session)
    .option('--as-of <time>', 'decisions as they stood at an instant, 2026-03-03T12:00:00Z', instant)
    .option('--session <session>', 'with --as-of (default: the newest session decided by then)', session)
    .option('--trader <trader>', 'with --as-of, one trader', oneName)
    .action(async (options: AuditOptions) => done(await handlers.audit(options)));

  addCommand(program, {
    name: 'compliance',
    description: 'report controls, exceptions and findings of a period, from the verified audit trail alone',
    example: 'compliance -- --from 2026-01-02 --to 2026-03-31 --out compliance.html',
    group: 'Audit:',
  })
    .requiredOption('--from <session>', 'first session', session)
    .requiredOption('--to <session>', 'last session', session)
    .option('--out <file>', 'write the report as a page of three sheets for print')
    .option('--csv <file>', 'write the entries of the period, with the findings that rest on each')
    .action(async (options: ComplianceOptions) => done(await handlers.compliance(options)));
}
