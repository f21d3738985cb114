import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILLS_HEADER } from './fillsFile.ts';
import { tradedDay } from './tradedDay.ts';

/** The environment variable for which the loader writes the code that the engine has compiled. */
const KEEP = 'DAYBREAK_TEST_KEEP_CODE';

/** Loads `program.js` next to it, with the code that the engine compiled before, and runs it as a program. */
export const LOADER = `'use strict';
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { pathToFileURL } = require('node:url');
const { constants, Script } = require('node:vm');
const filename = __dirname + '/program.js';
const kept = __dirname + '/program.code';
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  cachedData: existsSync(kept) ? readFileSync(kept) : undefined,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (process.env.${KEEP}) process.on('exit', () => writeFileSync(kept, script.createCachedData()));
script.runInThisContext()(exports, require, module, pathToFileURL(filename).href);
if (require.main === module) module.exports.run(process.argv).then((code) => (process.exitCode = code));
`;

/**
 * Runs a morning of a small desk that sends nothing, and keeps the code that the engine compiled for it.
 * @param place the folder of the compiled program
 */
export async function keepCompiledCode(place: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-compile-'));
  const today = new Date().toISOString().slice(0, 10);
  const rows = [3, 2, 1].flatMap((ago) => tradedDay(today, ago));
  writeFileSync(join(folder, 'fills.csv'), [FILLS_HEADER, ...rows, ''].join('\n'));
  const run = (args: readonly string[], settings: Readonly<Record<string, string>>) =>
    new Promise<void>((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', ...settings };
      execFile(process.execPath, [join(place, 'main.js'), ...args], { cwd: folder, env }, () => resolve());
    });
  await run(['import', 'fills.csv'], {});
  await run(['morning', '--dry-run'], {
    [KEEP]: 'yes',
    EMAIL_FROM: 'risk@desk.example',
    EMAIL_RECIPIENTS: 'desk@desk.example',
    SMTP_HOST: '127.0.0.1',
    CALENDAR: 'everyday',
    TIMEZONE: 'UTC',
  });
  rmSync(folder, { recursive: true });
  if (!existsSync(join(place, 'program.code'))) throw new Error(`${place}: the program wrote no code`);
}
