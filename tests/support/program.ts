import { join } from 'node:path';

/** The environment variable with the folder of the compiled program; `compileProgram.ts` sets it. */
export const PROGRAM_FOLDER = 'DAYBREAK_TEST_PROGRAM';

/** The path of the compiled program, the argument of `node`. */
export function compiledProgram(): string {
  return join(process.env[PROGRAM_FOLDER] ?? '', 'src/main.js');
}
