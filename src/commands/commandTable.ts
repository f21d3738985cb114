import { Command, Help, type Option } from 'commander';
import { codeVersion } from './codeVersion.ts';
import type { ExitCode, Handlers } from './commandOptions.ts';
import { addCorrectionCommands } from './correctionCommands.ts';
import { addDailyCommands } from './dailyCommands.ts';
import { addDriftCommand } from './driftCommands.ts';
import { addLimitCommands } from './limitCommands.ts';
import { addMaintenanceCommands } from './maintenanceCommands.ts';
import { addRiskCommands } from './riskCommands.ts';
import { addRosterCommands } from './rosterCommands.ts';
import { addStressCommand } from './stressCommands.ts';
import { addWebCommands } from './webCommands.ts';

/**
 * Returns the command line: every command with its options and help. Parsing it calls one handler and passes
 * the exit code of the handler to `done`. Bad usage throws a CommanderError.
 */
export function commandTable(handlers: Handlers, done: (code: ExitCode) => void): Command {
  const program = new Command('daybreak')
    .description(
      'Daily risk system of a trading desk: from the fills of the previous session to cuts of daily loss limits, by mail.',
    )
    .version(codeVersion, '--version', 'print the version')
    .exitOverride()
    .configureHelp({ optionDescription })
    .showHelpAfterError('(add --help to see the commands and options)');
  addDailyCommands(program, handlers, done);
  addWebCommands(program, handlers, done);
  addLimitCommands(program, handlers, done);
  addRosterCommands(program, handlers, done);
  addCorrectionCommands(program, handlers, done);
  addRiskCommands(program, handlers, done);
  addStressCommand(program, handlers, done);
  addDriftCommand(program, handlers, done);
  addMaintenanceCommands(program, handlers, done);
  return program;
}

const help = new Help();

/** Leaves out the default of a flag and of an empty list: neither helps the reader. */
function optionDescription(option: Option): string {
  const { defaultValue, description } = option;
  const saysNothing = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return saysNothing ? description : help.optionDescription(option);
}
